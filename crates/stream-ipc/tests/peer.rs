//! What a program may rely on that talks through a `Peer`.

mod support;

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io::{Read as _, Write as _, pipe};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::frame::encode;
use stream_ipc::message::{ErrorMessage, LogMessage, RequestEnvelope};
use stream_ipc::{
    End, Error, Format, IncomingRequest, Options, Peer, Pending, Recovery, Session, php,
};
use support::{Echo, Echoed, LIMIT, Note, frame_of, reply_to, request_of, tick_until};

/// Two sessions of one peer that are each other's other side.
fn session_pair(peer: &Peer) -> (Session, Session) {
    let (one, other) = UnixStream::pair().unwrap();
    (peer.attach(one).unwrap(), peer.attach(other).unwrap())
}

fn echo(Echo { text }: Echo, _: &Session) -> Result<Echoed, Infallible> {
    Ok(Echoed { text })
}

fn ask(session: &Session, text: &str) -> Result<String, Error> {
    let text = text.to_owned();
    let echoed: Echoed = session.request(&Echo { text }, LIMIT)?.wait()?;
    Ok(echoed.text)
}

/// What a peer writes itself, byte by byte, to see what the other side makes of it.
fn raw_pair(peer: &Peer) -> (Session, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    theirs.set_read_timeout(Some(LIMIT)).unwrap();
    (peer.attach(ours).unwrap(), theirs)
}

fn note(number: usize) -> Note {
    Note {
        number: number as i64,
        padding: String::new(),
    }
}

/// Has the session collect the numbers of the notes that arrive.
fn collect_notes(session: &Session) -> Rc<RefCell<Vec<i64>>> {
    let notes = Rc::new(RefCell::new(Vec::new()));
    let collected = notes.clone();
    session.on_message(move |note: Note, _: &Session| collected.borrow_mut().push(note.number));
    notes
}

#[test]
fn an_enum_case_is_a_message_for_the_handler_of_its_enum() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(rename = r"App\Command")]
    enum Command {
        Stop,
    }
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    #[serde(rename = r"App\State")]
    enum State {
        Idle,
    }
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    let commands = Rc::new(RefCell::new(Vec::new()));
    let states = Rc::new(RefCell::new(Vec::new()));
    let (its_commands, its_states) = (commands.clone(), states.clone());
    server.on_message(move |command: Command, _: &Session| its_commands.borrow_mut().push(command));
    server.on_message(move |state: State, _: &Session| its_states.borrow_mut().push(state));

    client.notify(&Command::Stop).unwrap();
    client.notify(&State::Idle).unwrap();
    tick_until(&peer, || !states.borrow().is_empty());
    assert_eq!(*commands.borrow(), [Command::Stop]);
    assert_eq!(*states.borrow(), [State::Idle]);
}

#[test]
fn requests_are_answered_over_sockets_and_pipes() {
    let peer = Peer::new().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let tcp = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (from_one, to_other) = pipe().unwrap();
    let (from_other, to_one) = pipe().unwrap();
    let pairs = [
        session_pair(&peer),
        (
            peer.attach(tcp).unwrap(),
            peer.attach(listener.accept().unwrap().0).unwrap(),
        ),
        (
            peer.attach_pair(from_other, to_other).unwrap(),
            peer.attach_pair(from_one, to_one).unwrap(),
        ),
    ];
    for (client, server) in &pairs {
        server.on_request(echo);
        assert_eq!(ask(client, "hello").unwrap(), "hello");
    }
}

#[test]
fn all_sessions_are_polled_at_once() {
    let peer = Peer::new().unwrap();
    let pairs: Vec<_> = (0..200).map(|_| session_pair(&peer)).collect();
    let mut pending = Vec::new();
    for (number, (client, server)) in pairs.iter().enumerate() {
        server.on_request(echo);
        let text = number.to_string();
        pending.push(client.request(&Echo { text }, LIMIT).unwrap());
    }
    for (number, pending) in pending.iter_mut().enumerate().rev() {
        let echoed: Echoed = pending.wait().unwrap();
        assert_eq!(echoed.text, number.to_string());
    }
}

#[test]
fn waiting_again_gives_the_same_reply() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    server.on_request(echo);
    let text = "once".to_owned();
    let mut pending = client.request(&Echo { text }, LIMIT).unwrap();
    assert!(!pending.is_resolved());
    for _ in 0..2 {
        assert_eq!(pending.wait::<Echoed>().unwrap().text, "once");
        assert!(pending.is_resolved());
    }
}

#[test]
fn what_goes_wrong_with_a_request_is_told_in_phps_words() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    let text = |reply: Result<String, Error>| match reply {
        Err(Error::Remote(text)) => text,
        other => panic!("{other:?}"),
    };
    assert_eq!(text(ask(&client, "")), r"Unhandled request: App\Echo");

    server.on_request(|_: Echo, _: &Session| Err::<Echoed, _>("no paper"));
    assert_eq!(text(ask(&client, "")), "Error in dispatch\nno paper");

    #[derive(serde::Serialize)]
    #[serde(rename = r"App\Echo")]
    struct Unlike {
        number: i64,
    }
    let mut pending = client.request(&Unlike { number: 1 }, LIMIT).unwrap();
    let told = text(pending.wait::<Echoed>().map(|echoed| echoed.text));
    let start = "Failed to deserialize message payload\n";
    assert!(told.starts_with(start) && told.contains("`text`"), "{told}");
}

