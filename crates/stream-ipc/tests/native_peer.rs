//! What native sides know more, through a `Peer`: cancellation, messages of a request, deadlines.

mod support;

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::frame::HEADER_LEN;
use stream_ipc::message::{ErrorMessage, LogMessage, RequestEnvelope, ResponseEnvelope};
use stream_ipc::{End, Error, IncomingRequest, Peer, Pending, Session, php};
use support::{
    CANCEL, Echo, Echoed, HELLO, LIMIT, Note, frame_of, message_of, native, reply_to, request_of,
    tick_until,
};

/// Two native sessions of one peer that are each other's other side.
fn native_pair(peer: &Peer) -> (Session, Session) {
    let pair = plain_pair(peer);
    pair.0.say_hello();
    tick_until(peer, || pair.0.is_native() && pair.1.is_native());
    pair
}

/// The same, as they are before either has said hello.
fn plain_pair(peer: &Peer) -> (Session, Session) {
    let (one, other) = UnixStream::pair().unwrap();
    (peer.attach(one).unwrap(), peer.attach(other).unwrap())
}

/// A session, and its other side byte by byte.
fn raw_pair(peer: &Peer) -> (Session, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    theirs.set_read_timeout(Some(LIMIT)).unwrap();
    (peer.attach(ours).unwrap(), theirs)
}

fn request(session: &Session, text: &str, timeout: Duration) -> Pending {
    let text = text.to_owned();
    session.request(&Echo { text }, timeout).unwrap()
}

fn note(number: i64) -> Note {
    let padding = String::new();
    Note { number, padding }
}

fn echoed(text: &str) -> Echoed {
    let text = text.to_owned();
    Echoed { text }
}

fn assert_cancelled(pending: &mut Pending) {
    let id = pending.id().to_owned();
    let outcome = pending.wait::<Echoed>();
    assert!(
        matches!(&outcome, Err(Error::Cancelled(of)) if *of == id),
        "{outcome:?}"
    );
}

/// Has the session keep what it is asked.
fn keep_requests(session: &Session) -> Rc<RefCell<Vec<IncomingRequest>>> {
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeps = kept.clone();
    session.on_request_later(move |_: Echo, request| keeps.borrow_mut().push(request));
    kept
}

/// An open request: how it is seen by the side that asks, and by the side that is asked.
fn open_request(peer: &Peer, client: &Session, server: &Session) -> (Pending, IncomingRequest) {
    let kept = keep_requests(server);
    let pending = request(client, "?", LIMIT);
    tick_until(peer, || !kept.borrow().is_empty());
    let request = kept.borrow_mut().pop().unwrap();
    (pending, request)
}

/// Counts calls.
fn counter() -> (Rc<Cell<usize>>, impl Fn() + Clone) {
    let count = Rc::new(Cell::new(0));
    let counts = count.clone();
    (count, move || counts.set(counts.get() + 1))
}

/// Works until it is cancelled, looks every 10 ms, and tells when it began and when it has seen it.
fn work_on(theirs: UnixStream, times: Sender<Instant>) {
    let peer = Peer::new().unwrap();
    let session = peer.attach(theirs).unwrap();
    session.on_request_later(move |_: Echo, request| {
        times.send(Instant::now()).unwrap();
        while !request.is_cancelled() {
            thread::sleep(Duration::from_millis(10));
        }
        times.send(Instant::now()).unwrap();
        request.fail("cancelled").unwrap();
    });
    peer.run().unwrap();
}

#[test]
fn a_handler_that_looks_every_10_ms_sees_its_cancellation_within_50_ms() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let (send, times) = channel();
    let worker = thread::spawn(move || work_on(theirs, send));
    let peer = Peer::new().unwrap();
    let session = peer.attach(ours).unwrap();
    session.say_hello();
    // The machine may be busy, but not each time.
    let took = (0..10).map(|_| {
        let mut pending = request(&session, "work", LIMIT);
        times.recv_timeout(LIMIT).unwrap();
        let cancelled = Instant::now();
        pending.cancel();
        assert_cancelled(&mut pending);
        times.recv_timeout(LIMIT).unwrap() - cancelled
    });
    let took = took.min().unwrap();
    assert!(took < Duration::from_millis(50), "{took:?}");
    session.close();
    worker.join().unwrap();
}

