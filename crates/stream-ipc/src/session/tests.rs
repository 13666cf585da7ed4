//! Sessions on a clock that the test turns.

use super::*;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::frame::FrameTooLong;
use std::time::Duration;

type Text = Session<&'static str, &'static str>;

impl Frame for &'static str {
    fn of(bytes: Vec<u8>) -> Self {
        String::from_utf8_lossy(&bytes).into_owned().leak()
    }
}

const SMALL: Limits = Limits {
    inbox: 100,
    kept_while_awaited: 1000,
    outbox: 10,
    outbox_while_owed: 20,
};

fn session() -> (Text, Instant) {
    (Session::new(SMALL, &Budget::new()), Instant::now())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn frame(payload: &'static str) -> Inbound {
    Inbound::Frame(payload.into())
}

/// Queues a reply, for which no sender waits.
fn reply(session: &mut Text, frame: &'static str) -> FrameNumber {
    let number = session.send(frame).unwrap();
    session.detach(number);
    number
}

/// Reads a reply as the tests write it: `=`, the id, a space, the text.
fn as_reply(payload: &[u8]) -> Option<(&[u8], &'static str)> {
    let text = std::str::from_utf8(payload).unwrap();
    let (id, reply) = text.strip_prefix('=')?.split_once(' ')?;
    let reply = ["in time", "late", "first", "second", "reply", "!"]
        .into_iter()
        .find(|known| *known == reply)?;
    Some((id.as_bytes(), reply))
}

/// Opens what arrived, as a driver does, and returns what it saw.
fn events(session: &mut Text) -> Vec<String> {
    let mut seen = Vec::new();
    while let Some(event) = session.poll_event() {
        let text = |id: &[u8]| String::from_utf8_lossy(id).into_owned();
        seen.push(match event {
            Event::Arrived(Inbound::Frame(payload)) => match as_reply(&payload) {
                Some((id, reply)) if session.resolve(id, reply).is_ok() => {
                    format!("resolved {}", text(id))
                }
                Some((id, _)) => format!("dropped {}", text(id)),
                None => text(&payload),
            },
            Event::Arrived(Inbound::TooLong(_)) => "too long".to_owned(),
            Event::Arrived(Inbound::WriteFailed(error)) => format!("not written: {error}"),
            Event::Arrived(other) => format!("{other:?}"),
            Event::TimedOut(id) => format!("timed out {}", text(&id)),
            Event::Overdue(id) => format!("overdue {}", text(&id)),
            Event::Ended(end) => format!("ended: {end}"),
        });
    }
    seen
}

fn write_all(session: &mut Text) -> String {
    let mut written = String::new();
    while let Some(bytes) = session.poll_transmit() {
        written.push_str(std::str::from_utf8(bytes).unwrap());
        let len = bytes.len();
        session.mark_written(len);
    }
    written
}

#[test]
fn a_session_that_goes_waits_as_long_as_the_other_side_reads_on() {
    let (mut session, clock) = session();
    let at = |seconds| clock + Duration::from_secs(seconds);
    let mut farewell = Farewell::new(Some(Duration::from_secs(10)));
    assert_eq!(farewell.wait_until(&session, at(0)), None, "nothing waits");

    session.send("four").unwrap();
    assert_eq!(
        farewell.wait_until(&session, at(0)),
        Some(Deadline::at(at(10)))
    );
    assert_eq!(
        farewell.wait_until(&session, at(9)),
        Some(Deadline::at(at(10)))
    );
    session.mark_written(1);
    assert_eq!(
        farewell.wait_until(&session, at(9)),
        Some(Deadline::at(at(19)))
    );
    assert_eq!(
        farewell.wait_until(&session, at(19)),
        None,
        "nobody reads on"
    );
    session.mark_written(3);
    assert_eq!(farewell.wait_until(&session, at(19)), None, "all has left");

    session.send("more").unwrap();
    let mut for_ever = Farewell::new(None);
    assert_eq!(
        for_ever.wait_until(&session, at(1_000_000)),
        Some(Deadline::NEVER)
    );
}

#[test]
fn events_come_in_the_order_of_arrival() {
    let (mut session, _) = session();
    session.request(b"1", "ask", None).unwrap();
    session.handle(frame("one"), Instant::now);
    session.handle(
        Inbound::TooLong(FrameTooLong { len: 9, max: 8 }),
        Instant::now,
    );
    session.handle(frame("=1 reply"), Instant::now);
    session.handle(frame("four"), Instant::now);
    session.handle(Inbound::Ended { lost: 5 }, Instant::now);
    let expected = [
        "one",
        "too long",
        "resolved 1",
        "four",
        "ended: the other side closed its streams or ended in the middle of a frame, 5 bytes of \
         which are lost",
    ];
    assert_eq!(session.events(), 5);
    assert_eq!(events(&mut session), expected);
    assert_eq!(session.events(), 0);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("reply")));
    assert_eq!(session.take_outcome(b"1"), None);
}