#[test]
fn a_request_whose_handler_panics_is_answered() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    server
        .on_request(|_: Echo, _: &Session| -> Result<Echoed, Infallible> { panic!("on purpose") });
    let text = "?".to_owned();
    let mut pending = client.request(&Echo { text }, LIMIT).unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| pending.wait::<Echoed>())).is_err());
    let Err(Error::Remote(text)) = pending.wait::<Echoed>() else {
        panic!("it was not answered");
    };
    assert_eq!(text, "Error in dispatch\nthe request handler panicked");
}

/// Ticks until it is done, and returns how often a handler panicked meanwhile.
fn panics_until(peer: &Peer, done: impl Fn() -> bool) -> usize {
    let mut panics = 0;
    while catch_unwind(AssertUnwindSafe(|| tick_until(peer, &done))).is_err() {
        panics += 1;
        assert!(panics < 10, "it does not get any further");
    }
    panics
}

#[test]
fn a_handler_that_panics_loses_nothing_and_stops_no_other_session() {
    let peer = Peer::with(Options::new().max_frame(1000)).unwrap();
    let (client, server) = session_pair(&peer);
    server.on_request(echo);
    let (damaged, mut theirs) = raw_pair(&peer);
    damaged.on_message(|_: LogMessage, _: &Session| -> () { panic!("on purpose") });
    damaged
        .on_request(|_: Echo, _: &Session| -> Result<Echoed, Infallible> { panic!("on purpose") });
    damaged.on_error(|_, _| panic!("on purpose"));
    let notes = collect_notes(&damaged);
    let ends = Rc::new(Cell::new(0));
    damaged.on_end(|_, _| panic!("on purpose"));
    let ended = ends.clone();
    damaged.on_end(move |_, _| ended.set(ended.get() + 1));

    let request = RequestEnvelope {
        id: "1.1".to_owned(),
        request: Echo {
            text: String::new(),
        },
    };
    let bytes = [
        frame_of(&LogMessage::new("panic")),
        frame_of(&note(1)),
        frame_of(&request),
        frame_of(&note(2)),
        encode(&[b'x'; 1001]).unwrap(),
        frame_of(&note(3)),
    ]
    .concat();
    theirs.write_all(&bytes).unwrap();
    theirs.shutdown(std::net::Shutdown::Write).unwrap();
    let text = "served".to_owned();
    let mut served = client.request(&Echo { text }, LIMIT).unwrap();
    let done = || served.is_resolved() && !damaged.is_open();
    // The message, the request, the frame over the limit, the end.
    assert_eq!(panics_until(&peer, done), 4);
    assert_eq!(notes.take(), [1, 2, 3]);
    assert_eq!(ends.get(), 1);
    assert_eq!(served.wait::<Echoed>().unwrap().text, "served");
    assert_eq!(ask(&client, "again").unwrap(), "again");
    assert_eq!(peer.sessions().len(), 2);
    let mut reply = Vec::new();
    theirs.read_to_end(&mut reply).unwrap();
    let text = String::from_utf8_lossy(&reply);
    assert!(text.contains("the request handler panicked"), "{text}");
}

#[test]
fn a_peer_whose_end_handler_panics_closes_its_other_sessions() {
    let peer = Peer::new().unwrap();
    let pairs = [raw_pair(&peer), raw_pair(&peer), raw_pair(&peer)];
    for (session, _) in &pairs {
        session.on_end(|_, _| panic!("on purpose"));
    }
    assert!(catch_unwind(AssertUnwindSafe(|| drop(peer))).is_err());
    for (session, mut theirs) in pairs {
        assert_eq!(session.end(), Some(End::Here));
        assert_eq!(theirs.read(&mut [0]).unwrap(), 0, "its stream is closed");
    }
}

#[test]
fn a_session_may_be_closed_and_dropped_in_its_own_handlers() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    server.on_request(echo);
    let request = RequestEnvelope {
        id: "1.1".to_owned(),
        request: note(1),
    };
    for (frame, closes) in [
        (frame_of(&note(1)), true),
        (frame_of(&note(1)), false),
        (frame_of(&request), true),
        (frame_of(&request), false),
    ] {
        let (session, mut theirs) = raw_pair(&peer);
        let last = Rc::new(RefCell::new(Some(session)));
        let called = Rc::new(Cell::new(0));
        let (its_last, calls) = (last.clone(), called.clone());
        let drop_it = move || {
            calls.set(calls.get() + 1);
            if let Some(session) = its_last.take()
                && closes
            {
                session.close();
            }
        };
        let drop_too = drop_it.clone();
        let ended = Rc::new(Cell::new(false));
        let its_end = ended.clone();
        if let Some(session) = &*last.borrow() {
            session.on_message(move |_: Note, _: &Session| drop_it());
            session.on_request(move |note: Note, _: &Session| {
                drop_too();
                Ok::<_, Infallible>(note)
            });
            session.on_end(move |_, _| its_end.set(true));
        }
        let frames = [&frame[..], &frame].concat();
        theirs.write_all(&frames).unwrap();
        tick_until(&peer, || called.get() > 0);
        assert_eq!(ask(&client, "served").unwrap(), "served");
        // One that is only dropped is the peer's, and goes on.
        theirs.shutdown(std::net::Shutdown::Write).unwrap();
        tick_until(&peer, || ended.get());
        assert_eq!(called.get(), if closes { 1 } else { 2 });
        assert_eq!(ask(&client, "served").unwrap(), "served");
        assert_eq!(peer.sessions().len(), 2);
    }
}

