//! Two native sides, and sides that are not.

use super::*;
use crate::frame::HEADER_LEN;
use crate::native::{
    Native, TimedRequest, cancel, hello, ping, pong, returned, start_of_message, start_of_request,
};
use bytes::Bytes;

type Bytewise = Session<Vec<u8>, &'static str>;

fn new() -> (Bytewise, Instant) {
    (Session::new(SMALL, &Budget::new()), Instant::now())
}

/// A session that has heard a hello, and whose answer has left.
fn native() -> (Bytewise, Instant) {
    let (mut session, start) = new();
    hear(&mut session, hello(), start);
    assert_eq!(sent(&mut session), hello());
    (session, start)
}

fn hear(session: &mut Bytewise, frame: Vec<u8>, now: Instant) {
    let payload = Bytes::from(frame).slice(HEADER_LEN..);
    session.handle(Inbound::Frame(payload), || now);
}

/// Everything that the session writes now.
fn sent(session: &mut Bytewise) -> Vec<u8> {
    let mut sent = Vec::new();
    while let Some(bytes) = session.poll_transmit() {
        sent.extend_from_slice(bytes);
        let written = bytes.len();
        session.mark_written(written);
    }
    sent
}

fn natives(session: &mut Bytewise) -> Vec<Native> {
    let events = std::iter::from_fn(|| session.poll_event());
    let natives = events.filter_map(|event| match event {
        Event::Arrived(Inbound::Native(native)) => Some(native),
        _ => None,
    });
    natives.collect()
}

#[test]
fn a_hello_is_answered_once() {
    let (mut session, start) = new();
    assert!(!session.is_native());
    hear(&mut session, hello(), start);
    assert!(session.is_native() && session.has_spoken());
    assert_eq!(sent(&mut session), hello());

    hear(&mut session, hello(), start);
    session.say_hello();
    assert!(!session.has_spoken());
    assert_eq!((session.events(), sent(&mut session)), (0, vec![]));
}

#[test]
fn a_child_says_so_in_its_hello() {
    let (mut child, start) = new();
    child.say_hello_to_parent();
    let (mut parent, _) = new();
    parent.note_known();
    hear(&mut parent, sent(&mut child), start);
    assert!(parent.is_native() && parent.is_child());
    assert!(!native().0.is_child());
}

#[test]
fn a_side_that_is_known_need_not_say_hello() {
    let (mut session, start) = new();
    session.note_known();
    hear(&mut session, hello(), start);
    assert!(session.is_native() && sent(&mut session).is_empty());
}

#[test]
fn a_side_that_has_not_said_hello_never_sees_another_byte() {
    let (mut session, start) = new();
    session
        .request(b"1", b"one".to_vec(), Some(start + seconds(1)))
        .unwrap();
    session.request(b"2", b"two".to_vec(), None).unwrap();
    assert_eq!(sent(&mut session), b"onetwo");
    session.handle_timeout(start + seconds(1));
    assert!(session.cancel(b"2", None));
    assert!(!session.has_unsent());
}

#[test]
fn without_a_hello_nothing_native_is_understood() {
    let (mut session, start) = new();
    hear(&mut session, cancel(b"1"), start);
    assert!(matches!(
        session.poll_event(),
        Some(Event::Arrived(Inbound::Frame(_)))
    ));
    assert!(!session.take_cancellation(b"1"));
}

#[test]
fn a_request_that_is_cancelled_or_timed_out_is_told_of() {
    let (mut session, start) = native();
    session
        .request(b"1", b"one".to_vec(), Some(start + seconds(1)))
        .unwrap();
    session.request(b"2", b"two".to_vec(), None).unwrap();
    assert_eq!(sent(&mut session), b"onetwo");

    assert!(session.cancel(b"2", None));
    assert_eq!(session.take_outcome(b"2"), Some(Outcome::Cancelled));
    assert_eq!(sent(&mut session), cancel(b"2"));
    // Cancelled twice, or something that is not there.
    assert!(!session.cancel(b"2", None) && !session.cancel(b"3", None));

    session.handle_timeout(start + seconds(1));
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::TimedOut));
    assert!(!session.cancel(b"1", None));
    assert_eq!(sent(&mut session), cancel(b"1"));
}

#[test]
fn a_request_that_has_not_left_is_taken_back_in_silence() {
    let (mut session, _) = native();
    session.request(b"1", b"one".to_vec(), None).unwrap();
    session.request(b"2", b"two".to_vec(), None).unwrap();
    session.mark_written(1);
    assert!(session.cancel(b"2", None));
    // The rest of a frame that has begun to leave still leaves.
    assert!(session.cancel(b"1", None));
    assert_eq!(sent(&mut session), [b"ne".to_vec(), cancel(b"1")].concat());
}

