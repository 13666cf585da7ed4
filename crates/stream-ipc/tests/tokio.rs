//! What a program on tokio may rely on.

#![cfg(feature = "tokio")]

mod support;

use ::tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream, duplex};
use ::tokio::net::UnixStream;
use ::tokio::time::timeout;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;
use stream_ipc::frame::encode;
use stream_ipc::message::LogMessage;
use stream_ipc::tokio::{Incoming, Received, Session};
use stream_ipc::{End, Error, Options, Peer, php};
use support::{Echo, Echoed, LIMIT, Note};

/// Two sessions that are each other's other side, over a pipe that holds few bytes.
fn session_pair() -> ((Session, Incoming), (Session, Incoming)) {
    let (one, other) = duplex(1024);
    (
        Session::new(one, Options::new()),
        Session::new(other, Options::new()),
    )
}

/// A session, and what its other side writes and reads byte by byte.
fn raw_pair(options: Options) -> (Session, Incoming, DuplexStream) {
    let (ours, theirs) = duplex(1024);
    let (session, incoming) = Session::new(ours, options);
    (session, incoming, theirs)
}

fn frame_of(message: &impl serde::Serialize) -> Vec<u8> {
    encode(&php::to_vec(message).unwrap()).unwrap()
}

fn note(number: i64, padding: usize) -> Note {
    let padding = "x".repeat(padding);
    Note { number, padding }
}

async fn echo_on(mut incoming: Incoming) {
    while let Some(received) = incoming.next().await {
        if let Received::Request(request) = received {
            let Echo { text } = request.message().unwrap();
            request.reply(&Echoed { text }).await.unwrap();
        }
    }
}

async fn ask(session: &Session, text: &str) -> Result<String, Error> {
    let text = text.to_owned();
    let mut pending = session.request(&Echo { text }, LIMIT).await?;
    let echoed: Echoed = pending.wait().await?;
    Ok(echoed.text)
}