#[test]
fn a_reply_of_another_class_is_an_error_that_names_both() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    server.on_request(|_: Echo, _: &Session| Ok::<_, Infallible>(note(1)));
    let error = ask(&client, "?").unwrap_err();
    assert!(matches!(error, Error::Reply(_)), "{error:?}");
    let text = error.to_string();
    assert!(
        text.contains(r"App\Echoed") && text.contains(r"App\Note"),
        "{text}"
    );
}

#[test]
fn json_is_spoken_where_it_is_chosen() {
    let peer = Peer::with(Options::new().format(Format::Json)).unwrap();
    let (client, server) = session_pair(&peer);
    let unhandled = ask(&client, "").unwrap_err();
    assert!(matches!(unhandled, Error::Remote(text) if text == r"Unhandled request: App\Echo"));
    server.on_request(echo);
    assert_eq!(ask(&client, "größer/kleiner").unwrap(), "größer/kleiner");

    let (client, mut theirs) = raw_pair(&peer);
    client.notify(&note(5)).unwrap();
    let json = br#"{"__class":"App\\Note","number":5,"padding":""}"#;
    let mut sent = vec![0; encode(json).unwrap().len()];
    theirs.read_exact(&mut sent).unwrap();
    assert_eq!(sent, encode(json).unwrap());

    let seen = Rc::new(RefCell::new(Vec::new()));
    let (logs, errors) = (seen.clone(), seen.clone());
    client.on_message(move |log: LogMessage, _: &Session| logs.borrow_mut().push(log.message));
    client.on_message(move |error: ErrorMessage, _: &Session| {
        errors.borrow_mut().push(error.text().to_owned());
    });
    let bytes = [
        b"junk \xFF",
        &encode(b"{}").unwrap()[..],
        &encode(b"{").unwrap(),
    ]
    .concat();
    theirs.write_all(&bytes).unwrap();
    tick_until(&peer, || seen.borrow().len() == 3);
    let seen = seen.take();
    assert_eq!(seen[0], "junk \u{FFFD}");
    assert_eq!(seen[1], "Invalid data to unserialize: {}");
    assert!(seen[2].starts_with("json_decode failed:{\n"), "{seen:?}");
}

#[test]
fn a_handler_of_values_takes_what_no_other_does() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    let notes = collect_notes(&server);
    let others = Rc::new(Cell::new(0));
    let counted = others.clone();
    server.on_message(move |_: php::Value, _: &Session| counted.set(counted.get() + 1));
    server.on_request(|_: php::Value, _: &Session| Ok::<_, Infallible>(note(7)));

    client.notify(&LogMessage::new("no note")).unwrap();
    client.notify(&note(1)).unwrap();
    let text = "?".to_owned();
    let reply: Note = client
        .request(&Echo { text }, LIMIT)
        .unwrap()
        .wait()
        .unwrap();
    assert_eq!(reply.number, 7);
    assert_eq!((others.get(), notes.take()), (1, vec![1]));
}

#[test]
fn classes_are_compared_as_php_does() {
    #[derive(serde::Serialize)]
    #[serde(rename = r"app\NOTE")]
    struct Shouted {
        number: i64,
        padding: &'static str,
    }
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    let notes = collect_notes(&server);
    let message = Shouted {
        number: 3,
        padding: "",
    };
    client.notify(&message).unwrap();
    tick_until(&peer, || !notes.borrow().is_empty());
    assert_eq!(notes.take(), [3]);
}

#[test]
fn a_request_without_an_answer_ends_at_its_timeout_and_the_session_goes_on() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let timeout = Duration::from_millis(30);
    let text = "anybody?".to_owned();
    let mut pending = client.request(&Echo { text }, timeout).unwrap();
    let error = pending.wait::<Echoed>().unwrap_err();
    assert!(
        matches!(error, Error::TimedOut(after) if after == timeout),
        "{error:?}"
    );
    let notes = collect_notes(&client);
    theirs.write_all(&frame_of(&note(1))).unwrap();
    tick_until(&peer, || !notes.borrow().is_empty());
}

#[test]
fn a_late_second_or_invented_reply_is_dropped_and_a_timeout_passes_though_nobody_waits() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let notes = collect_notes(&client);
    let mut answered = client.request(&note(1), LIMIT).unwrap();
    let mut late = client.request(&note(2), Duration::from_millis(20)).unwrap();
    tick_until(&peer, || late.is_resolved());
    let frames = [
        reply_to("invented", "never"),
        reply_to(answered.id(), "first"),
        reply_to(answered.id(), "second"),
        reply_to(late.id(), "late"),
        frame_of(&note(3)),
    ];
    theirs.write_all(&frames.concat()).unwrap();
    tick_until(&peer, || !notes.borrow().is_empty());
    assert_eq!(notes.take(), [3]);
    for _ in 0..2 {
        assert_eq!(answered.wait::<Echoed>().unwrap().text, "first");
        let error = late.wait::<Echoed>().unwrap_err();
        assert!(matches!(error, Error::TimedOut(_)), "{error:?}");
    }
}

