//! What a program on tokio may rely on.

#![cfg(feature = "tokio")]

mod support;

use ::tokio::io::{
    AsyncRead, AsyncReadExt as _, AsyncWriteExt as _, BufWriter, DuplexStream, duplex, split,
    stdin, stdout,
};
use ::tokio::net::UnixStream;
use ::tokio::net::unix::pipe::{Receiver, Sender};
use ::tokio::runtime::Runtime;
use ::tokio::task::JoinHandle;
use ::tokio::time::{sleep, timeout};
use std::env;
use std::future::poll_fn;
use std::io::{Cursor, Write as _, pipe};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream as StdUnixStream;
use std::pin::pin;
use std::process::{Command, exit};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::frame::{HEADER_LEN, encode};
use stream_ipc::message::{LogMessage, RequestEnvelope, ResponseEnvelope};
use stream_ipc::tokio::{Incoming, Received, Session};
use stream_ipc::{End, Error, Format, Options, Peer};
use support::{Echo, Echoed, LIMIT, Note, frame_of, reply_to, request_of};

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

/// Asks something that fits the pipe, when there is room.
async fn ask_within(session: &Session, time: Duration) -> Result<Echoed, Error> {
    let text = "?".to_owned();
    let mut pending = session.request(&Echo { text }, time).await?;
    pending.wait().await
}

/// Sends back what came in.
async fn answer(received: Option<Received>) {
    let Some(Received::Request(request)) = received else {
        panic!("{received:?} is no request");
    };
    let Echo { text } = request.message().unwrap();
    request.reply(&Echoed { text }).await.unwrap();
}

/// Lets the future go as far as it does, and drops it. Whether it has to wait.
async fn is_waiting<F: Future>(future: F) -> bool {
    let mut future = pin!(future);
    poll_fn(|cx| Poll::Ready(future.as_mut().poll(cx).is_pending())).await
}

/// Drops the future of a message when the other side has read the first byte of that.
async fn first_byte<T>(sending: impl Future<Output = T>, theirs: &mut DuplexStream) -> u8 {
    tokio::select! {
        _ = sending => panic!("the pipe holds less"),
        first = theirs.read_u8() => first.unwrap(),
    }
}

fn assert_ended<T: std::fmt::Debug>(reply: Result<T, Error>, expected: &End) {
    assert!(
        matches!(&reply, Err(Error::NoReply { end, .. }) if end == expected),
        "{reply:?}"
    );
}

async fn read_exactly(stream: &mut (impl AsyncRead + Unpin), bytes: usize) -> Vec<u8> {
    let mut read = vec![0; bytes];
    timeout(LIMIT, stream.read_exact(&mut read))
        .await
        .unwrap()
        .unwrap();
    read
}

async fn read_frame(stream: &mut (impl AsyncRead + Unpin)) -> Vec<u8> {
    let mut frame = read_exactly(stream, HEADER_LEN).await;
    let (_, len) = frame.split_last_chunk().unwrap();
    let len = u32::from_be_bytes(*len) as usize;
    frame.extend(read_exactly(stream, len).await);
    frame
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
async fn a_request_whose_task_panics_is_answered_and_the_session_goes_on() {
    let ((client, _incoming), (_server, mut incoming)) = session_pair();
    let serve = async {
        let panicking = incoming.next().await;
        let task = tokio::spawn(async move { panic!("on purpose with {panicking:?}") });
        assert!(task.await.is_err());
        answer(incoming.next().await).await;
    };
    let asked = async { (ask(&client, "1").await, ask(&client, "2").await) };
    let ((panicked, next), ()) = tokio::join!(asked, serve);
    assert!(matches!(panicked, Err(Error::Remote(text)) if text == r"Unhandled request: App\Echo"));
    assert_eq!(next.unwrap(), "2");
}

#[tokio::test]
async fn a_second_or_invented_reply_is_dropped() {
    let (one, mut incoming, mut theirs) = raw_pair(Options::new());
    let mut pending = one.request(&note(1, 0), LIMIT).await.unwrap();
    let frames = [
        reply_to("invented", "never"),
        reply_to(pending.id(), "first"),
        reply_to(pending.id(), "second"),
        frame_of(&note(2, 0)),
    ];
    theirs.write_all(&frames.concat()).await.unwrap();
    assert_eq!(next_note(&mut incoming).await.number, 2);
    for _ in 0..2 {
        assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "first");
    }
}