#[test]
fn messages_count_when_they_are_taken() {
    let (mut session, now) = session();
    session.handle(frame("one"), || now);
    session.handle(Inbound::Junk("two".into()), || now);
    session.handle(
        Inbound::TooLong(FrameTooLong { len: 9, max: 8 }),
        Instant::now,
    );
    session.handle(Inbound::Ended { lost: 0 }, || now);
    assert_eq!(session.statistics().messages_received, 0);
    assert_eq!(events(&mut session).len(), 4);
    assert_eq!(session.statistics().messages_received, 2);
}

#[test]
fn frames_leave_in_order_however_they_are_cut() {
    let (mut session, _) = session();
    let first = session.send("hello ").unwrap();
    let second = reply(&mut session, "world");
    session.mark_written(3);
    assert!(session.is_mid_frame());
    assert!(!session.is_written(first).unwrap());
    assert_eq!(session.poll_transmit(), Some(b"lo ".as_slice()));
    session.mark_written(3);
    assert!(!session.is_mid_frame());
    assert!(session.is_written(first).unwrap() && !session.is_written(second).unwrap());
    assert_eq!(write_all(&mut session), "world");
    assert!(session.is_written(second).unwrap());
    assert_eq!(session.statistics().frames_sent, 2);
    assert_eq!(session.statistics().bytes_sent, 11);
}

#[test]
fn several_frames_may_leave_at_once_and_the_last_of_them_in_part() {
    let (mut session, _) = session();
    let unsent = |session: &Text| -> Vec<_> {
        let frames = session.poll_transmits();
        let texts = frames.map(|bytes| std::str::from_utf8(bytes).unwrap().to_owned());
        texts.collect()
    };
    let frames = ["one", "two", "three", "four"];
    let [one, two, three, four] = frames.map(|frame| session.send(frame).unwrap());
    session.mark_written(1);
    session.give_up(two);
    assert_eq!(unsent(&session), ["ne", "three", "four"]);

    session.mark_written(4);
    assert!(session.is_written(one).unwrap() && !session.is_written(three).unwrap());
    assert!(session.is_mid_frame() && session.has_several_unsent());
    assert_eq!(unsent(&session), ["ree", "four"]);

    session.give_up(four);
    session.mark_written(3);
    assert!(!session.has_unsent() && !session.is_mid_frame());
    let statistics = session.statistics();
    assert_eq!((statistics.frames_sent, statistics.bytes_sent), (2, 8));
}

#[test]
fn a_late_second_or_invented_reply_is_dropped() {
    let (mut session, now) = session();
    session
        .request(b"1", "ask", Some(now + seconds(1)))
        .unwrap();
    session.handle(frame("=2 reply"), Instant::now);
    session.handle(frame("=1 first"), Instant::now);
    session.handle(frame("=1 second"), Instant::now);
    assert_eq!(
        events(&mut session),
        ["dropped 2", "resolved 1", "dropped 1"]
    );
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("first")));

    session
        .request(b"3", "ask", Some(now + seconds(1)))
        .unwrap();
    write_all(&mut session);
    session.handle_timeout(now + seconds(1));
    assert_eq!(events(&mut session), ["timed out 3"]);
    session.handle(frame("=3 late"), Instant::now);
    assert_eq!(events(&mut session), ["dropped 3"]);
    assert_eq!(session.take_outcome(b"3"), Some(Outcome::TimedOut));
}