#[test]
fn a_request_that_has_not_begun_to_leave_is_taken_back_at_its_timeout() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    // More than the socket holds, so that nothing leaves behind it.
    let long = "x".repeat(5_000_000);
    let answer = long.clone();
    client.on_request(move |_: Echo, _: &Session| {
        let text = answer.clone();
        Ok::<_, Infallible>(Echoed { text })
    });
    let mut before = client.request(&note(1), LIMIT).unwrap();
    theirs.write_all(&request_of("1.1", "?")).unwrap();
    peer.tick(Some(LIMIT)).unwrap();
    let result = client.request(&note(2), Duration::from_millis(30));
    assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    assert!(client.is_open());

    let reply = reply_to(before.id(), "and its reply");
    let before_len = frame_of(&RequestEnvelope {
        id: before.id().to_owned(),
        request: note(1),
    })
    .len();
    let other_side = thread::spawn(move || {
        let expected = [reply_to("1.1", &long), frame_of(&note(3))].concat();
        let mut read = vec![0; before_len + expected.len()];
        theirs.read_exact(&mut read).unwrap();
        assert!(read[before_len..] == expected);
        theirs.write_all(&reply).unwrap();
        theirs
    });
    client.notify(&note(3)).unwrap();
    let echoed: Echoed = before.wait().unwrap();
    assert_eq!(echoed.text, "and its reply");
    other_side.join().unwrap();
}

#[test]
fn one_that_asks_and_never_reads_stops_nobody_and_has_its_replies_in_order_when_it_reads() {
    const REQUESTS: usize = 1000;
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    server.on_request(echo);
    let (deaf, mut theirs) = raw_pair(&peer);
    let handled = Rc::new(Cell::new(0));
    let count = handled.clone();
    deaf.on_request(move |Echo { text }, _: &Session| {
        count.set(count.get() + 1);
        Ok::<_, Infallible>(Echoed { text })
    });
    let text = "x".repeat(10_000);
    let asked = text.clone();
    let mut asking = theirs.try_clone().unwrap();
    let asker = thread::spawn(move || {
        for number in 0..REQUESTS {
            let request = request_of(&number.to_string(), &asked);
            asking.write_all(&request).unwrap();
        }
    });
    // Until its requests are not read any more.
    let mut before = usize::MAX;
    tick_until(&peer, || {
        let is_stalled = before == handled.get() && before > 0;
        before = handled.get();
        is_stalled
    });
    assert!(handled.get() < REQUESTS / 2, "{}", handled.get());
    assert_eq!(ask(&client, "served").unwrap(), "served");

    let reader = thread::spawn(move || {
        for number in 0..REQUESTS {
            let expected = reply_to(&number.to_string(), &text);
            let mut reply = vec![0; expected.len()];
            theirs.read_exact(&mut reply).unwrap();
            assert!(reply == expected, "the reply to {number}");
        }
    });
    tick_until(&peer, || reader.is_finished());
    reader.join().unwrap();
    asker.join().unwrap();
}

#[test]
fn a_requests_timeout_covers_its_sending_and_half_a_frame_closes_the_session() {
    let peer = Peer::new().unwrap();
    let (client, theirs) = raw_pair(&peer);
    let text = "x".repeat(20_000_000);
    let result = client.request(&Echo { text }, Duration::from_millis(50));
    assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    assert!(matches!(client.end(), Some(End::CutShort)));
    assert!(matches!(
        client.notify(&note(1)),
        Err(Error::Ended(End::CutShort))
    ));
    drop(theirs);
}

#[test]
fn two_sides_that_write_at_once_do_not_block_each_other() {
    const NOTES: i64 = 4;
    let padding = "x".repeat(3_000_000);
    let talk = |socket: UnixStream| {
        let padding = padding.clone();
        move || {
            let peer = Peer::new().unwrap();
            let session = peer.attach(socket).unwrap();
            let notes = collect_notes(&session);
            for number in 0..NOTES {
                let padding = padding.clone();
                session.notify(&Note { number, padding }).unwrap();
            }
            tick_until(&peer, || notes.borrow().len() == NOTES as usize);
            notes.take()
        }
    };
    let (one, other) = UnixStream::pair().unwrap();
    let sides = [thread::spawn(talk(one)), thread::spawn(talk(other))];
    for side in sides {
        assert_eq!(side.join().unwrap(), [0, 1, 2, 3]);
    }
}

#[test]
fn a_dead_peer_is_noticed_at_once_with_the_bytes_that_are_lost() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let notes = collect_notes(&client);
    let text = "?".to_owned();
    let mut pending = client
        .request(&Echo { text }, Duration::from_secs(3600))
        .unwrap();
    let frame = frame_of(&note(1));
    theirs.write_all(&frame).unwrap();
    theirs.write_all(&frame[..13]).unwrap();
    drop(theirs);
    let error = pending.wait::<Echoed>().unwrap_err();
    let end = match &error {
        Error::NoReply { end, .. } => end,
        other => panic!("{other:?}"),
    };
    assert!(matches!(end, End::ByPeer { lost: 13 }), "{end:?}");
    let text = "the other side closed its streams or ended in the middle of a frame, 13 bytes of \
                which are lost";
    assert!(error.to_string().ends_with(text), "{error}");
    assert_eq!(notes.take(), [1], "what came before is delivered");
    assert!(!client.is_open());
}

