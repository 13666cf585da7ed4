//! What native sides know more, on tokio: cancellation, messages of a request, deadlines.

#![cfg(feature = "tokio")]

mod support;

use ::tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use ::tokio::net::UnixStream;
use ::tokio::task::{spawn_blocking, yield_now};
use ::tokio::time::{sleep, timeout};
use std::future::poll_fn;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::message::{ErrorMessage, LogMessage, ResponseEnvelope};
use stream_ipc::tokio::{Incoming, Pending, Received, Request, Session};
use stream_ipc::{Error, IncomingRequest, Options, Peer};
use support::{
    CANCEL, Echo, Echoed, HELLO, LIMIT, Note, frame_of, message_of, native, reply_to, request_of,
};

type Side = (Session, Incoming);

/// Two sessions that are each other's other side, as they are before either has said hello.
async fn plain_pair() -> (Side, Side) {
    let (one, other) = duplex(1024);
    (
        Session::new(one, Options::new()),
        Session::new(other, Options::new()),
    )
}

async fn native_pair() -> (Side, Side) {
    let pair = plain_pair().await;
    pair.0.0.say_hello();
    happens(|| pair.0.0.is_native() && pair.1.0.is_native()).await;
    pair
}

/// A session, and its other side byte by byte.
fn raw_pair() -> (Session, Incoming, DuplexStream) {
    let (ours, theirs) = duplex(1024 * 1024);
    let (session, incoming) = Session::new(ours, Options::new());
    (session, incoming, theirs)
}

async fn happens(mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < LIMIT, "it did not happen");
        sleep(Duration::from_millis(1)).await;
    }
}

fn echo(text: &str) -> Echo {
    let text = text.to_owned();
    Echo { text }
}

fn echoed(text: &str) -> Echoed {
    let text = text.to_owned();
    Echoed { text }
}

fn note(number: i64) -> Note {
    let padding = String::new();
    Note { number, padding }
}

async fn next_request(incoming: &mut Incoming) -> Request {
    match timeout(LIMIT, incoming.next()).await.unwrap() {
        Some(Received::Request(request)) => request,
        other => panic!("{other:?} is no request"),
    }
}

/// An open request: how it is seen by the side that asks, and by the side that is asked.
async fn open_request(client: &Session, incoming: &mut Incoming) -> (Pending, Request) {
    let pending = client.request(&echo("?"), LIMIT).await.unwrap();
    (pending, next_request(incoming).await)
}