#[test]
fn deadlines_pass_though_nobody_awaits_the_earliest_first() {
    let (mut session, now) = session();
    session.request(b"2", "", Some(now + seconds(2))).unwrap();
    session.request(b"1", "", Some(now + seconds(1))).unwrap();
    session.request(b"3", "", None).unwrap();
    assert_eq!(session.poll_timeout(), Some(now + seconds(1)));
    session.handle_timeout(now);
    assert_eq!(session.events(), 0);
    session.handle_timeout(now + seconds(9));
    assert_eq!(events(&mut session), ["timed out 1", "timed out 2"]);
    assert_eq!(session.poll_timeout(), None);
    assert!(!session.is_resolved(b"3") && session.is_waiting(b"3"));
}

#[test]
fn a_reply_that_had_arrived_when_the_deadline_passed_counts() {
    let (mut session, now) = session();
    let deadline = Some(now + seconds(1));
    for id in [b"1", b"2"] {
        session.request(id, "", deadline).unwrap();
    }
    session.handle(frame("before"), Instant::now);
    session.handle(frame("=1 in time"), Instant::now);
    session.handle_timeout(now + seconds(1));
    assert_eq!(session.poll_timeout(), None);
    session.handle(frame("=2 late"), Instant::now);
    let expected = ["before", "resolved 1", "timed out 2", "dropped 2"];
    assert_eq!(events(&mut session), expected);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("in time")));
    assert_eq!(session.take_outcome(b"2"), Some(Outcome::TimedOut));
}

#[test]
fn a_request_of_which_no_byte_has_left_is_taken_back_at_its_deadline() {
    let (mut session, now) = session();
    session.send("first").unwrap();
    session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    let last = session.send("last").unwrap();
    session.mark_written(2);
    session.handle_timeout(now + seconds(1));
    assert_eq!(events(&mut session), ["timed out 1"]);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::TimedOut));
    assert_eq!(session.statistics().bytes_queued, 7);
    assert_eq!(write_all(&mut session), "rstlast");
    assert!(session.is_written(last).unwrap());
    assert_eq!(session.end(), None);
    assert_eq!(session.statistics().frames_sent, 2);
}

#[test]
fn a_request_cut_by_its_deadline_ends_the_session() {
    let (mut session, now) = session();
    session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    session.request(b"2", "other", None).unwrap();
    session.mark_written(3);
    session.handle_timeout(now + seconds(1));
    let expected = [
        "timed out 1",
        "ended: the time of a message was up when half of it was written",
    ];
    assert_eq!(events(&mut session), expected);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::TimedOut));
    let ended = Some(Outcome::Ended(End::CutShort));
    assert_eq!(session.take_outcome(b"2"), ended);
}

#[test]
fn a_message_given_up_is_taken_back_or_ends_the_session() {
    let (mut session, _) = session();
    let left = session.send("left").unwrap();
    let cut = session.send("cut").unwrap();
    let unsent = session.send("unsent").unwrap();
    session.mark_written(4);
    session.mark_written(1);
    session.give_up(left);
    session.give_up(unsent);
    session.give_up(unsent);
    assert_eq!(session.end(), None);
    session.give_up(cut);
    assert_eq!(session.end(), Some(&End::CutShort));
}

#[test]
fn what_is_lent_may_have_left_in_part() {
    let (mut session, _) = session();
    let lent = session.send("lent").unwrap();
    assert_eq!(session.lend(), Some((&"lent", 0)));
    assert_eq!(session.lend(), None);
    session.give_up(lent);
    assert_eq!(session.end(), Some(&End::CutShort));
    session.give_back(4);
    assert!(session.is_written(lent).is_err() && !session.is_lent());
}

#[test]
fn a_forgotten_request_ends_nothing_and_its_reply_is_dropped() {
    let (mut session, now) = session();
    session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    session.mark_written(3);
    assert_eq!(session.forget(b"1"), None);
    session.handle_timeout(now + seconds(1));
    assert_eq!(session.events(), 0);
    assert_eq!(write_all(&mut session), "uest");

    session.request(b"2", "", None).unwrap();
    session.handle(frame("=2 reply"), Instant::now);
    assert_eq!(events(&mut session), ["resolved 2"]);
    assert_eq!(session.forget(b"2"), Some(Outcome::Reply("reply")));
    assert_eq!(session.forget(b"2"), None);
    session.handle(frame("=2 second"), Instant::now);
    assert_eq!(events(&mut session), ["dropped 2"]);
    assert_eq!(session.statistics().requests_pending, 0);
}