#[test]
fn a_request_is_cancelled_once_and_its_late_reply_is_dropped() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (mut pending, asked) = open_request(&peer, &client, &server);
    for _ in 0..2 {
        pending.cancel();
        assert!(pending.is_resolved());
        assert_cancelled(&mut pending);
    }
    assert!(asked.is_cancelled());
    asked.reply(&echoed("too late")).unwrap();
    server.on_request(|Echo { text }, _: &Session| Ok::<_, Infallible>(Echoed { text }));
    let mut next = request(&client, "next", LIMIT);
    assert_eq!(next.wait::<Echoed>().unwrap().text, "next");
    assert_cancelled(&mut pending);
}

#[test]
fn a_request_that_has_its_reply_cannot_be_cancelled() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    for taken in [true, false] {
        let (mut pending, asked) = open_request(&peer, &client, &server);
        asked.reply(&echoed("a reply")).unwrap();
        tick_until(&peer, || pending.is_resolved());
        if taken {
            pending.wait::<Echoed>().unwrap();
        }
        pending.cancel();
        pending.cancel_handle().cancel();
        assert_eq!(pending.wait::<Echoed>().unwrap().text, "a reply");
    }
}

#[test]
fn a_request_may_be_cancelled_in_a_handler_while_another_waits_for_it() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (mut pending, _asked) = open_request(&peer, &client, &server);
    let handle = pending.cancel_handle();
    client.on_message(move |_: Note, _: &Session| handle.cancel());
    server.notify(&note(1)).unwrap();
    assert_cancelled(&mut pending);
}

#[test]
fn a_resolved_handler_learns_of_the_cancellation_at_once() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (pending, asked) = open_request(&peer, &client, &server);
    let handle = pending.cancel_handle();
    let (calls, count) = counter();
    pending.on_resolved(move |outcome: Result<Echoed, Error>| {
        assert!(matches!(outcome, Err(Error::Cancelled(_))), "{outcome:?}");
        count();
    });
    handle.cancel();
    assert_eq!(calls.get(), 1);
    handle.cancel();
    tick_until(&peer, || asked.is_cancelled());
    assert_eq!(calls.get(), 1);
}

#[test]
fn a_request_that_times_out_is_cancelled_on_the_other_side() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let kept = keep_requests(&server);
    let mut pending = request(&client, "?", Duration::from_millis(20));
    let outcome = pending.wait::<Echoed>();
    assert!(matches!(outcome, Err(Error::TimedOut(_))), "{outcome:?}");
    tick_until(&peer, || !kept.borrow().is_empty());
    tick_until(&peer, || kept.borrow()[0].is_cancelled());
}

#[test]
fn a_request_that_is_cancelled_before_its_handler_begins_is_answered_without_it() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    let (calls, count) = counter();
    session.on_request(move |Echo { text }, _: &Session| {
        count();
        Ok::<_, Infallible>(Echoed { text })
    });
    let frames = [
        native(HELLO),
        request_of("7.1", "cancelled"),
        request_of("7.2", "answered"),
        native(&[CANCEL, b"7.1"].concat()),
    ];
    theirs.write_all(&frames.concat()).unwrap();
    tick_until(&peer, || calls.get() == 1);
    let told = ResponseEnvelope {
        id: "7.1".to_owned(),
        response: ErrorMessage::new("Request 7.1 was cancelled before its handler began"),
    };
    let expected = [native(HELLO), frame_of(&told), reply_to("7.2", "answered")].concat();
    let mut read = vec![0; expected.len()];
    theirs.read_exact(&mut read).unwrap();
    assert_eq!(read, expected);
}