async fn assert_cancelled(pending: &mut Pending) {
    let outcome = timeout(LIMIT, pending.wait::<Echoed>()).await.unwrap();
    assert!(matches!(outcome, Err(Error::Cancelled(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_cancellation_reaches_whoever_waits_for_it_or_looks_within_50_ms() {
    let ((client, _incoming), (_server, mut incoming)) = native_pair().await;
    // The machine may be busy, but not each time.
    let mut took = [Duration::MAX; 2];
    for _ in 0..10 {
        let (mut pending, request) = open_request(&client, &mut incoming).await;
        let waiting = tokio::spawn(async move {
            request.cancelled().await;
            assert!(request.is_cancelled());
            Instant::now()
        });
        yield_now().await;
        let cancelled = Instant::now();
        pending.cancel();
        assert_cancelled(&mut pending).await;
        took[0] = took[0].min(waiting.await.unwrap() - cancelled);

        let (mut pending, request) = open_request(&client, &mut incoming).await;
        let looking = spawn_blocking(move || {
            while !request.is_cancelled() {
                thread::sleep(Duration::from_millis(10));
            }
            Instant::now()
        });
        let cancelled = Instant::now();
        pending.cancel();
        assert_cancelled(&mut pending).await;
        took[1] = took[1].min(looking.await.unwrap() - cancelled);
    }
    assert!(
        took.iter().all(|took| *took < Duration::from_millis(50)),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_request_is_cancelled_once_and_its_late_reply_is_dropped() {
    let ((client, _incoming), (_server, mut incoming)) = native_pair().await;
    let (mut pending, request) = open_request(&client, &mut incoming).await;
    for _ in 0..2 {
        pending.cancel();
        assert_cancelled(&mut pending).await;
    }
    request.cancelled().await;
    request.reply(&echoed("too late")).await.unwrap();

    let (mut pending, request) = open_request(&client, &mut incoming).await;
    request.reply(&echoed("a reply")).await.unwrap();
    assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "a reply");
    pending.cancel();
    assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "a reply");
}

#[tokio::test]
async fn a_request_may_be_cancelled_while_its_reply_is_waited_for() {
    let ((client, _incoming), (_server, mut incoming)) = native_pair().await;
    let (mut pending, request) = open_request(&client, &mut incoming).await;
    let reply = tokio::select! {
        reply = pending.wait::<Echoed>() => reply,
        () = sleep(Duration::from_millis(10)) => {
            pending.cancel();
            pending.wait().await
        }
    };
    assert!(matches!(reply, Err(Error::Cancelled(_))), "{reply:?}");
    timeout(LIMIT, request.cancelled()).await.unwrap();
}

#[tokio::test]
async fn a_request_that_times_out_is_cancelled_on_the_other_side() {
    let ((client, _incoming), (_server, mut incoming)) = native_pair().await;
    let time = Duration::from_millis(50);
    let mut pending = client.request(&echo("?"), time).await.unwrap();
    let request = next_request(&mut incoming).await;
    timeout(LIMIT, request.cancelled()).await.unwrap();
    assert_eq!(request.remaining_time(), Some(Duration::ZERO));
    let outcome = pending.wait::<Echoed>().await;
    assert!(matches!(outcome, Err(Error::TimedOut(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_request_that_is_cancelled_before_it_is_taken_is_answered_and_not_given_out() {
    let (session, mut incoming, mut theirs) = raw_pair();
    let frames = [
        native(HELLO),
        request_of("7.1", "cancelled"),
        request_of("7.2", "answered"),
        native(&[CANCEL, b"7.1"].concat()),
        native(&[CANCEL, b"7.3"].concat()),
        frame_of(&note(1)),
    ];
    theirs.write_all(&frames.concat()).await.unwrap();
    happens(|| session.is_native()).await;
    let request = next_request(&mut incoming).await;
    assert_eq!(request.id(), "7.2");
    assert!(!request.is_cancelled());
    request.reply(&echoed("answered")).await.unwrap();
    session.flush().await;
    session.close();
    let told = ResponseEnvelope {
        id: "7.1".to_owned(),
        response: ErrorMessage::new("Request 7.1 was cancelled before its handler began"),
    };
    let mut sent = Vec::new();
    theirs.read_to_end(&mut sent).await.unwrap();
    let expected = [native(HELLO), frame_of(&told), reply_to("7.2", "answered")];
    assert_eq!(sent, expected.concat());
}

#[tokio::test]
async fn an_open_request_is_cancelled_by_the_end_of_its_session_for_all_who_wait() {
    let ((client, _incoming), (_server, mut incoming)) = native_pair().await;
    let (_pending, request) = open_request(&client, &mut incoming).await;
    let request = Arc::new(request);
    let waiting = [(); 2].map(|()| {
        let request = request.clone();
        tokio::spawn(async move { request.cancelled().await })
    });
    yield_now().await;
    client.close();
    for waiting in waiting {
        timeout(LIMIT, waiting).await.unwrap().unwrap();
    }
    // Nobody is there to read it.
    request.notify(&note(1)).await.unwrap();
}

#[tokio::test]
async fn messages_of_a_request_come_in_order_before_its_reply() {
    let ((client, mut others), (_server, mut incoming)) = native_pair().await;
    tokio::spawn(async move {
        loop {
            let request = next_request(&mut incoming).await;
            tokio::spawn(async move {
                for number in 1..=100 {
                    request.notify(&note(number)).await.unwrap();
                }
                request.reply(&echoed("done")).await.unwrap();
            });
        }
    });
    let ask = async || {
        let asked = client.request_with_messages(&echo("?"), LIMIT).await;
        let (mut pending, mut messages) = asked.unwrap();
        for number in 1..=100 {
            let message = timeout(LIMIT, messages.next()).await.unwrap().unwrap();
            assert_eq!(message.message::<Note>().unwrap().number, number);
        }
        assert!(messages.next().await.is_none() && messages.next().await.is_none());
        assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "done");
    };
    tokio::join!(ask(), ask());
    // None of them went elsewhere.
    let none = timeout(Duration::from_millis(10), others.next()).await;
    assert!(none.is_err(), "{none:?}");
}

#[tokio::test]
async fn messages_of_a_request_that_nobody_takes_come_like_any_other() {
    let pairs = [plain_pair().await, native_pair().await];
    for ((client, mut others), (_server, mut incoming)) in pairs {
        let is_native = client.is_native();
        let (mut pending, request) = open_request(&client, &mut incoming).await;
        request.notify(&note(1)).await.unwrap();
        let Some(Received::Message(message)) = others.next().await else {
            panic!("no message")
        };
        assert_eq!(message.message::<Note>().unwrap().number, 1);
        request.reply(&echoed("done")).await.unwrap();
        pending.wait::<Echoed>().await.unwrap();

        // The same once those who take them are gone, and with a side that is not native.
        let asked = client.request_with_messages(&echo("?"), LIMIT).await;
        let (_pending, messages) = asked.unwrap();
        let kept = (!is_native).then_some(messages);
        let request = next_request(&mut incoming).await;
        request.notify(&note(2)).await.unwrap();
        let Some(Received::Message(message)) = others.next().await else {
            panic!("no message")
        };
        assert_eq!(message.message::<Note>().unwrap().number, 2);
        drop(kept);
    }
}

#[tokio::test]
async fn messages_of_a_request_that_has_its_outcome_are_dropped() {
    let (session, mut incoming, mut theirs) = raw_pair();
    theirs.write_all(&native(HELLO)).await.unwrap();
    happens(|| session.is_native()).await;
    let asked = session.request_with_messages(&echo("?"), LIMIT).await;
    let (pending, mut messages) = asked.unwrap();
    let frames = [
        message_of(pending.id(), &note(1)),
        message_of(pending.id(), &"no message at all"),
        reply_to(pending.id(), "done"),
        message_of(pending.id(), &note(2)),
        frame_of(&note(3)),
    ];
    theirs.write_all(&frames.concat()).await.unwrap();
    let Some(Received::Message(last)) = incoming.next().await else {
        panic!("no message")
    };
    assert_eq!(last.message::<Note>().unwrap().number, 3);
    let first = messages.next().await.unwrap();
    assert_eq!(first.message::<Note>().unwrap().number, 1);
    let unreadable = messages.next().await.unwrap();
    assert_eq!(unreadable.message::<LogMessage>().unwrap().level, "error");
    assert!(messages.next().await.is_none());
}

#[tokio::test]
async fn whoever_waits_for_messages_learns_of_the_outcome() {
    let ((client, _others), (_server, mut incoming)) = native_pair().await;
    let mut open = Vec::new();
    let mut pending = Vec::new();
    let mut waiting = Vec::new();
    for _ in 0..3 {
        let asked = client.request_with_messages(&echo("?"), LIMIT).await;
        let (asked, mut messages) = asked.unwrap();
        open.push(next_request(&mut incoming).await);
        pending.push(asked);
        waiting.push(tokio::spawn(async move { messages.next().await }));
    }
    yield_now().await;
    let last = pending.pop();
    drop(pending.pop());
    pending[0].cancel();
    for waiting in [waiting.remove(0), waiting.remove(0)] {
        assert!(timeout(LIMIT, waiting).await.unwrap().unwrap().is_none());
    }
    assert!(!waiting[0].is_finished());
    client.close();
    let waiting = waiting.remove(0);
    assert!(timeout(LIMIT, waiting).await.unwrap().unwrap().is_none());
    drop((last, open));
}

#[tokio::test]
async fn messages_that_are_not_taken_stay_with_their_sender() {
    let ((client, _others), (_server, mut incoming)) = native_pair().await;
    let asked = client.request_with_messages(&echo("?"), LIMIT).await;
    let (mut pending, mut messages) = asked.unwrap();
    let request = next_request(&mut incoming).await;
    let large = Note {
        number: 1,
        padding: "x".repeat(1024 * 1024),
    };
    let mut sent = 0;
    while timeout(Duration::from_millis(300), request.notify(&large))
        .await
        .is_ok()
    {
        sent += 1;
        assert!(sent < 64, "it keeps everything");
    }
    assert!(sent >= 16, "{sent}");
    let answers = async {
        // What was cut leaves first.
        request.reply(&echoed("done")).await.unwrap();
    };
    let takes = async {
        let mut taken = 0;
        while messages.next().await.is_some() {
            taken += 1;
        }
        taken
    };
    let (taken, ()) = timeout(LIMIT, async { tokio::join!(takes, answers) })
        .await
        .unwrap();
    assert!(taken >= sent, "{taken}");
    assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "done");
}

#[tokio::test]
async fn whoever_answers_knows_how_long_the_sender_waits() {
    for (pair, knows) in [(native_pair().await, true), (plain_pair().await, false)] {
        let ((client, _incoming), (_server, mut incoming)) = pair;
        let (_pending, request) = open_request(&client, &mut incoming).await;
        let remaining = request.remaining_time();
        assert_eq!(remaining.is_some(), knows);
        assert!(remaining.is_none_or(|time| time > LIMIT / 2 && time <= LIMIT));
    }
}

#[tokio::test]
async fn a_side_that_has_not_said_hello_sees_the_packages_frames_and_not_one_byte_more() {
    let (session, mut incoming, mut theirs) = raw_pair();
    let frames = [request_of("7.1", "?"), native(&[CANCEL, b"7.1"].concat())];
    theirs.write_all(&frames.concat()).await.unwrap();
    let request = next_request(&mut incoming).await;
    let is_message = matches!(incoming.next().await, Some(Received::Message(_)));
    assert!(is_message && !request.is_cancelled());
    assert!(request.remaining_time().is_none());

    let mut cancelled = session.request(&echo("cancelled"), LIMIT).await.unwrap();
    cancelled.cancel();
    assert_cancelled(&mut cancelled).await;
    let time = Duration::from_millis(20);
    let asked = session.request_with_messages(&echo("late"), time).await;
    let (mut late, mut messages) = asked.unwrap();
    assert!(late.wait::<Echoed>().await.is_err() && messages.next().await.is_none());
    let dropped = session.request(&echo("dropped"), LIMIT).await.unwrap();
    let ids = [&cancelled, &late, &dropped].map(|pending| pending.id().to_owned());
    drop(dropped);
    request.notify(&note(1)).await.unwrap();
    request.reply(&echoed("a reply")).await.unwrap();
    session.notify(&note(2)).await.unwrap();
    assert!(!session.is_native());
    session.close();

    let mut sent = Vec::new();
    theirs.read_to_end(&mut sent).await.unwrap();
    let expected = [
        request_of(&ids[0], "cancelled"),
        request_of(&ids[1], "late"),
        request_of(&ids[2], "dropped"),
        frame_of(&note(1)),
        reply_to("7.1", "a reply"),
        frame_of(&note(2)),
    ];
    assert_eq!(sent, expected.concat());
}

#[tokio::test]
async fn a_peer_on_the_other_side_notices_no_difference() {
    let (ours, theirs) = StdUnixStream::pair().unwrap();
    let other_side = thread::spawn(move || {
        let peer = Peer::new().unwrap();
        let session = peer.attach(theirs).unwrap();
        session.on_request_later(|_: Echo, request: IncomingRequest| {
            let time = request.remaining_time().unwrap();
            assert!(time > LIMIT / 2 && time <= LIMIT);
            request.notify(&note(1)).unwrap();
            while !request.is_cancelled() {
                thread::sleep(Duration::from_millis(1));
            }
            request.fail("cancelled").unwrap();
        });
        peer.run().unwrap();
    });
    ours.set_nonblocking(true).unwrap();
    let ours = UnixStream::from_std(ours).unwrap();
    let (session, _incoming) = Session::new(ours, Options::new());
    session.say_hello();
    let asked = session.request_with_messages(&echo("?"), LIMIT).await;
    let (mut pending, mut messages) = asked.unwrap();
    let message = timeout(LIMIT, messages.next()).await.unwrap().unwrap();
    assert_eq!(message.message::<Note>().unwrap().number, 1);
    pending.cancel();
    assert_cancelled(&mut pending).await;
    session.flush().await;
    session.close();
    spawn_blocking(|| other_side.join()).await.unwrap().unwrap();
}

/// Polls a future so many times, while the others have their turns, and drops it.
async fn poll_and_drop(future: impl Future, polls: usize) {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx))).await;
        if polled.is_ready() {
            return;
        }
        yield_now().await;
    }
}

#[tokio::test]
async fn what_is_dropped_in_the_middle_loses_nothing_of_what_follows() {
    let ((client, mut others), (_server, mut incoming)) = native_pair().await;
    tokio::spawn(async move { while others.next().await.is_some() {} });
    tokio::spawn(async move {
        loop {
            let request = next_request(&mut incoming).await;
            tokio::spawn(async move {
                for number in 1..=3 {
                    let _ = request.notify(&note(number)).await;
                }
                poll_and_drop(request.cancelled(), 2).await;
                let _ = request.reply(&echoed("done")).await;
            });
        }
    });
    let ask = async || {
        let asked = client.request_with_messages(&echo("?"), LIMIT).await;
        let (mut pending, mut messages) = asked.unwrap();
        let mut taken = 0;
        while messages.next().await.is_some() {
            taken += 1;
        }
        (taken, pending.wait::<Echoed>().await.unwrap().text)
    };
    for polls in 0..100 {
        poll_and_drop(ask(), polls).await;
    }
    let (taken, reply) = timeout(LIMIT, ask()).await.unwrap();
    assert_eq!((taken, &*reply), (3, "done"));
}