#[test]
fn a_reply_after_the_cancellation_is_dropped_and_one_before_it_counts() {
    let (mut session, _) = native();
    session.request(b"1", b"one".to_vec(), None).unwrap();
    session.request(b"2", b"two".to_vec(), None).unwrap();
    sent(&mut session);
    assert!(session.cancel(b"1", None));
    assert_eq!(session.resolve(b"1", "late"), Err("late"));
    assert!(session.resolve(b"2", "in time").is_ok());
    assert!(!session.cancel(b"2", None));
    assert_eq!(session.take_outcome(b"2"), Some(Outcome::Reply("in time")));
}

#[test]
fn whoever_does_not_answer_a_cancelled_request_in_time_is_overdue() {
    let (mut session, start) = native();
    for id in [b"1", b"2"] {
        session.request(id, b"job".to_vec(), None).unwrap();
        sent(&mut session);
        assert!(session.cancel(id, Some(start + seconds(5))));
    }
    assert_eq!(session.poll_timeout(), Some(start + seconds(5)));
    assert!(
        session
            .resolve(b"1", "too late, but it is free again")
            .is_err()
    );
    session.handle_timeout(start + seconds(5));
    let Some(Event::Overdue(id)) = session.poll_event() else {
        panic!()
    };
    assert_eq!(
        (&*id, session.events(), session.poll_timeout()),
        (&b"2"[..], 0, None)
    );
}

#[test]
fn an_answer_that_has_arrived_is_not_overdue() {
    let (mut session, start) = native();
    session.request(b"1", b"job".to_vec(), None).unwrap();
    sent(&mut session);
    assert!(session.cancel(b"1", Some(start + seconds(5))));
    session.handle(frame("=1 late"), Instant::now);
    session.handle_timeout(start + seconds(5));
    let Some(Event::Arrived(Inbound::Frame(_))) = session.poll_event() else {
        panic!()
    };
    assert!(session.resolve(b"1", "late").is_err());
    assert!(session.poll_event().is_none() && session.poll_timeout().is_none());
}

#[test]
fn what_a_native_side_says_arrives_in_order() {
    let (mut session, start) = native();
    let framed = |parts: &[&[u8]]| parts.concat();
    hear(
        &mut session,
        framed(&[&start_of_request(seconds(2)), b"ask"]),
        start,
    );
    hear(
        &mut session,
        framed(&[&start_of_message(b"7"), b"half way"]),
        start,
    );
    hear(&mut session, cancel(b"8"), start);
    let natives = natives(&mut session);
    let [
        Native::Request(request),
        Native::MessageOf(message),
        Native::Cancel(id),
    ] = &natives[..]
    else {
        panic!("{natives:?}");
    };
    let expected = TimedRequest {
        payload: "ask".into(),
        deadline: Deadline::at(start + seconds(2)),
        start_by: None,
    };
    assert_eq!(**request, expected);
    assert_eq!(
        (message.id(), message.payload()),
        (&b"7"[..], &b"half way"[..])
    );
    assert_eq!(id, "8");
}

#[test]
fn a_cancellation_can_be_found_before_its_turn() {
    let (mut session, start) = native();
    session.handle(frame("before"), Instant::now);
    hear(&mut session, cancel(b"1"), start);
    assert!(!session.take_cancellation(b"2"));
    assert!(session.take_cancellation(b"1") && !session.take_cancellation(b"1"));
    assert_eq!(session.events(), 1);
}

#[test]
fn a_cancelled_session_that_ends_tells_nothing_more() {
    let (mut session, start) = native();
    session.request(b"1", b"job".to_vec(), None).unwrap();
    sent(&mut session);
    assert!(session.cancel(b"1", Some(start + seconds(5))));
    session.finish(End::Here);
    assert_eq!(session.poll_timeout(), None);
    session.handle_timeout(start + seconds(5));
    assert!(matches!(
        session.poll_event(),
        Some(Event::Ended(End::Here))
    ));
    assert!(session.poll_event().is_none());
}

#[test]
fn a_request_ahead_of_others_starts_in_time_and_alone_or_comes_back() {
    let (mut session, start) = native();
    let (soon, late) = (Some(start + seconds(1)), start + seconds(1));
    // Nothing else is open.
    assert_eq!(session.begin(b"1", soon, || start), Start::Now);
    // Another one is, so this one may not begin, whatever the time is.
    assert_eq!(session.begin(b"2", soon, || start), Start::Returned);
    assert_eq!(sent(&mut session), returned(b"2"));
    session.reply(b"reply to 1".to_vec()).unwrap();
    // The reply has not left.
    assert_eq!(session.begin(b"3", soon, || start), Start::Returned);
    assert_eq!(
        sent(&mut session),
        [b"reply to 1".to_vec(), returned(b"3")].concat()
    );
    // The time is up.
    assert_eq!(session.begin(b"4", soon, || late), Start::Returned);
    assert_eq!(sent(&mut session), returned(b"4"));
    assert_eq!(session.begin(b"5", soon, || start), Start::Now);
    // A request that was not sent ahead begins also beside others.
    assert_eq!(session.begin(b"6", None, || late), Start::Now);
}