#[test]
fn sending_to_a_dead_peer_is_an_error_and_what_it_said_last_still_arrives() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let notes = collect_notes(&client);
    theirs.write_all(&frame_of(&note(9))).unwrap();
    drop(theirs);
    let error = client.notify(&note(1)).unwrap_err();
    assert!(matches!(error, Error::Send { .. }), "{error:?}");
    peer.run().unwrap();
    assert_eq!(notes.take(), [9]);
}

#[test]
fn a_handler_that_fails_ends_the_tick_and_loses_nothing() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let notes = Rc::new(RefCell::new(Vec::new()));
    let collected = notes.clone();
    client.on_message(move |note: Note, _: &Session| {
        collected.borrow_mut().push(note.number);
        if note.number % 2 == 0 {
            return Err(format!("{} is even", note.number));
        }
        Ok(())
    });
    let frames: Vec<u8> = (1..=5).flat_map(|number| frame_of(&note(number))).collect();
    theirs.write_all(&frames).unwrap();
    for (seen, failed) in [(2, Some("2 is even")), (4, Some("4 is even")), (5, None)] {
        let error = match peer.tick(Some(LIMIT)) {
            Err(Error::Handler(error)) => Some(error.to_string()),
            Ok(()) => None,
            Err(error) => panic!("{error:?}"),
        };
        assert_eq!((notes.borrow().len(), error.as_deref()), (seen, failed));
    }
    assert_eq!(notes.take(), [1, 2, 3, 4, 5]);
}

#[test]
fn a_reply_is_not_lost_to_a_handler_that_fails_before_it() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    client.on_message(|_: Note, _: &Session| Err::<(), _>("no"));
    server.on_request(|Echo { text }, session: &Session| {
        session.notify(&note(1))?;
        Ok::<_, Error>(Echoed { text })
    });
    let text = "still here".to_owned();
    let mut pending = client.request(&Echo { text }, LIMIT).unwrap();
    assert!(matches!(pending.wait::<Echoed>(), Err(Error::Handler(_))));
    assert_eq!(pending.wait::<Echoed>().unwrap().text, "still here");
}

#[test]
fn a_handler_may_ask_back() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    client.on_request(|Echo { text }, _: &Session| {
        Ok::<_, Infallible>(Echoed {
            text: text.to_uppercase(),
        })
    });
    server.on_request(|Echo { text }, session: &Session| {
        ask(session, &text).map(|text| Echoed { text: text + "!" })
    });
    assert_eq!(ask(&client, "quiet").unwrap(), "QUIET!");
}

#[test]
fn a_burst_of_requests_whose_handlers_ask_back_is_answered_and_overflows_no_stack() {
    let (one, other) = UnixStream::pair().unwrap();
    let client = thread::spawn(move || {
        let peer = Peer::new().unwrap();
        let client = peer.attach(one).unwrap();
        client.on_request(echo);
        let mut pending: Vec<_> = (0..5000)
            .map(|number| {
                let text = number.to_string();
                client.request(&Echo { text }, LIMIT).unwrap()
            })
            .collect();
        for (number, pending) in pending.iter_mut().enumerate() {
            assert_eq!(pending.wait::<Echoed>().unwrap().text, number.to_string());
        }
    });
    let peer = Peer::new().unwrap();
    let server = peer.attach(other).unwrap();
    let (depth, deepest) = (Cell::new(0), Rc::new(Cell::new(0)));
    let reached = deepest.clone();
    server.on_request(move |Echo { text }, session: &Session| {
        depth.set(depth.get() + 1);
        reached.set(reached.get().max(depth.get()));
        let answer = ask(session, &text).map(|text| Echoed { text });
        depth.set(depth.get() - 1);
        answer
    });
    tick_until(&peer, || !server.is_open());
    client.join().unwrap();
    assert!((2..=64).contains(&deepest.get()), "{}", deepest.get());
}

#[test]
fn the_deepest_payload_overflows_no_stack_however_deep_the_handlers_are() {
    let (one, other) = UnixStream::pair().unwrap();
    let mut other_side = other.try_clone().unwrap();
    let arrays = php::MAX_DEPTH - 2;
    let nested = format!("{}N;{}", "a:1:{i:0;".repeat(arrays), "}".repeat(arrays));
    let deep = format!(r#"O:8:"App\Deep":1:{{s:1:"d";{nested}}}"#);
    let peer = Peer::new().unwrap();
    let server = peer.attach(one).unwrap();
    let (level, deepest) = (Cell::new(0), Rc::new(Cell::new(0)));
    let reached = deepest.clone();
    server.on_message(move |_: php::Value, session: &Session| {
        level.set(level.get() + 1);
        reached.set(reached.get().max(level.get()));
        let text = String::new();
        // Nobody answers before the end; what waits in line is handled within.
        let _ = session
            .request(&Echo { text }, LIMIT)
            .unwrap()
            .wait::<Echoed>();
        level.set(level.get() - 1);
    });
    let frame = encode(deep.as_bytes()).unwrap();
    let writer = thread::spawn(move || {
        for _ in 0..70 {
            other_side.write_all(&frame).unwrap();
        }
        other_side.shutdown(std::net::Shutdown::Write).unwrap();
    });
    peer.run().unwrap();
    writer.join().unwrap();
    drop(other);
    assert_eq!(deepest.get(), 64);
}

#[test]
fn junk_arrives_in_its_place() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (notes, logs) = (seen.clone(), seen.clone());
    client.on_message(move |note: Note, _: &Session| {
        notes.borrow_mut().push(note.number.to_string());
    });
    client.on_message(move |log: LogMessage, _: &Session| {
        assert_eq!(log.level, "junk");
        logs.borrow_mut().push(log.message);
    });
    let bytes = [&frame_of(&note(1))[..], b"a warning\n", &frame_of(&note(2))].concat();
    theirs.write_all(&bytes).unwrap();
    tick_until(&peer, || seen.borrow().len() == 3);
    assert_eq!(seen.take(), ["1", "a warning\n", "2"]);
}