#[test]
fn a_look_finds_a_cancellation_behind_other_messages_which_still_arrive() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    let kept = keep_requests(&session);
    let notes = Rc::new(RefCell::new(Vec::new()));
    let collected = notes.clone();
    session.on_message(move |note: Note, _: &Session| collected.borrow_mut().push(note.number));
    let frames = [native(HELLO), request_of("7.1", "?")];
    theirs.write_all(&frames.concat()).unwrap();
    tick_until(&peer, || !kept.borrow().is_empty());
    let asked = kept.borrow_mut().pop().unwrap();
    assert!(!asked.is_cancelled());
    let frames = [
        frame_of(&note(1)),
        native(&[CANCEL, b"7.2"].concat()),
        native(&[CANCEL, b"7.1"].concat()),
        frame_of(&note(2)),
    ];
    theirs.write_all(&frames.concat()).unwrap();
    assert!(asked.is_cancelled());
    assert!(notes.borrow().is_empty());
    tick_until(&peer, || *notes.borrow() == [1, 2]);
}

#[test]
fn cancel_handlers_are_called_once_by_the_cancellation_or_the_end() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (calls, count) = counter();
    let expect = |number: usize| assert_eq!(calls.replace(0), number);

    let (pending, asked) = open_request(&peer, &client, &server);
    asked.on_cancel(count.clone());
    asked.on_cancel(count.clone());
    pending.cancel();
    tick_until(&peer, || calls.get() > 0);
    expect(2);
    asked.on_cancel(count.clone());
    expect(1);
    asked.fail("cancelled").unwrap();

    // A look calls them, too.
    let (pending, asked) = open_request(&peer, &client, &server);
    asked.on_cancel(count.clone());
    pending.cancel();
    assert!(asked.is_cancelled());
    expect(1);

    // Once it is answered, nobody can cancel it.
    let (mut pending, asked) = open_request(&peer, &client, &server);
    asked.on_cancel(count.clone());
    asked.reply(&echoed("done")).unwrap();
    pending.wait::<Echoed>().unwrap();

    let (_pending, asked) = open_request(&peer, &client, &server);
    asked.on_cancel(count.clone());
    client.close();
    tick_until(&peer, || !server.is_open());
    expect(1);
    assert!(asked.is_cancelled());
}

#[test]
fn who_forwards_a_request_forwards_its_cancellation() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (asking, back_end) = native_pair(&peer);
    let kept = keep_requests(&back_end);
    server.on_request_later(move |Echo { text }: Echo, incoming| {
        let pending = request(&asking, &text, LIMIT);
        let handle = pending.cancel_handle();
        incoming.on_cancel(move || handle.cancel());
        pending.on_resolved(|reply: Result<Echoed, Error>| match reply {
            Ok(reply) => incoming.reply(&reply).unwrap(),
            Err(error) => incoming.fail(error).unwrap(),
        });
    });
    let pending = request(&client, "?", LIMIT);
    tick_until(&peer, || !kept.borrow().is_empty());
    pending.cancel();
    tick_until(&peer, || kept.borrow()[0].is_cancelled());
}

#[test]
fn messages_of_a_request_come_in_order_before_its_reply() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    server.on_request_later(|Echo { text }: Echo, request| {
        for number in 1..=3 {
            request.notify(&note(number)).unwrap();
        }
        request.reply(&Echoed { text }).unwrap();
    });
    client.on_message(|note: Note, _: &Session| -> () { panic!("{note:?} belongs to a request") });
    let seen = Rc::new(RefCell::new(Vec::new()));
    let mut all = ["one", "two"].map(|text| (text, request(&client, text, LIMIT)));
    for (text, pending) in &all {
        let (text, seen) = (*text, seen.clone());
        pending.on_message(move |note: Note, _: &Session| {
            seen.borrow_mut().push((text, note.number));
        });
    }
    for (text, pending) in &mut all {
        assert_eq!(pending.wait::<Echoed>().unwrap().text, *text);
        let of_this = seen.borrow().iter().filter(|of| of.0 == *text).count();
        assert_eq!(of_this, 3);
    }
    let [one, two] = ["one", "two"].map(|text| [1, 2, 3].map(|number| (text, number)));
    assert_eq!(seen.take(), [one, two].concat());
}