#[test]
fn a_request_registered_twice_is_one() {
    let (mut session, now) = session();
    session.expect_reply(b"1", None);
    session.expect_reply(b"1", Some(now + seconds(1)));
    assert_eq!(session.statistics().requests_pending, 1);
    assert_eq!(session.resolve(b"1", "reply"), Ok(()));
    session.expect_reply(b"1", None);
    assert!(session.is_resolved(b"1"));
    session.handle_timeout(now + seconds(9));
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("reply")));
}

#[test]
fn the_end_of_the_other_side_comes_behind_what_it_sent() {
    let (mut session, now) = session();
    session.request(b"1", "", None).unwrap();
    session.request(b"2", "", Some(now + seconds(1))).unwrap();
    session.handle(frame("=1 reply"), Instant::now);
    session.handle(Inbound::Ended { lost: 0 }, Instant::now);
    let expected = [
        "resolved 1",
        "ended: the other side closed its streams or ended",
    ];
    assert_eq!(events(&mut session), expected);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Reply("reply")));
    let ended = Some(Outcome::Ended(End::ByPeer { lost: 0 }));
    assert_eq!(session.take_outcome(b"2"), ended);
    assert_eq!(session.poll_timeout(), None);
    session.expect_reply(b"3", None);
    assert!(session.is_resolved(b"3"));
}

#[test]
fn what_waits_to_leave_may_leave_behind_the_end_of_the_other_side() {
    let (mut session, _) = session();
    reply(&mut session, "reply");
    session.handle(Inbound::Ended { lost: 0 }, Instant::now);
    events(&mut session);
    assert_eq!(write_all(&mut session), "reply");
}

#[test]
fn closing_tells_nothing_more_of_what_arrived() {
    let (mut session, _) = session();
    session.request(b"1", "request", None).unwrap();
    session.handle(frame("unseen"), Instant::now);
    session.finish(End::Here);
    session.handle(frame("behind the end"), Instant::now);
    assert!(session.is_resolved(b"1"));
    let expected = ["ended: the session was closed on this side"];
    assert_eq!(events(&mut session), expected);
    session.finish(End::ByPeer { lost: 1 });
    assert_eq!(session.events(), 0);
    assert_eq!(session.end(), Some(&End::Here));
}

#[test]
fn a_session_begun_anew_finds_what_the_former_one_left() {
    let (mut session, _) = session();
    session.request(b"1", "request", None).unwrap();
    session.handle(frame("unseen"), Instant::now);
    session.finish(End::Here);
    session.begin_anew();
    assert_eq!(events(&mut session), ["unseen"]);
    assert_eq!(session.end(), None);
    let ended = Some(Outcome::Ended(End::Here));
    assert_eq!(session.take_outcome(b"1"), ended);
}

#[test]
fn a_reply_that_cannot_leave_is_told_and_a_message_is_its_senders() {
    let broken = || io::Error::other("nobody reads");
    let (mut quiet, _) = session();
    let message = quiet.send("message").unwrap();
    quiet.break_off(&broken());
    assert_eq!(quiet.events(), 0);
    assert!(quiet.is_written(message).is_err() && quiet.send("more").is_err());
    quiet.break_off(&io::Error::other("again"));
    let error = quiet.is_written(message).unwrap_err();
    assert_eq!(error.to_string(), "nobody reads");

    let (mut told, _) = session();
    let left = told.send("left").unwrap();
    told.mark_written(4);
    reply(&mut told, "reply");
    told.break_off(&broken());
    assert_eq!(events(&mut told), ["not written: nobody reads"]);
    assert!(told.is_written(left).unwrap());
}

#[test]
fn a_full_inbox_is_not_read_into_until_something_is_taken() {
    let (mut session, _) = session();
    session.handle(Inbound::Frame([0; 101].as_slice().into()), Instant::now);
    assert!(!session.wants_to_read(false));
    // A sender waits: the other side may be waiting for us to read.
    assert!(session.wants_to_read(true));
    session.poll_event();
    assert!(session.wants_to_read(false));
}

#[test]
fn one_that_asks_and_never_reads_is_not_read() {
    let (mut session, _) = session();
    for _ in 0..3 {
        session.handle(frame("?"), Instant::now);
        session.poll_event();
        reply(&mut session, "reply");
    }
    assert!(!session.wants_to_read(false));
    session.mark_written(5);
    assert!(session.wants_to_read(false));
}