#[test]
fn a_payload_in_the_other_format_fails_its_request_at_once() {
    for (ours, theirs) in [(Format::Php, Format::Json), (Format::Json, Format::Php)] {
        let (peer, other) = (Options::new().format(ours), Options::new().format(theirs));
        let (peer, other) = (Peer::with(peer).unwrap(), Peer::with(other).unwrap());
        let (one, two) = UnixStream::pair().unwrap();
        let (asker, answerer) = (peer.attach(one).unwrap(), other.attach(two).unwrap());
        answerer.on_request(|Echo { .. }, _: &Session| Err::<Echoed, _>("never"));
        let seen = Rc::new(RefCell::new(String::new()));
        let (log, error) = (seen.clone(), seen.clone());
        answerer.on_message(move |message: LogMessage, _: &Session| {
            log.borrow_mut().push_str(&message.message);
        });
        answerer.on_message(move |message: ErrorMessage, _: &Session| {
            error.borrow_mut().push_str(message.text());
        });
        let text = "?".to_owned();
        let mut pending = asker.request(&Echo { text }, LIMIT).unwrap();
        tick_until(&other, || !seen.borrow().is_empty());
        assert!(seen.borrow().ends_with("the same serializer"), "{seen:?}");
        let Err(Error::Remote(told)) = pending.wait::<Echoed>() else {
            panic!("it was not told");
        };
        let process = format!("Process {} received ", std::process::id());
        assert!(told.starts_with(&process), "{told}");
        assert!(told.ends_with("the same serializer"), "{told}");
        assert!(asker.is_open() && answerer.is_open());
    }
}

#[test]
fn a_payload_that_is_no_message_comes_as_it_does_in_php() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (logs, errors) = (seen.clone(), seen.clone());
    client.on_message(move |log: LogMessage, _: &Session| {
        logs.borrow_mut().push((log.level, log.message));
    });
    client.on_message(move |error: ErrorMessage, _: &Session| {
        errors
            .borrow_mut()
            .push((String::new(), error.text().to_owned()));
    });
    client.on_message(|_: Note, _: &Session| {});
    for payload in ["not at all", "i:5;", r#"O:8:"App\Note":0:{}"#] {
        theirs
            .write_all(&encode(payload.as_bytes()).unwrap())
            .unwrap();
    }
    tick_until(&peer, || seen.borrow().len() == 3);
    let seen = seen.take();
    let error = |text: &str| ("error".to_owned(), text.to_owned());
    assert_eq!(seen[0], error("not at all"));
    assert_eq!(
        seen[1],
        error("Received message does not implement Message interface: i:5;")
    );
    assert!(
        seen[2]
            .1
            .starts_with("Failed to deserialize message payload\n"),
        "{seen:?}"
    );
}

#[test]
fn a_frame_over_the_limit_closes_the_session_unless_its_error_handler_keeps_it() {
    let peer = Peer::with(Options::new().max_frame(100)).unwrap();
    let too_long = encode(&[b'x'; 101]).unwrap();
    let bytes = [too_long, frame_of(&note(1))].concat();

    let (closed, mut theirs) = raw_pair(&peer);
    theirs.write_all(&bytes).unwrap();
    tick_until(&peer, || !closed.is_open());
    let end = closed.end().unwrap().to_string();
    assert!(end.starts_with("Frame length 101 exceeds max 100"), "{end}");
    assert_eq!(
        theirs.read(&mut [0]).unwrap_or(0),
        0,
        "its stream is closed"
    );

    let (kept, mut theirs) = raw_pair(&peer);
    let notes = collect_notes(&kept);
    kept.on_error(|error, _| {
        assert!(matches!(error, Error::FrameTooLong(_)), "{error:?}");
        Recovery::KeepOpen
    });
    theirs.write_all(&bytes).unwrap();
    tick_until(&peer, || !notes.borrow().is_empty());
    assert!(kept.is_open());
}

#[test]
fn the_end_of_a_session_is_told_once_after_everything_before_it() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (notes, ends, late) = (seen.clone(), seen.clone(), seen.clone());
    client.on_message(move |note: Note, _: &Session| {
        notes.borrow_mut().push(note.number.to_string());
    });
    client.on_end(move |end, session| {
        assert!(!session.is_open());
        ends.borrow_mut().push(end.to_string());
    });
    theirs.write_all(&frame_of(&note(1))).unwrap();
    drop(theirs);
    peer.run().unwrap();
    client.close();
    client.on_end(move |_, _| late.borrow_mut().push("at once".to_owned()));
    let ended = "the other side closed its streams or ended";
    assert_eq!(seen.take(), ["1", ended, "at once"]);
}