#[test]
fn messages_of_a_request_go_to_the_session_where_the_request_has_no_handler() {
    for pair in [native_pair, plain_pair] {
        let peer = Peer::new().unwrap();
        let (client, server) = pair(&peer);
        let is_native = client.is_native();
        let seen = Rc::new(RefCell::new(Vec::new()));
        let (sees, sees_too, sees_own) = (seen.clone(), seen.clone(), seen.clone());
        client.on_message(move |log: LogMessage, _: &Session| sees.borrow_mut().push(log.message));
        client.on_message(move |_: Note, _: &Session| sees_too.borrow_mut().push("a note".into()));
        let (mut pending, asked) = open_request(&peer, &client, &server);
        pending
            .on_message(move |_: Note, _: &Session| sees_own.borrow_mut().push("its own".into()));
        asked.notify(&LogMessage::new("log")).unwrap();
        asked.notify(&note(1)).unwrap();
        asked.reply(&echoed("done")).unwrap();
        pending.wait::<Echoed>().unwrap();
        let note = if is_native { "its own" } else { "a note" };
        assert_eq!(seen.take(), ["log", note]);
    }
}

#[test]
fn messages_of_a_request_that_has_its_outcome_are_dropped() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    theirs.write_all(&native(HELLO)).unwrap();
    let (calls, count) = counter();
    let counts = count.clone();
    session.on_message(move |log: LogMessage, _: &Session| match &*log.message {
        "last" => counts(),
        other => panic!("{other} came too late"),
    });
    let pending = request(&session, "?", LIMIT);
    pending.on_message(|note: Note, _: &Session| -> () { panic!("{note:?} came too late") });
    let frames = [
        reply_to(pending.id(), "done"),
        message_of(pending.id(), &note(1)),
        message_of(pending.id(), &LogMessage::new("a log")),
        message_of(pending.id(), &"no message at all"),
        frame_of(&LogMessage::new("last")),
    ];
    theirs.write_all(&frames.concat()).unwrap();
    tick_until(&peer, || calls.get() == 1);
}

#[test]
fn a_handler_of_messages_that_fails_ends_the_wait_and_the_request_goes_on() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let (mut pending, asked) = open_request(&peer, &client, &server);
    pending.on_message(|_: Note, _: &Session| Err("on purpose"));
    asked.notify(&note(1)).unwrap();
    asked.reply(&echoed("done")).unwrap();
    let failed = pending.wait::<Echoed>();
    assert!(matches!(failed, Err(Error::Handler(_))), "{failed:?}");
    assert_eq!(pending.wait::<Echoed>().unwrap().text, "done");
}

#[test]
fn a_cancelled_request_sends_no_more_messages() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    let kept = keep_requests(&session);
    let frames = [native(HELLO), request_of("7.1", "?")];
    theirs.write_all(&frames.concat()).unwrap();
    tick_until(&peer, || !kept.borrow().is_empty());
    let asked = kept.borrow_mut().pop().unwrap();
    theirs
        .write_all(&native(&[CANCEL, b"7.1"].concat()))
        .unwrap();
    assert!(asked.is_cancelled());
    asked.notify(&note(1)).unwrap();
    // Its answer tells the other side that nobody works on it any more.
    asked.reply(&echoed("the answer")).unwrap();
    session.close();
    let mut sent = Vec::new();
    theirs.read_to_end(&mut sent).unwrap();
    assert_eq!(
        sent,
        [native(HELLO), reply_to("7.1", "the answer")].concat()
    );
}