async fn next_note(incoming: &mut Incoming) -> Note {
    match timeout(LIMIT, incoming.next()).await.unwrap() {
        Some(Received::Message(message)) => message.message().unwrap(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_peer_on_the_other_side_notices_no_difference() {
    let (ours, theirs) = StdUnixStream::pair().unwrap();
    let other_side = thread::spawn(move || {
        let peer = Peer::new().unwrap();
        let session = peer.attach(theirs).unwrap();
        session.on_request(|Echo { text }, session: &stream_ipc::Session| {
            let mut pending = session.request(&Echo { text }, LIMIT)?;
            pending.wait::<Echoed>()
        });
        peer.run().unwrap();
    });
    ours.set_nonblocking(true).unwrap();
    let ours = UnixStream::from_std(ours).unwrap();
    let (session, incoming) = Session::new(ours, Options::new());
    let echoing = tokio::spawn(echo_on(incoming));
    for size in [0, 10, 100_000, 5_000_000] {
        let text = "x".repeat(size);
        assert!(ask(&session, &text).await.unwrap() == text, "{size} bytes");
    }
    session.close();
    echoing.await.unwrap();
    other_side.join().unwrap();
}

#[tokio::test]
async fn requests_are_answered_in_any_order() {
    let ((client, _incoming), (_server, mut incoming)) = session_pair();
    tokio::spawn(async move {
        let mut requests = Vec::new();
        while requests.len() < 100 {
            if let Some(Received::Request(request)) = incoming.next().await {
                requests.push(request);
            }
        }
        for request in requests.into_iter().rev() {
            let Echo { text } = request.message().unwrap();
            request.reply(&Echoed { text }).await.unwrap();
        }
    });
    let asked = (0..100).map(|number| {
        let client = client.clone();
        tokio::spawn(async move { ask(&client, &number.to_string()).await.unwrap() })
    });
    for (number, asked) in asked.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(asked.await.unwrap(), number.to_string());
    }
}

#[tokio::test]
async fn a_request_that_nobody_answers_is_answered_as_unhandled() {
    let ((client, _incoming), (server, mut incoming)) = session_pair();
    let unhandled = |reply: Result<String, Error>| match reply {
        Err(Error::Remote(text)) => assert_eq!(text, r"Unhandled request: App\Echo"),
        other => panic!("{other:?}"),
    };
    // Dropped when it is taken, when the queue it is in is dropped, and when it comes afterwards.
    let (reply, received) =
        tokio::join!(ask(&client, "1"), async { incoming.next().await.map(drop) });
    assert!(received.is_some());
    unhandled(reply);
    let text = "2".to_owned();
    let mut pending = client.request(&Echo { text }, LIMIT).await.unwrap();
    drop(incoming);
    unhandled(pending.wait::<Echoed>().await.map(|echoed| echoed.text));
    unhandled(ask(&client, "3").await);
    assert!(server.is_open());
}

#[tokio::test]
async fn a_refusal_is_an_error_with_its_text() {
    let ((client, _incoming), (_server, mut incoming)) = session_pair();
    let refuse = async {
        let Some(Received::Request(request)) = incoming.next().await else {
            panic!("no request came");
        };
        assert_eq!(request.class(), r"App\Echo");
        request.refuse("not today").await.unwrap();
    };
    let (reply, ()) = tokio::join!(ask(&client, "?"), refuse);
    assert!(matches!(reply, Err(Error::Remote(text)) if text == "not today"));
}

#[tokio::test]
async fn two_sides_that_write_at_once_do_not_block_each_other() {
    let ((one, mut to_one), (other, mut to_other)) = session_pair();
    let talk = |session: Session| async move {
        for number in 0..4 {
            session.notify(&note(number, 3_000_000)).await.unwrap();
        }
    };
    timeout(LIMIT, async { tokio::join!(talk(one), talk(other)) })
        .await
        .unwrap();
    for incoming in [&mut to_one, &mut to_other] {
        for number in 0..4 {
            assert_eq!(next_note(incoming).await.number, number);
        }
    }
}

#[tokio::test]
async fn a_future_that_is_dropped_cuts_no_frame() {
    let ((one, _incoming), (_other, mut incoming)) = session_pair();
    let cancelled = timeout(Duration::from_millis(1), one.notify(&note(1, 1_000_000))).await;
    assert!(cancelled.is_err(), "the pipe holds less");
    let second = note(2, 10);
    let (sent, (first, second)) = tokio::join!(one.notify(&second), async {
        (
            next_note(&mut incoming).await,
            next_note(&mut incoming).await,
        )
    });
    sent.unwrap();
    assert_eq!((first.number, first.padding.len()), (1, 1_000_000));
    assert_eq!(second.number, 2);
}

#[tokio::test]
async fn a_timeout_covers_the_sending_and_leaves_the_session_whole() {
    let ((one, _incoming), (_other, mut incoming)) = session_pair();
    let text = "x".repeat(3_000_000);
    // Nobody takes what arrives, so that it stays with the sender once the queue is full.
    let mut sent = 0;
    let error = loop {
        match one
            .request(&Echo { text: text.clone() }, Duration::from_millis(50))
            .await
        {
            Ok(_) => sent += 1,
            Err(error) => break error,
        }
        assert!(sent < 10, "everything is read");
    };
    assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
    let all = async {
        for _ in 0..=sent {
            let Some(Received::Request(request)) = incoming.next().await else {
                panic!("a request is missing");
            };
            assert_eq!(request.message::<Echo>().unwrap().text.len(), text.len());
        }
        next_note(&mut incoming).await.number
    };
    let last = note(5, 0);
    let (notified, number) = tokio::join!(one.notify(&last), all);
    notified.unwrap();
    assert_eq!(number, 5);
}

#[tokio::test]
async fn a_reply_is_found_behind_more_than_the_queue_holds() {
    let ((one, mut to_one), (other, mut to_other)) = session_pair();
    let answer = async {
        let Some(Received::Request(request)) = to_other.next().await else {
            panic!("no request came");
        };
        for number in 0..30 {
            other.notify(&note(number, 100_000)).await.unwrap();
        }
        request
            .reply(&Echoed {
                text: "behind".to_owned(),
            })
            .await
            .unwrap();
    };
    let (reply, ()) = timeout(LIMIT, async { tokio::join!(ask(&one, "?"), answer) })
        .await
        .unwrap();
    assert_eq!(reply.unwrap(), "behind");
    for number in 0..30 {
        assert_eq!(next_note(&mut to_one).await.number, number);
    }
}

#[tokio::test]
async fn what_is_not_taken_stays_with_its_sender() {
    let (_session, mut incoming, mut theirs) = raw_pair(Options::new());
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = sent.clone();
    let flood = tokio::spawn(async move {
        let frame = frame_of(&note(1, 100_000));
        for _ in 0..100 {
            theirs.write_all(&frame).await.unwrap();
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    assert!(timeout(Duration::from_millis(100), flood).await.is_err());
    assert!(sent.load(Ordering::SeqCst) < 20, "{sent:?}");
    assert_eq!(next_note(&mut incoming).await.number, 1);
}

#[tokio::test]
async fn a_dead_peer_is_noticed_at_once_with_the_bytes_that_are_lost() {
    let (session, mut incoming, mut theirs) = raw_pair(Options::new());
    let text = "?".to_owned();
    let mut pending = session
        .request(&Echo { text }, Duration::from_secs(3600))
        .await
        .unwrap();
    let frame = frame_of(&note(1, 0));
    theirs.write_all(&frame).await.unwrap();
    theirs.write_all(&frame[..13]).await.unwrap();
    drop(theirs);
    let error = timeout(LIMIT, pending.wait::<Echoed>())
        .await
        .unwrap()
        .unwrap_err();
    let lost = matches!(
        &error,
        Error::NoReply {
            end: End::ByPeer { lost: 13 },
            ..
        }
    );
    assert!(lost, "{error:?}");
    assert_eq!(next_note(&mut incoming).await.number, 1);
    assert!(incoming.next().await.is_none());
    assert!(matches!(
        session.notify(&note(1, 0)).await,
        Err(Error::Ended(_))
    ));
}

#[tokio::test]
async fn junk_arrives_in_its_place() {
    let (_session, mut incoming, mut theirs) = raw_pair(Options::new());
    let bytes = [
        &frame_of(&note(1, 0))[..],
        b"a warning\n",
        &frame_of(&note(2, 0)),
    ]
    .concat();
    theirs.write_all(&bytes).await.unwrap();
    assert_eq!(next_note(&mut incoming).await.number, 1);
    let Some(Received::Message(junk)) = incoming.next().await else {
        panic!("no junk came");
    };
    let log: LogMessage = junk.message().unwrap();
    assert_eq!(
        (log.level.as_str(), log.message.as_str()),
        ("junk", "a warning\n")
    );
    assert_eq!(next_note(&mut incoming).await.number, 2);
}

#[tokio::test]
async fn a_frame_over_the_limit_ends_the_session() {
    let (session, mut incoming, mut theirs) = raw_pair(Options::new().max_frame(100));
    theirs
        .write_all(&encode(&[b'x'; 101]).unwrap())
        .await
        .unwrap();
    assert!(timeout(LIMIT, incoming.next()).await.unwrap().is_none());
    let end = session.end().unwrap().to_string();
    assert!(end.starts_with("Frame length 101 exceeds max 100"), "{end}");
}

#[tokio::test]
async fn the_last_handle_ends_the_session_when_all_has_left() {
    let (session, incoming, mut theirs) = raw_pair(Options::new());
    let read_all = tokio::spawn(async move {
        let mut read = Vec::new();
        theirs.read_to_end(&mut read).await.unwrap();
        read
    });
    session.notify(&note(1, 10_000)).await.unwrap();
    drop((session, incoming));
    let read = timeout(LIMIT, read_all).await.unwrap().unwrap();
    assert!(read == frame_of(&note(1, 10_000)), "{} bytes", read.len());
}

#[test]
fn sessions_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Session>();
    crosses::<Incoming>();
}