#[test]
fn what_handlers_capture_goes_with_the_session() {
    let peer = Peer::new().unwrap();
    let (client, _server) = session_pair(&peer);
    let captured = Rc::new(());
    for capture in [captured.clone(), captured.clone()] {
        let session = client.clone();
        client.on_message(move |_: Note, _: &Session| assert!(session.is_open(), "{capture:?}"));
    }
    assert_eq!(Rc::strong_count(&captured), 2, "one handler per type");
    client.close();
    assert_eq!(Rc::strong_count(&captured), 1);
}

#[test]
fn a_handler_may_close_its_session() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    let seen = Rc::new(Cell::new(0));
    let count = seen.clone();
    client.on_message(move |_: Note, session: &Session| {
        count.set(count.get() + 1);
        session.close();
    });
    let frames = [frame_of(&note(1)), frame_of(&note(2))].concat();
    theirs.write_all(&frames).unwrap();
    peer.run().unwrap();
    assert_eq!(seen.get(), 1);
    assert!(matches!(client.end(), Some(End::Here)));
}

#[test]
fn dropping_the_peer_closes_its_sessions() {
    let peer = Peer::new().unwrap();
    let (client, mut theirs) = raw_pair(&peer);
    drop(peer);
    assert_eq!(theirs.read(&mut [0]).unwrap(), 0);
    assert!(matches!(
        client.notify(&note(1)),
        Err(Error::Ended(End::Here))
    ));
}

#[test]
fn ticks_without_a_session_do_not_spin() {
    let peer = Peer::new().unwrap();
    let start = Instant::now();
    peer.tick(None).unwrap();
    assert!(start.elapsed() >= Duration::from_millis(9));
    let start = Instant::now();
    peer.run().unwrap();
    peer.tick(Some(Duration::ZERO)).unwrap();
    assert!(start.elapsed() < LIMIT);
}

#[test]
fn errors_cross_threads() {
    fn crosses<T: Send + Sync + 'static>() {}
    crosses::<Error>();
}

proptest::proptest! {
    #[test]
    fn no_bytes_that_a_peer_sends_panic(
        payloads in proptest::collection::vec(proptest::collection::vec(proptest::num::u8::ANY, 0..200), 0..8),
        junk in proptest::collection::vec(proptest::num::u8::ANY, 0..50),
    ) {
        let peer = Peer::new().unwrap();
        let (client, mut theirs) = raw_pair(&peer);
        client.on_message(|_: php::Value, _: &Session| {});
        client.on_request(echo);
        for payload in &payloads {
            theirs.write_all(&encode(payload).unwrap()).unwrap();
        }
        theirs.write_all(&junk).unwrap();
        theirs.shutdown(std::net::Shutdown::Write).unwrap();
        peer.run().unwrap();
    }

    #[test]
    fn no_damage_to_a_request_panics(
        at in 0..10_000usize,
        with in proptest::collection::vec(proptest::num::u8::ANY, 0..4),
        keep in 0..3usize,
    ) {
        let text = "hello".to_owned();
        let request = stream_ipc::message::RequestEnvelope { id: "1.2".to_owned(), request: Echo { text } };
        let mut payload = php::to_vec(&request).unwrap();
        let at = at % payload.len();
        let end = (at + keep).min(payload.len());
        payload.splice(at..end, with);
        let peer = Peer::new().unwrap();
        let (client, mut theirs) = raw_pair(&peer);
        client.on_message(|_: php::Value, _: &Session| {});
        client.on_request(echo);
        theirs.write_all(&encode(&payload).unwrap()).unwrap();
        theirs.shutdown(std::net::Shutdown::Write).unwrap();
        peer.run().unwrap();
    }
}

/// A back end, and the side that asks it; it keeps what it is asked.
fn back_end(peer: &Peer) -> (Session, Rc<RefCell<Vec<IncomingRequest>>>) {
    let (asking, answering) = session_pair(peer);
    let kept = Rc::new(RefCell::new(Vec::new()));
    let keeps = kept.clone();
    answering.on_request_later(move |_: Echo, request| keeps.borrow_mut().push(request));
    (asking, kept)
}

fn echoed(text: &str) -> Echoed {
    let text = text.to_owned();
    Echoed { text }
}

fn request(session: &Session, text: &str, timeout: Duration) -> Pending {
    let text = text.to_owned();
    session.request(&Echo { text }, timeout).unwrap()
}

#[test]
fn requests_may_be_answered_later_and_in_any_order() {
    let peer = Peer::new().unwrap();
    let (session, kept) = back_end(&peer);
    let mut pending = ["one", "two", "three"].map(|text| request(&session, text, LIMIT));
    tick_until(&peer, || kept.borrow().len() == 3);
    let [one, two, three] = <[_; 3]>::try_from(kept.take()).unwrap();
    assert_eq!(two.id(), pending[1].id());

    three.reply(&echoed("the third")).unwrap();
    two.fail("no reply to the second").unwrap();
    one.reply(&echoed("the first")).unwrap();
    let [one, two, three] = pending.each_mut().map(Pending::wait::<Echoed>);
    assert_eq!(one.unwrap().text, "the first");
    assert_eq!(three.unwrap().text, "the third");
    let Err(Error::Remote(text)) = two else {
        panic!("{two:?}")
    };
    assert_eq!(text, "Error in dispatch\nno reply to the second");
}