#[test]
fn a_handler_knows_how_long_its_sender_waits() {
    let peer = Peer::new().unwrap();
    for (pair, knows) in [
        (native_pair as fn(&Peer) -> (Session, Session), true),
        (plain_pair, false),
    ] {
        let (client, server) = pair(&peer);
        let (_pending, asked) = open_request(&peer, &client, &server);
        let remaining = asked.remaining_time();
        assert_eq!(remaining.is_some(), knows);
        assert!(remaining.is_none_or(|time| time > LIMIT / 2 && time <= LIMIT));
        assert_eq!(asked.remaining_time().is_some(), knows);
    }
    let (client, server) = native_pair(&peer);
    let kept = keep_requests(&server);
    let _pending = request(&client, "?", Duration::from_millis(1));
    tick_until(&peer, || !kept.borrow().is_empty());
    tick_until(&peer, || {
        kept.borrow()[0].remaining_time() == Some(Duration::ZERO)
    });
}

#[test]
fn a_side_that_has_not_said_hello_sees_the_packages_frames_and_not_one_byte_more() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    let kept = keep_requests(&session);
    theirs.write_all(&request_of("7.1", "?")).unwrap();
    theirs.write_all(&request_of("7.2", "?")).unwrap();
    tick_until(&peer, || kept.borrow().len() == 2);
    // What means something to native sides only is a message like any other.
    theirs
        .write_all(&native(&[CANCEL, b"7.2"].concat()))
        .unwrap();

    let cancelled = request(&session, "cancelled", LIMIT);
    cancelled.on_message(|_: Note, _: &Session| ());
    cancelled.cancel();
    cancelled.cancel_or_terminate(Duration::ZERO);
    let mut late = request(&session, "late", Duration::from_millis(20));
    assert!(late.wait::<Echoed>().is_err());
    let dropped = request(&session, "dropped", LIMIT);
    let ids = [&cancelled, &late, &dropped].map(|pending| pending.id().to_owned());
    drop(dropped);
    for asked in kept.take() {
        assert!(!asked.is_cancelled() && asked.remaining_time().is_none());
        asked.on_cancel(|| panic!("nobody can cancel it"));
        asked.notify(&note(1)).unwrap();
        asked.reply(&echoed("a reply")).unwrap();
    }
    session.notify(&note(2)).unwrap();
    assert!(!session.is_native());
    session.close();

    let mut sent = Vec::new();
    theirs.read_to_end(&mut sent).unwrap();
    let expected = [
        request_of(&ids[0], "cancelled"),
        request_of(&ids[1], "late"),
        request_of(&ids[2], "dropped"),
        frame_of(&note(1)),
        reply_to("7.1", "a reply"),
        frame_of(&note(1)),
        reply_to("7.2", "a reply"),
        frame_of(&note(2)),
    ];
    assert_eq!(sent, expected.concat());
}

#[test]
fn a_hello_is_answered_though_nobody_waits() {
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    theirs.write_all(&native(HELLO)).unwrap();
    tick_until(&peer, || session.is_native());
    let mut answer = vec![0; native(HELLO).len()];
    theirs.read_exact(&mut answer).unwrap();
    assert_eq!(answer, native(HELLO));
    theirs.shutdown(Shutdown::Write).unwrap();
    peer.run().unwrap();
    assert!(session.is_native());
    let mut rest = Vec::new();
    theirs.read_to_end(&mut rest).unwrap();
    assert!(rest.is_empty());
}