#[tokio::test]
async fn a_payload_in_the_other_format_fails_its_request_at_once() {
    for (ours, theirs) in [(Format::Php, Format::Json), (Format::Json, Format::Php)] {
        let (one, two) = duplex(1024);
        let (asker, _replies) = Session::new(one, Options::new().format(ours));
        let (_answerer, mut requests) = Session::new(two, Options::new().format(theirs));
        let Err(Error::Remote(told)) = ask(&asker, "?").await else {
            panic!("it was not told");
        };
        assert!(told.ends_with("the same serializer"), "{told}");
        let Some(Received::Message(message)) = requests.next().await else {
            panic!("nothing came");
        };
        assert!(message.class().starts_with(r"StreamIpc\Message\"));
    }
}

#[tokio::test]
async fn a_payload_that_is_no_message_comes_as_it_does_in_php() {
    let (session, mut incoming, mut theirs) = raw_pair(Options::new());
    let mut pending = session.request(&note(1, 0), LIMIT).await.unwrap();
    let request = frame_of(&RequestEnvelope {
        id: "1.1".to_owned(),
        request: note(0, 0),
    });
    let frames = [
        encode(b"not at all").unwrap(),
        request,
        frame_of(&note(2, 0)),
        frame_of(&ResponseEnvelope {
            id: pending.id().to_owned(),
            response: note(3, 0),
        }),
    ];
    theirs.write_all(&frames.concat()).await.unwrap();
    let Some(Received::Message(message)) = incoming.next().await else {
        panic!("nothing came");
    };
    let log: LogMessage = message.message().unwrap();
    assert_eq!((&*log.level, &*log.message), ("error", "not at all"));
    let Some(Received::Request(request)) = incoming.next().await else {
        panic!("no request came");
    };
    // Whoever takes it says that it is not what it expected.
    assert!(request.message::<Echo>().is_err());
    drop(request);
    assert_eq!(next_note(&mut incoming).await.number, 2);
    let error = pending.wait::<Echoed>().await.unwrap_err();
    assert!(matches!(error, Error::Reply(_)), "{error:?}");
    assert!(session.is_open());
}

#[tokio::test]
async fn a_session_may_be_closed_and_let_go_of_between_two_of_its_messages() {
    let (session, mut incoming, mut theirs) = raw_pair(Options::new());
    let ended = [frame_of(&note(1, 0)), frame_of(&note(2, 0))].concat();
    theirs.write_all(&ended).await.unwrap();
    assert_eq!(next_note(&mut incoming).await.number, 1);
    session.close();
    drop(session);
    let mut rest = 0;
    while timeout(LIMIT, incoming.next()).await.unwrap().is_some() {
        rest += 1;
    }
    assert!(rest <= 1, "{rest}");
    assert_eq!(incoming.session().end(), Some(End::Here));
    assert!(theirs.read_u8().await.is_err(), "its stream is closed");
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
    let (one, other) = session_pair();
    let talk = |(session, mut incoming): (Session, Incoming)| async move {
        for number in 0..4 {
            session.notify(&note(number, 3_000_000)).await.unwrap();
        }
        for number in 0..4 {
            assert_eq!(next_note(&mut incoming).await.number, number);
        }
        (session, incoming)
    };
    timeout(LIMIT, async { tokio::join!(talk(one), talk(other)) })
        .await
        .unwrap();
}

#[tokio::test]
async fn what_a_stream_buffers_is_flushed() {
    let (ours, theirs) = duplex(1024);
    let (read, write) = split(ours);
    let write = BufWriter::with_capacity(1_000_000, write);
    let (session, _incoming) = Session::over(read, write, Options::new());
    let (_server, incoming) = Session::new(theirs, Options::new());
    let echoing = tokio::spawn(echo_on(incoming));
    for text in ["1", "2"] {
        assert_eq!(ask(&session, text).await.unwrap(), text);
    }
    session.close();
    timeout(LIMIT, echoing).await.unwrap().unwrap();
}

#[tokio::test]
async fn a_future_that_is_dropped_cuts_no_frame_and_sends_none_that_had_not_begun() {
    let (one, _incoming, mut theirs) = raw_pair(Options::new());
    let begun = note(1, 100_000);
    let first = first_byte(one.notify(&begun), &mut theirs).await;
    for number in 2..5 {
        let unsent = note(number, 100_000);
        assert!(is_waiting(one.notify(&unsent)).await, "the pipe holds less");
    }
    let last = note(5, 10);
    let expected = [&frame_of(&begun)[1..], &frame_of(&last)].concat();
    let (sent, read) = tokio::join!(one.notify(&last), read_exactly(&mut theirs, expected.len()));
    sent.unwrap();
    assert!(first == frame_of(&begun)[0] && read == expected);
}

#[tokio::test]
async fn a_request_whose_future_is_dropped_is_forgotten_and_the_next_one_works() {
    let (one, _incoming, mut theirs) = raw_pair(Options::new());
    let text = "x".repeat(100_000);
    let begun = Echo { text };
    let first = first_byte(one.request(&begun, LIMIT), &mut theirs).await;

    let (read, write) = split(theirs);
    let read = Cursor::new([first]).chain(read);
    let (_other, mut incoming) = Session::over(read, write, Options::new());
    let asked = async {
        // The reply to the first one is for nobody.
        for _ in 0..2 {
            answer(incoming.next().await).await;
        }
    };
    let (reply, ()) = tokio::join!(ask(&one, "next"), asked);
    assert_eq!(reply.unwrap(), "next");
}

#[tokio::test]
async fn a_reply_is_waited_for_again_where_a_wait_was_dropped() {
    let ((one, _incoming), (_other, mut incoming)) = session_pair();
    let text = "late".to_owned();
    let mut pending = one.request(&Echo { text }, LIMIT).await.unwrap();
    assert!(is_waiting(pending.wait::<Echoed>()).await);
    answer(incoming.next().await).await;
    for _ in 0..2 {
        let reply = timeout(LIMIT, pending.wait::<Echoed>()).await.unwrap();
        assert_eq!(reply.unwrap().text, "late");
    }
}

#[tokio::test]
async fn no_message_is_lost_where_the_wait_for_it_is_dropped() {
    let (_session, mut incoming, mut theirs) = raw_pair(Options::new());
    for number in 0..100 {
        assert!(is_waiting(incoming.next()).await);
        let frame = frame_of(&note(number, 0));
        theirs.write_all(&frame).await.unwrap();
        if number % 2 == 0 {
            // It arrives while nobody waits.
            tokio::task::yield_now().await;
        }
        assert_eq!(next_note(&mut incoming).await.number, number);
    }
}

#[tokio::test]
async fn a_request_that_has_not_begun_to_leave_is_taken_back_at_its_timeout() {
    let (one, _incoming, mut theirs) = raw_pair(Options::new());
    let text = "before".to_owned();
    let mut before = one.request(&Echo { text }, LIMIT).await.unwrap();
    let long = note(1, 100_000);
    let (sent, read) = tokio::join!(one.notify(&long), async {
        let error = ask_within(&one, Duration::from_millis(30))
            .await
            .unwrap_err();
        assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
        assert!(one.is_open());
        read_frame(&mut theirs).await;
        read_frame(&mut theirs).await
    });
    sent.unwrap();
    assert!(read == frame_of(&long));

    theirs
        .write_all(&reply_to(before.id(), "before"))
        .await
        .unwrap();
    assert_eq!(before.wait::<Echoed>().await.unwrap().text, "before");
    one.notify(&note(2, 0)).await.unwrap();
    assert!(read_frame(&mut theirs).await == frame_of(&note(2, 0)));
}

#[tokio::test]
async fn a_request_cut_by_its_timeout_ends_the_session() {
    let (one, mut incoming, theirs) = raw_pair(Options::new());
    let text = "other".to_owned();
    let mut other = one.request(&Echo { text }, LIMIT).await.unwrap();
    let text = "x".repeat(100_000);
    let cut = Echo { text };
    let behind = note(1, 0);
    let (result, sent) = tokio::join!(
        one.request(&cut, Duration::from_millis(30)),
        one.notify(&behind)
    );
    assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    assert!(matches!(sent, Err(Error::Send { .. })), "{sent:?}");
    assert_eq!(one.end(), Some(End::CutShort));
    assert_ended(other.wait::<Echoed>().await, &End::CutShort);
    assert!(incoming.next().await.is_none());
    drop(theirs);
}

#[tokio::test]
async fn a_timeout_passes_though_nobody_waits_and_the_session_goes_on() {
    let (one, _incoming, mut theirs) = raw_pair(Options::new());
    let mut pending = one
        .request(&note(1, 0), Duration::from_millis(20))
        .await
        .unwrap();
    let id = pending.id().to_owned();
    let mut later = one
        .request(&note(2, 0), Duration::from_millis(40))
        .await
        .unwrap();
    // The first one has timed out by then, too.
    let error = later.wait::<Echoed>().await.unwrap_err();
    assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
    theirs.write_all(&reply_to(&id, "late")).await.unwrap();
    for _ in 0..2 {
        let error = pending.wait::<Echoed>().await.unwrap_err();
        assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
    }
    assert!(one.is_open());
}

#[tokio::test]
async fn a_reply_that_had_arrived_when_the_time_was_up_counts() {
    let (ours, mut theirs) = StdUnixStream::pair().unwrap();
    ours.set_nonblocking(true).unwrap();
    let ours = UnixStream::from_std(ours).unwrap();
    let (session, _incoming) = Session::new(ours, Options::new());
    let time = Duration::from_millis(50);
    let start = Instant::now();
    let mut pending = session.request(&note(1, 0), time).await.unwrap();
    theirs
        .write_all(&reply_to(pending.id(), "in time"))
        .unwrap();
    // Nothing else runs on this thread until the time is up.
    while start.elapsed() <= time {
        thread::sleep(time);
    }
    assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "in time");
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

/// Bytes that a session holds of what nobody takes, and the same while somebody waits.
const HELD: usize = 1024 * 1024;
const HELD_WHILE_AWAITED: usize = 16 * HELD;

/// Bytes that wait elsewhere: in the kernel, in a read, in an unfinished frame.
const ON_THE_WAY: usize = 1024 * 1024;

/// Somebody who sends the same frame again and again.
struct Flood {
    sent: Arc<AtomicUsize>,
    sending: JoinHandle<UnixStream>,
}

impl Flood {
    /// Sends the frame so many times.
    fn new(mut socket: UnixStream, frame: Vec<u8>, times: usize) -> Self {
        let sent = Arc::new(AtomicUsize::new(0));
        let counted = sent.clone();
        let sending = tokio::spawn(async move {
            for _ in 0..times {
                socket.write_all(&frame).await.unwrap();
                counted.fetch_add(1, Ordering::SeqCst);
            }
            socket
        });
        Self { sent, sending }
    }

    /// Waits until it gets no further, and returns how many frames have left.
    async fn stalls(&self) -> usize {
        loop {
            let sent = self.sent.load(Ordering::SeqCst);
            sleep(Duration::from_millis(100)).await;
            if self.sent.load(Ordering::SeqCst) == sent {
                return sent;
            }
        }
    }

    /// Waits until all has left, and gives the socket back.
    async fn finish(self) -> UnixStream {
        timeout(LIMIT, self.sending).await.unwrap().unwrap()
    }
}

/// Bytes of the frames that floods send, and how many they are.
const FLOOD_FRAME: usize = 100_000;
const FLOOD_FRAMES: usize = 300;

fn flood_of_notes(socket: UnixStream) -> Flood {
    Flood::new(socket, frame_of(&note(7, FLOOD_FRAME)), FLOOD_FRAMES)
}

async fn take_flood(incoming: &mut Incoming) {
    for _ in 0..FLOOD_FRAMES {
        assert_eq!(next_note(incoming).await.number, 7);
    }
}

/// A session over a socket, and its other side.
fn socket_pair(options: Options) -> (Session, Incoming, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let (session, incoming) = Session::new(ours, options);
    (session, incoming, theirs)
}

#[tokio::test]
async fn what_is_not_taken_stays_with_its_sender() {
    let (_session, mut incoming, theirs) = socket_pair(Options::new());
    let flood = flood_of_notes(theirs);
    let sent = flood.stalls().await;
    assert!(sent * FLOOD_FRAME < HELD + ON_THE_WAY, "{sent}");
    take_flood(&mut incoming).await;
    flood.finish().await;
}

#[tokio::test]
async fn a_flood_is_slowed_down_also_while_a_reply_is_awaited_which_comes_behind_it() {
    let (session, mut incoming, theirs) = socket_pair(Options::new());
    let mut pending = session.request(&note(1, 0), LIMIT).await.unwrap();
    let reply = reply_to(pending.id(), "behind");
    let flood = flood_of_notes(theirs);
    assert!(is_waiting(pending.wait::<Echoed>()).await);
    let sent = flood.stalls().await;
    assert!(
        sent * FLOOD_FRAME < HELD_WHILE_AWAITED + ON_THE_WAY,
        "{sent}"
    );
    take_flood(&mut incoming).await;
    let mut theirs = flood.finish().await;
    theirs.write_all(&reply).await.unwrap();
    assert_eq!(pending.wait::<Echoed>().await.unwrap().text, "behind");
}

#[tokio::test]
async fn a_flood_is_slowed_down_also_while_a_sender_waits_for_room() {
    let (session, mut incoming, theirs) = socket_pair(Options::new());
    let long = note(1, 3_000_000);
    let (sent, mut theirs) = tokio::join!(session.notify(&long), async {
        let flood = flood_of_notes(theirs);
        let sent = flood.stalls().await;
        assert!(
            sent * FLOOD_FRAME < HELD_WHILE_AWAITED + ON_THE_WAY,
            "{sent}"
        );
        take_flood(&mut incoming).await;
        let mut theirs = flood.finish().await;
        assert!(read_frame(&mut theirs).await == frame_of(&long));
        theirs
    });
    sent.unwrap();
    theirs.write_all(&frame_of(&note(8, 0))).await.unwrap();
    assert_eq!(next_note(&mut incoming).await.number, 8);
}

#[tokio::test]
async fn one_that_asks_and_never_reads_stops_nobody() {
    let (_session, mut to_deaf, deaf) = socket_pair(Options::new());
    let (_other_session, mut to_other, other) = socket_pair(Options::new());
    // One task answers both.
    tokio::spawn(async move {
        loop {
            let received = tokio::select! {
                received = to_deaf.next() => received,
                received = to_other.next() => received,
            };
            answer(received).await;
        }
    });
    let text = "x".repeat(FLOOD_FRAME);
    let flood = Flood::new(deaf, request_of("1.1", &text), FLOOD_FRAMES);
    let asked = flood.stalls().await;
    // Replies that wait to leave, and requests that are not read.
    assert!(asked * FLOOD_FRAME < HELD + 2 * ON_THE_WAY, "{asked}");

    let (client, _incoming) = Session::new(other, Options::new());
    assert_eq!(ask(&client, "served").await.unwrap(), "served");
}

#[tokio::test]
async fn one_that_asks_and_never_reads_is_slowed_down_also_while_a_sender_waits_for_room() {
    let (session, mut incoming, deaf) = socket_pair(Options::new());
    tokio::spawn(async move { session.notify(&note(1, 1_000_000)).await });
    tokio::spawn(async move {
        loop {
            answer(incoming.next().await).await;
        }
    });
    let text = "x".repeat(FLOOD_FRAME);
    let flood = Flood::new(deaf, request_of("1.1", &text), FLOOD_FRAMES);
    let asked = flood.stalls().await;
    assert!(
        asked * FLOOD_FRAME < HELD_WHILE_AWAITED + 2 * ON_THE_WAY,
        "{asked}"
    );
}

#[tokio::test]
async fn one_that_reads_again_is_answered_all_it_asked() {
    let (_session, mut incoming, theirs) = socket_pair(Options::new());
    tokio::spawn(async move {
        while let Some(received) = incoming.next().await {
            answer(Some(received)).await;
        }
    });
    let (mut read, mut write) = theirs.into_split();
    let text = "x".repeat(FLOOD_FRAME);
    let request = request_of("1.1", &text);
    let asking = tokio::spawn(async move {
        for _ in 0..FLOOD_FRAMES {
            write.write_all(&request).await.unwrap();
        }
        write
    });
    let waits = async {
        while !asking.is_finished() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    assert!(timeout(Duration::from_millis(200), waits).await.is_err());
    let reply = reply_to("1.1", &text);
    for _ in 0..FLOOD_FRAMES {
        assert!(read_frame(&mut read).await == reply);
    }
    asking.await.unwrap();
}

#[tokio::test]
async fn a_flush_waits_until_replies_have_left() {
    let (session, mut incoming, mut theirs) = raw_pair(Options::new());
    timeout(LIMIT, session.flush()).await.unwrap();
    let text = "x".repeat(10_000);
    let (request, reply) = (request_of("1.1", &text), reply_to("1.1", &text));
    let ask = theirs.write_all(&request);
    let (asked, ()) = tokio::join!(ask, async { answer(incoming.next().await).await });
    asked.unwrap();
    assert!(is_waiting(session.flush()).await, "the pipe holds less");
    let ((), read) = tokio::join!(session.flush(), read_frame(&mut theirs));
    assert!(read == reply);
}

#[tokio::test]
async fn a_notification_waits_for_room_as_long_as_the_option_says() {
    let limit = Duration::from_millis(20);
    let (session, _incoming, mut theirs) = raw_pair(Options::new().send_timeout(limit));
    // Half of the first one leaves, so nothing may follow it; of the second nothing has.
    let (first, second) = (note(1, 100_000), note(2, 10));
    let (cut, behind) = tokio::join!(session.notify(&first), session.notify(&second));
    assert!(
        matches!(cut, Err(Error::TimedOut(told)) if told == limit),
        "{cut:?}"
    );
    assert!(
        matches!(behind, Err(Error::TimedOut(_) | Error::Send { .. })),
        "{behind:?}"
    );
    let mut read = Vec::new();
    timeout(LIMIT, theirs.read_to_end(&mut read))
        .await
        .unwrap()
        .unwrap();
    assert!(
        read.len() < 100_000,
        "{} bytes: the session has ended",
        read.len()
    );
}

#[tokio::test]
async fn what_was_sent_before_the_end_leaves_as_long_as_a_message_may_wait() {
    let options = Options::new().send_timeout(Duration::from_millis(20));
    let (session, _incoming, mut theirs) = raw_pair(options);
    let long = note(1, 100_000);
    let (sent, ()) = tokio::join!(session.notify(&long), async {
        tokio::task::yield_now().await;
        session.close();
    });
    // Both times pass together.
    let gave_up = matches!(sent, Err(Error::Send { .. } | Error::TimedOut(_)));
    assert!(gave_up, "{sent:?}");
    let mut read = Vec::new();
    let reading = theirs.read_to_end(&mut read);
    timeout(LIMIT, reading).await.unwrap().unwrap();
    assert!(read.len() < 100_000, "{} bytes", read.len());
}

#[tokio::test]
async fn every_request_without_a_reply_learns_how_the_session_ended() {
    for ends_here in [true, false] {
        let (from_them, to_us) = pipe().unwrap();
        let (_from_us, to_them) = pipe().unwrap();
        let (session, _incoming) = Session::over(
            Receiver::from_owned_fd(OwnedFd::from(from_them)).unwrap(),
            Sender::from_owned_fd(OwnedFd::from(to_them)).unwrap(),
            Options::new(),
        );
        let hour = Duration::from_secs(3600);
        let mut waiting = Vec::new();
        for number in 0..100 {
            let mut pending = session.request(&note(number, 0), hour).await.unwrap();
            waiting.push(tokio::spawn(async move {
                let first = pending.wait::<Echoed>().await;
                let again = pending.wait::<Echoed>().await;
                (first, again)
            }));
        }
        // One more has no room to leave, and never will.
        let long = note(100, 1_000_000);
        let cut = async {
            let mut pending = session.request(&long, hour).await?;
            pending.wait::<Echoed>().await
        };
        let (cut, end) = timeout(LIMIT, async {
            tokio::join!(cut, async {
                tokio::task::yield_now().await;
                if ends_here {
                    session.close();
                    End::Here
                } else {
                    drop(to_us);
                    End::ByPeer { lost: 0 }
                }
            })
        })
        .await
        .unwrap();
        assert_ended(cut, &end);
        for waiting in waiting {
            let (first, again) = timeout(LIMIT, waiting).await.unwrap().unwrap();
            assert_ended(first, &end);
            assert_ended(again, &end);
        }
        assert_eq!(session.end(), Some(end));
    }
}

#[tokio::test]
#[ignore = "a worker that another test starts"]
async fn worker() {
    let (session, mut incoming) = Session::over(stdin(), stdout(), Options::new());
    answer(incoming.next().await).await;
    session.flush().await;
    exit(0);
}

#[test]
fn a_worker_on_standard_streams_may_exit_behind_its_reply() {
    let peer = Peer::new().unwrap();
    let args = ["--exact", "worker", "--ignored", "--nocapture"];
    let program = env::current_exe().unwrap();
    let worker = peer.spawn(Command::new(program).args(args)).unwrap();
    let text = "x".repeat(3_000_000);
    let asked = Echo { text: text.clone() };
    let echoed: Echoed = worker.request(&asked, LIMIT).unwrap().wait().unwrap();
    assert!(echoed.text == text);
    peer.run().unwrap();
    assert_eq!(worker.end(), Some(End::ByPeer { lost: 0 }));
}

#[test]
fn a_runtime_that_is_shut_down_ends_its_sessions() {
    let runtime = Runtime::new().unwrap();
    let (session, mut incoming, mut pending, _theirs) = runtime.block_on(async {
        let (session, incoming, theirs) = raw_pair(Options::new());
        let pending = session.request(&note(1, 0), LIMIT).await.unwrap();
        (session, incoming, pending, theirs)
    });
    drop(runtime);
    assert_eq!(session.end(), Some(End::Here));
    let other = Runtime::new().unwrap();
    other.block_on(async {
        assert_ended(pending.wait::<Echoed>().await, &End::Here);
        assert!(incoming.next().await.is_none());
        let sent = session.notify(&note(2, 0)).await;
        assert!(matches!(sent, Err(Error::Ended(End::Here))), "{sent:?}");
    });
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

#[tokio::test]
async fn an_open_request_is_cancelled_when_its_session_ends() {
    let ((client, _incoming), (_server, mut incoming)) = session_pair();
    let text = "?".to_owned();
    let pending = client.request(&Echo { text }, LIMIT).await.unwrap();
    let Some(Received::Request(request)) = incoming.next().await else {
        panic!("no request")
    };
    assert_eq!(request.id(), pending.id());
    assert!(!request.is_cancelled());
    client.close();
    assert!(incoming.next().await.is_none());
    assert!(request.is_cancelled());
}