#[test]
fn a_cancelled_request_does_not_begin() {
    let (mut session, start) = native();
    hear(&mut session, cancel(b"1"), start);
    hear(&mut session, cancel(b"2"), start);
    assert_eq!(session.begin(b"1", None, || start), Start::Cancelled);
    session.reply(b"nobody works on it".to_vec()).unwrap();
    assert_eq!(sent(&mut session), b"nobody works on it");
    assert_eq!(
        session.begin(b"2", Some(start + seconds(1)), || start),
        Start::Returned
    );
    assert_eq!(sent(&mut session), returned(b"2"));
}

#[test]
fn a_side_that_does_not_answer_when_asked_is_silent() {
    let (mut session, start) = native();
    session.set_heartbeat(Some(seconds(30)), start);
    assert_eq!(session.poll_timeout(), Some(start + seconds(10)));
    session.handle_timeout(start + seconds(10));
    assert_eq!(sent(&mut session), ping());
    session.handle_timeout(start + seconds(29));
    assert!(session.poll_event().is_none());
    session.handle_timeout(start + seconds(30));
    let limit = seconds(30);
    let Some(Event::Ended(end)) = session.poll_event() else {
        panic!()
    };
    assert_eq!((end, session.poll_timeout()), (End::Silent { limit }, None));
}

#[test]
fn whatever_comes_is_a_sign_of_life() {
    let (mut session, start) = native();
    session.set_heartbeat(Some(seconds(30)), start);
    session.handle_timeout(start + seconds(10));
    assert_eq!(sent(&mut session), ping());
    // Part of a long frame.
    session.note_read(1);
    session.handle_timeout(start + seconds(30));
    assert_eq!((session.events(), sent(&mut session)), (0, vec![]));
    session.handle_timeout(start + seconds(40));
    assert_eq!(sent(&mut session), ping());
}

#[test]
fn whoever_was_busy_asks_before_it_blames_the_other_side() {
    let (mut session, start) = native();
    session.set_heartbeat(Some(seconds(30)), start);
    session.handle_timeout(start + seconds(1000));
    assert_eq!((session.events(), sent(&mut session)), (0, ping()));
}

#[test]
fn a_question_is_answered_at_once_and_is_no_event() {
    let (mut session, start) = native();
    hear(&mut session, ping(), start);
    hear(&mut session, pong(), start);
    assert_eq!((session.events(), sent(&mut session)), (0, pong()));
}

#[test]
fn the_silence_of_a_side_that_is_not_native_means_nothing() {
    let (mut session, start) = new();
    session.set_heartbeat(Some(seconds(30)), start);
    for second in 0..100 {
        session.handle_timeout(start + seconds(second));
    }
    assert_eq!((session.events(), sent(&mut session)), (0, vec![]));
    session.set_heartbeat(None, start);
    assert_eq!(session.poll_timeout(), None);
}

#[test]
fn a_hello_is_a_sign_of_life_and_not_a_word() {
    let (mut session, start) = new();
    session.say_hello();
    assert!(!session.has_heard());
    assert_ne!(session.last_output().to_string(), "");
    hear(&mut session, hello(), start);
    assert!(session.has_heard());
    // Whoever sends nothing else may have forgotten run().
    assert!(session.last_output().to_string().contains("run()"));
}

#[test]
fn a_request_that_is_withdrawn_is_answered_all_the_same_unless_it_has_not_left() {
    let (mut session, _) = native();
    session.request(b"1", b"one".to_vec(), None).unwrap();
    assert_eq!(sent(&mut session), b"one");
    session.request(b"2", b"two".to_vec(), None).unwrap();
    assert!(session.withdraw_request(b"1"));
    assert!(!session.withdraw_request(b"2"));
    assert_eq!(sent(&mut session), cancel(b"1"));
    assert!(session.is_waiting(b"1") && !session.is_waiting(b"2"));
    assert!(session.resolve(b"1", "late").is_ok());
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("late")));

    // The rest of half a request leaves, then its cancellation.
    session.request(b"3", b"three".to_vec(), None).unwrap();
    session.mark_written(2);
    assert!(session.withdraw_request(b"3"));
    assert_eq!(sent(&mut session), [b"ree", &cancel(b"3")[..]].concat());
}