#[test]
fn what_is_dropped_in_the_middle_leaves_nothing_behind() {
    let peer = Peer::new().unwrap();
    let (client, server) = native_pair(&peer);
    let captured = Rc::new(());
    let hold = || {
        let held = captured.clone();
        move || drop(held.clone())
    };
    // A request that waits, its handlers, and a handle.
    let (pending, asked) = open_request(&peer, &client, &server);
    let held = hold();
    pending.on_message(move |_: Note, _: &Session| held());
    asked.on_cancel(hold());
    let handle = pending.cancel_handle();
    drop(pending);
    handle.cancel();
    asked.notify(&note(1)).unwrap();
    drop(asked);
    assert_eq!(Rc::strong_count(&captured), 1);

    // A handler that drops the request it belongs to.
    let (pending, asked) = open_request(&peer, &client, &server);
    let last = Rc::new(RefCell::new(None));
    let (its_last, held) = (last.clone(), hold());
    pending.on_message(move |_: Note, _: &Session| {
        held();
        drop(its_last.take());
    });
    *last.borrow_mut() = Some(pending);
    asked.notify(&note(1)).unwrap();
    asked.notify(&note(2)).unwrap();
    tick_until(&peer, || last.borrow().is_none());
    assert_eq!(Rc::strong_count(&captured), 1);
    drop(asked);

    // The end of a session with open requests.
    let (pending, asked) = open_request(&peer, &client, &server);
    let held = hold();
    pending.on_message(move |_: Note, _: &Session| held());
    asked.on_cancel(hold());
    client.close();
    tick_until(&peer, || !server.is_open());
    assert_eq!(Rc::strong_count(&captured), 1);
    pending.on_message(|_: Note, _: &Session| ());
    pending.cancel();
    assert_eq!(client.end(), Some(End::Here));
}

/// The id of the next request that arrives on a stream.
fn read_request(stream: &mut UnixStream) -> String {
    loop {
        let mut header = [0; HEADER_LEN];
        stream.read_exact(&mut header).unwrap();
        let (_, len) = header.split_last_chunk().unwrap();
        let mut payload = vec![0; u32::from_be_bytes(*len) as usize];
        stream.read_exact(&mut payload).unwrap();
        // The time limit takes eight bytes.
        if let Some(request) = payload.strip_prefix(b"\0native\0R") {
            return php::from_slice::<RequestEnvelope<Echo>>(&request[8..])
                .unwrap()
                .id;
        }
    }
}

#[test]
fn cancellations_that_came_while_too_many_handlers_wait_are_found() {
    const DEEPEST: usize = 64;
    let peer = Peer::new().unwrap();
    let (session, mut theirs) = raw_pair(&peer);
    theirs.write_all(&native(HELLO)).unwrap();
    tick_until(&peer, || session.is_native());
    let begun = Rc::new(RefCell::new(Vec::new()));
    let found = Rc::new(RefCell::new(Vec::new()));
    let (begins, finds) = (begun.clone(), found.clone());
    let (answered, count) = counter();
    session.on_request_later(move |Echo { text }: Echo, incoming| {
        begins.borrow_mut().push(incoming.id().to_owned());
        let mut back = request(incoming.session(), &text, LIMIT);
        back.wait::<Echoed>().unwrap();
        if incoming.is_cancelled() {
            finds.borrow_mut().push(incoming.id().to_owned());
        }
        incoming.reply(&echoed("done")).unwrap();
        count();
    });

    let requests = (1..=DEEPEST + 2).map(|number| request_of(&format!("7.{number}"), "?"));
    let cancelled = [DEEPEST, DEEPEST + 2].map(|number| format!("7.{number}"));
    let cancels = cancelled
        .each_ref()
        .map(|id| native(&[CANCEL, id.as_bytes()].concat()));
    theirs
        .write_all(&requests.collect::<Vec<_>>().concat())
        .unwrap();
    let other_side = thread::spawn(move || {
        let asked: Vec<_> = (0..DEEPEST).map(|_| read_request(&mut theirs)).collect();
        theirs.write_all(&cancels.concat()).unwrap();
        for id in asked.iter().rev() {
            theirs.write_all(&reply_to(id, "go on")).unwrap();
        }
        let last = read_request(&mut theirs);
        theirs.write_all(&reply_to(&last, "go on")).unwrap();
        let mut rest = Vec::new();
        theirs.read_to_end(&mut rest).unwrap();
        rest
    });
    tick_until(&peer, || answered.get() > DEEPEST);
    session.close();
    let rest = other_side.join().unwrap();
    let [in_the_middle, before_it_began] = cancelled;
    assert_eq!(*found.borrow(), [in_the_middle]);
    assert!(!begun.borrow().contains(&before_it_began));
    let told = format!("Request {before_it_began} was cancelled before its handler began");
    assert!(String::from_utf8_lossy(&rest).contains(&told));
}