#[test]
fn a_request_that_is_dropped_without_an_answer_is_told_so_at_once() {
    let peer = Peer::new().unwrap();
    let (session, kept) = back_end(&peer);
    let mut pending = request(&session, "?", LIMIT);
    tick_until(&peer, || !kept.borrow().is_empty());
    kept.take();
    let reply = pending.wait::<Echoed>();
    let Err(Error::Remote(text)) = reply else {
        panic!("{reply:?}")
    };
    let id = pending.id();
    assert_eq!(
        text,
        format!(r"Request {id} (App\Echo) was let go of without a reply")
    );
}

#[test]
fn a_request_whose_later_handler_panics_is_answered() {
    let peer = Peer::new().unwrap();
    let (asking, answering) = session_pair(&peer);
    answering.on_request_later(|_: Echo, _request| panic!("on purpose"));
    let mut pending = request(&asking, "?", LIMIT);
    let panic = catch_unwind(AssertUnwindSafe(|| peer.tick(Some(LIMIT))));
    assert!(panic.is_err());
    let reply = pending.wait::<Echoed>();
    let Err(Error::Remote(text)) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(text, "Error in dispatch\nthe request handler panicked");
}

#[test]
fn an_open_request_is_cancelled_when_its_session_ends() {
    let peer = Peer::new().unwrap();
    let (session, kept) = back_end(&peer);
    let _pending = request(&session, "?", LIMIT);
    tick_until(&peer, || !kept.borrow().is_empty());
    let open = kept.borrow_mut().pop().unwrap();
    assert!(!open.is_cancelled());
    session.close();
    tick_until(&peer, || open.is_cancelled());
    open.reply(&echoed("too late")).unwrap();
}

#[test]
fn a_resolved_handler_is_called_once_whatever_the_outcome() {
    let peer = Peer::new().unwrap();
    let (session, kept) = back_end(&peer);
    let outcomes = Rc::new(RefCell::new(Vec::new()));
    let note = || {
        let outcomes = outcomes.clone();
        move |outcome: Result<Echoed, Error>| {
            let outcome = outcome.map(|echoed| echoed.text);
            outcomes
                .borrow_mut()
                .push(outcome.map_err(|error| error.to_string()));
        }
    };

    request(&session, "reply", LIMIT).on_resolved(note());
    tick_until(&peer, || !kept.borrow().is_empty());
    kept.borrow_mut()
        .remove(0)
        .reply(&echoed("a reply"))
        .unwrap();
    tick_until(&peer, || outcomes.borrow().len() == 1);

    request(&session, "deadline", Duration::from_millis(50)).on_resolved(note());
    tick_until(&peer, || outcomes.borrow().len() == 2);
    let open = kept.take();

    let pending = request(&session, "known", LIMIT);
    let (mut known, end) = (
        request(&session, "known", LIMIT),
        request(&session, "end", LIMIT),
    );
    tick_until(&peer, || kept.borrow().len() == 3);
    kept.borrow_mut()
        .remove(1)
        .reply(&echoed("known already"))
        .unwrap();
    assert_eq!(known.wait::<Echoed>().unwrap().text, "known already");
    known.on_resolved(note());
    assert_eq!(outcomes.borrow().len(), 3);

    let ended = format!("no reply to request {} can come any more", end.id());
    end.on_resolved(note());
    drop(pending);
    session.close();
    let outcomes = outcomes.take();
    assert_eq!(outcomes.len(), 4, "{outcomes:?}");
    assert_eq!(outcomes[0].as_deref(), Ok("a reply"));
    assert!(outcomes[1].as_ref().unwrap_err().contains("timed out"));
    assert_eq!(outcomes[2].as_deref(), Ok("known already"));
    assert!(outcomes[3].as_ref().unwrap_err().starts_with(&ended));
    drop(open);
}

#[test]
fn a_slow_request_that_is_answered_later_holds_up_no_quick_one() {
    let peer = Peer::new().unwrap();
    let (client, server) = session_pair(&peer);
    let (asking, kept) = back_end(&peer);
    server.on_request_later(move |Echo { text }: Echo, incoming| {
        request(&asking, &text, LIMIT).on_resolved(|reply: Result<Echoed, Error>| match reply {
            Ok(reply) => incoming.reply(&reply).unwrap(),
            Err(error) => incoming.fail(error).unwrap(),
        });
    });
    let (slow, mut quick) = (
        request(&client, "slow", LIMIT),
        request(&client, "quick", LIMIT),
    );
    tick_until(&peer, || kept.borrow().len() == 2);
    kept.borrow_mut()
        .pop()
        .unwrap()
        .reply(&echoed("quick"))
        .unwrap();
    assert_eq!(quick.wait::<Echoed>().unwrap().text, "quick");
    assert!(!slow.is_resolved());
}

#[test]
fn a_resolved_handler_that_panics_ends_the_tick_and_loses_nothing() {
    let peer = Peer::new().unwrap();
    let (session, kept) = back_end(&peer);
    request(&session, "first", LIMIT).on_resolved(|_: Result<Echoed, Error>| panic!("on purpose"));
    let mut second = request(&session, "second", LIMIT);
    tick_until(&peer, || kept.borrow().len() == 2);
    for incoming in kept.take() {
        incoming.reply(&echoed("a reply")).unwrap();
    }
    assert_eq!(panics_until(&peer, || second.is_resolved()), 1);
    assert_eq!(second.wait::<Echoed>().unwrap().text, "a reply");
}