#[test]
fn one_that_owes_a_reply_is_read_up_to_a_higher_limit() {
    let (mut session, now) = session();
    session.request(b"1", "?", Some(now + seconds(1))).unwrap();
    session.mark_written(1);
    reply(&mut session, "a long reply");
    assert!(session.wants_to_read(false));
    reply(&mut session, "another one");
    assert!(!session.wants_to_read(false));
    session.mark_written(12);
    reply(&mut session, "one");
    assert!(session.wants_to_read(false));
    session.handle_timeout(now + seconds(2));
    assert!(!session.wants_to_read(false));
}

/// Makes the session keep what its next event hands out.
fn keep_next(session: &mut Text) {
    let Some(Event::Arrived(inbound)) = session.poll_event() else {
        panic!("nothing arrived");
    };
    session.keep(inbound);
}

#[test]
fn what_is_kept_counts_until_it_is_taken() {
    let (mut session, now) = session();
    session.handle(Inbound::Frame([0; 101].as_slice().into()), Instant::now);
    keep_next(&mut session);
    assert!(!session.wants_to_read(false));
    // The reply that somebody waits for may come behind it.
    assert!(session.wants_to_read(true));
    session.request(b"1", "?", Some(now + seconds(1))).unwrap();
    assert!(session.wants_to_read(false));
    session.handle(Inbound::Frame([0; 1000].as_slice().into()), Instant::now);
    keep_next(&mut session);
    assert!(!session.wants_to_read(false) && !session.wants_to_read(true));
    assert!(session.take_kept().is_some_and(|kept| kept.size() < 1000));
    assert!(session.take_kept().is_some() && session.take_kept().is_none());
    assert!(session.wants_to_read(false) && session.wants_to_read(true));
}

#[test]
fn what_is_kept_outlives_the_end_and_nothing_is_kept_behind_it() {
    let (mut session, _) = session();
    session.request(b"1", "?", None).unwrap();
    session.handle(frame("before"), Instant::now);
    session.handle(Inbound::Ended { lost: 0 }, Instant::now);
    keep_next(&mut session);
    let ended = ["ended: the other side closed its streams or ended"];
    assert_eq!(events(&mut session), ended);
    assert!(session.is_resolved(b"1"));
    session.keep(frame("behind"));
    assert!(matches!(session.take_kept(), Some(Inbound::Frame(kept)) if kept == "before"));
    assert!(session.take_kept().is_none());
}

#[test]
fn replies_count_though_a_sender_waits_and_what_it_sends_does_not() {
    let (mut session, _) = session();
    let long = session.send("a frame over every limit").unwrap();
    assert!(session.wants_to_read(true) && !session.wants_to_read(false));
    session.mark_written(2);
    for bytes in ["over the limit", "of frames"] {
        assert!(session.wants_to_read(true));
        reply(&mut session, bytes);
    }
    assert!(!session.wants_to_read(true));
    session.mark_written(22);
    assert!(session.is_written(long).unwrap() && !session.wants_to_read(true));
    session.mark_written(3);
    assert!(session.wants_to_read(true));
}

#[test]
fn a_frame_whose_sender_went_away_is_taken_back_or_leaves_whole() {
    let (mut session, _) = session();
    let begun = session.send("begun").unwrap();
    let unsent = session.send("unsent").unwrap();
    let last = session.send("last").unwrap();
    assert_eq!(session.last_unsent(), Some(last));
    session.mark_written(2);
    session.withdraw(begun);
    session.withdraw(unsent);
    assert_eq!(write_all(&mut session), "gunlast");
    session.withdraw(last);
    assert_eq!(session.end(), None);
    assert_eq!(session.last_unsent(), None);

    let lent = session.send("lent").unwrap();
    session.lend();
    session.withdraw(lent);
    session.give_back(1);
    assert_eq!(write_all(&mut session), "ent");
    assert_eq!(session.end(), None);
}

#[test]
fn what_no_event_has_told_stays_in_front_of_what_arrives_later() {
    let (mut session, _) = session();
    for text in ["one", "two", "three"] {
        session.handle(frame(text), Instant::now);
    }
    assert!(matches!(
        session.poll_event(),
        Some(Event::Arrived(Inbound::Frame(first))) if first == "one"
    ));
    // The handler throws: the other events wait for the next tick.
    assert_eq!(session.events(), 2);
    session.handle(frame("four"), Instant::now);
    assert_eq!(events(&mut session), ["two", "three", "four"]);
}

#[test]
fn what_arrives_in_all_sessions_counts_against_one_budget_until_it_is_taken() {
    let budget = Budget::new();
    let mut one = Text::new(SMALL, &budget);
    let mut other = Text::new(SMALL, &budget);
    one.handle(frame("a frame"), Instant::now);
    let first = budget.kept();
    assert!(first > "a frame".len());
    let too_long = FrameTooLong { len: 500, max: 8 };
    other.handle(Inbound::TooLong(too_long), Instant::now);
    // The skipped bytes may lie among others.
    assert!(budget.kept() > first + 500);
    other.poll_event();
    assert_eq!(budget.kept(), first);
    keep_next(&mut one);
    assert_eq!(budget.kept(), first);
    one.take_kept();
    assert_eq!(budget.kept(), 0);
    one.handle(frame("gone with its session"), Instant::now);
    drop(one);
    assert_eq!(budget.kept(), 0);
}

#[test]
fn nothing_leaves_behind_a_write_that_failed() {
    let (mut session, now) = session();
    session
        .request(b"1", "half", Some(now + seconds(1)))
        .unwrap();
    reply(&mut session, "reply");
    session.mark_written(2);
    session.break_off(&io::Error::other("nobody reads"));
    assert_eq!(session.poll_transmit(), None);
    assert!(!session.has_unsent() && !session.is_mid_frame());
    assert!(session.request(b"2", "?", None).is_err() && !session.is_waiting(b"2"));
    // The other side may have sent something before.
    session.handle(frame("=1 reply"), Instant::now);
    let expected = ["not written: nobody reads", "resolved 1"];
    assert_eq!(events(&mut session), expected);
}

#[test]
fn a_request_for_whose_write_nobody_waits_any_more_still_has_its_deadline() {
    for (written, end) in [(0, None), (2, Some(&End::CutShort))] {
        let (mut session, now) = session();
        let deadline = Some(now + seconds(1));
        let number = session.request(b"1", "request", deadline).unwrap();
        session.mark_written(written);
        // A signal handler has thrown.
        session.detach(number);
        session.handle_timeout(now + seconds(1));
        assert_eq!(events(&mut session)[0], "timed out 1");
        assert_eq!(session.end(), end);
        assert!(!session.has_unsent());
    }
}

#[test]
fn a_failure_that_ends_the_session_is_what_its_requests_learn() {
    let (mut session, _) = session();
    session.request(b"1", "?", None).unwrap();
    let too_long = FrameTooLong { len: 9, max: 8 };
    session.handle(Inbound::TooLong(too_long), Instant::now);
    session.handle(frame("=1 late"), Instant::now);
    assert!(matches!(
        session.poll_event(),
        Some(Event::Arrived(Inbound::TooLong(_)))
    ));
    let failed = End::Failed(Arc::new(Error::FrameTooLong(too_long)));
    session.finish(failed.clone());
    assert_eq!(events(&mut session), [format!("ended: {failed}")]);
    assert_eq!(session.take_outcome(b"1"), Some(Outcome::Ended(failed)));
}

#[test]
fn in_a_forked_process_nothing_leaves_that_the_parent_writes() {
    let (mut session, _) = session();
    let begun = session.send("begun").unwrap();
    reply(&mut session, "reply");
    session.mark_written(2);
    session.leave_frames_to_parent();
    assert!(session.is_written(begun).unwrap());
    assert_eq!(session.statistics().bytes_queued, 0);
    session.send("the child's").unwrap();
    assert_eq!(write_all(&mut session), "the child's");
}

#[test]
fn a_hundred_thousand_requests_leave_nothing_behind() {
    let (mut session, now) = session();
    for n in 0_u64..100_000 {
        let id = n.to_ne_bytes();
        session.request(&id, "?", Some(now + seconds(30))).unwrap();
        session.mark_written(1);
        assert_eq!(session.resolve(&id, "!"), Ok(()));
        assert_eq!(session.take_outcome(&id), Some(Outcome::Reply("!")));
    }
    assert!(session.requests.deadlines_len() < 1000);
    assert_eq!(session.statistics().requests_pending, 0);
}

mod native;
mod two_sides;
