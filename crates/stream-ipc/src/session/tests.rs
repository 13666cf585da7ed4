//! Sessions on a clock that the test turns.

use super::*;
use std::time::Duration;

type Text = Session<&'static str, &'static str>;

const SMALL: Limits = Limits {
    inbox: 10,
    outbox: 10,
    outbox_while_owed: 20,
};

fn session() -> (Text, Instant) {
    (Session::new(SMALL), Instant::now())
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn response(id: &str, reply: &'static str) -> Inbound<&'static str> {
    Inbound::Response(id.as_bytes().into(), reply)
}

fn events(session: &mut Text, now: Instant) -> Vec<Event<&'static str>> {
    std::iter::from_fn(|| session.poll_event(now)).collect()
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
fn events_come_in_the_order_of_arrival() {
    let (mut session, now) = session();
    let request = session.request(b"1", "ask", None).unwrap();
    session.handle(Inbound::Message("one"), 3, now);
    session.handle(Inbound::Request(b"7".as_slice().into(), "two"), 3, now);
    session.handle(response("1", "three"), 5, now);
    session.handle(Inbound::Message("four"), 4, now);
    session.handle(Inbound::Ended { lost: 5 }, 0, now);
    let expected = [
        Event::Message("one"),
        Event::Request(b"7".as_slice().into(), "two"),
        Event::Resolved(request),
        Event::Message("four"),
        Event::Ended(End::ByPeer { lost: 5 }),
    ];
    assert_eq!(events(&mut session, now), expected);
    assert_eq!(session.take_outcome(request), Some(Outcome::Reply("three")));
    assert_eq!(session.take_outcome(request), None);
}

#[test]
fn frames_leave_in_order_however_they_are_cut() {
    let (mut session, _) = session();
    let first = session.send("hello ").unwrap();
    let second = session.send("world").unwrap();
    session.mark_written(3);
    assert!(session.is_mid_frame());
    assert!(!session.is_written(first));
    assert_eq!(session.poll_transmit(), Some(b"lo ".as_slice()));
    session.mark_written(3);
    assert!(!session.is_mid_frame());
    assert!(session.is_written(first) && !session.is_written(second));
    assert_eq!(write_all(&mut session), "world");
    assert!(session.is_written(second));
    assert_eq!(session.statistics().frames_sent, 2);
    assert_eq!(session.statistics().bytes_sent, 11);
}

#[test]
fn a_late_second_or_invented_reply_is_dropped() {
    let (mut session, now) = session();
    let request = session
        .request(b"1", "ask", Some(now + seconds(1)))
        .unwrap();
    session.handle(response("2", "invented"), 8, now);
    session.handle(response("1", "first"), 5, now);
    session.handle(response("1", "second"), 6, now);
    assert_eq!(events(&mut session, now), [Event::Resolved(request)]);
    assert_eq!(session.take_outcome(request), Some(Outcome::Reply("first")));

    let late = session
        .request(b"3", "ask", Some(now + seconds(1)))
        .unwrap();
    write_all(&mut session);
    assert_eq!(
        events(&mut session, now + seconds(1)),
        [Event::Resolved(late)]
    );
    session.handle(response("3", "late"), 4, now + seconds(2));
    assert_eq!(events(&mut session, now + seconds(2)), []);
    assert_eq!(session.take_outcome(late), Some(Outcome::TimedOut));
}

#[test]
fn deadlines_pass_though_nobody_awaits_the_earliest_first() {
    let (mut session, now) = session();
    let second = session.request(b"2", "", Some(now + seconds(2))).unwrap();
    let first = session.request(b"1", "", Some(now + seconds(1))).unwrap();
    let never = session.request(b"3", "", None).unwrap();
    assert_eq!(session.poll_timeout(), Some(now + seconds(1)));
    assert_eq!(events(&mut session, now), []);
    let both = [Event::Resolved(first), Event::Resolved(second)];
    assert_eq!(events(&mut session, now + seconds(9)), both);
    assert_eq!(session.poll_timeout(), None);
    assert!(!session.is_resolved(never));
}

#[test]
fn a_reply_that_arrived_by_the_deadline_counts_however_late_it_is_looked_at() {
    let (mut session, now) = session();
    let deadline = Some(now + seconds(1));
    let answered = session.request(b"1", "", deadline).unwrap();
    let late = session.request(b"2", "", deadline).unwrap();
    session.handle(response("1", "in time"), 7, now + seconds(1));
    session.handle(response("2", "late"), 4, now + seconds(2));
    let both = [Event::Resolved(answered), Event::Resolved(late)];
    assert_eq!(events(&mut session, now + seconds(9)), both);
    assert_eq!(
        session.take_outcome(answered),
        Some(Outcome::Reply("in time"))
    );
    assert_eq!(session.take_outcome(late), Some(Outcome::TimedOut));
}

#[test]
fn a_request_of_which_no_byte_has_left_is_taken_back_at_its_deadline() {
    let (mut session, now) = session();
    session.send("first").unwrap();
    let request = session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    let last = session.send("last").unwrap();
    session.mark_written(2);
    assert_eq!(
        events(&mut session, now + seconds(1)),
        [Event::Resolved(request)]
    );
    assert_eq!(session.take_outcome(request), Some(Outcome::TimedOut));
    assert_eq!(session.statistics().bytes_queued, 7);
    assert_eq!(write_all(&mut session), "rstlast");
    assert!(session.is_written(last));
    assert_eq!(session.end(), None);
    assert_eq!(session.statistics().frames_sent, 2);
}

#[test]
fn a_request_cut_by_its_deadline_ends_the_session() {
    let (mut session, now) = session();
    let cut = session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    let other = session.request(b"2", "other", None).unwrap();
    session.mark_written(3);
    let told = events(&mut session, now + seconds(1));
    let expected = [
        Event::Resolved(cut),
        Event::Resolved(other),
        Event::Ended(End::CutShort),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        session.take_outcome(other),
        Some(Outcome::Ended(End::CutShort))
    );
    assert_eq!(session.send("more"), Err(End::CutShort));
    assert_eq!(session.poll_transmit(), None);
}

#[test]
fn a_forgotten_request_ends_nothing_and_its_reply_is_dropped() {
    let (mut session, now) = session();
    let cut = session
        .request(b"1", "request", Some(now + seconds(1)))
        .unwrap();
    session.mark_written(3);
    session.forget(cut);
    assert_eq!(events(&mut session, now + seconds(1)), []);
    assert_eq!(write_all(&mut session), "uest");

    let answered = session.request(b"2", "", None).unwrap();
    session.forget(answered);
    session.handle(response("2", "reply"), 5, now);
    assert_eq!(events(&mut session, now), []);
    let resolved = session.request(b"3", "", None).unwrap();
    session.handle(response("3", "reply"), 5, now);
    session.forget(resolved);
    assert_eq!(events(&mut session, now), []);
    assert_eq!(session.statistics().requests_pending, 0);
}

#[test]
fn the_end_of_the_other_side_comes_behind_what_it_sent() {
    let (mut session, now) = session();
    let answered = session.request(b"1", "", None).unwrap();
    let waiting = session.request(b"2", "", Some(now + seconds(1))).unwrap();
    session.handle(response("1", "reply"), 5, now);
    session.handle(Inbound::Ended { lost: 0 }, 0, now);
    let end = End::ByPeer { lost: 0 };
    let expected = [
        Event::Resolved(answered),
        Event::Resolved(waiting),
        Event::Ended(end),
    ];
    assert_eq!(events(&mut session, now), expected);
    assert_eq!(
        session.take_outcome(answered),
        Some(Outcome::Reply("reply"))
    );
    assert_eq!(session.take_outcome(waiting), Some(Outcome::Ended(end)));
    assert_eq!(session.poll_timeout(), None);
    assert!(!session.wants_to_read(true));
}

#[test]
fn closing_drops_what_arrived_and_what_waits() {
    let (mut session, now) = session();
    let request = session.request(b"1", "request", None).unwrap();
    session.handle(Inbound::Message("unseen"), 6, now);
    session.close();
    session.handle(Inbound::Message("behind the end"), 14, now);
    let expected = [Event::Resolved(request), Event::Ended(End::Here)];
    assert_eq!(events(&mut session, now), expected);
    session.close();
    assert_eq!(events(&mut session, now), []);
    assert_eq!(session.statistics().bytes_queued, 0);
    let late = session.expect_reply(b"2", None);
    assert_eq!(session.take_outcome(late), Some(Outcome::Ended(End::Here)));
}

#[test]
fn a_full_inbox_is_not_read_into_until_something_is_taken() {
    let (mut session, now) = session();
    session.handle(Inbound::Message("exactly ten"), 11, now);
    assert!(!session.wants_to_read(false));
    // A sender waits: only reading may let the other side read.
    assert!(session.wants_to_read(true));
    session.poll_event(now);
    assert!(session.wants_to_read(false));
}

#[test]
fn one_that_asks_and_never_reads_is_not_read() {
    let (mut session, now) = session();
    for _ in 0..3 {
        session.handle(Inbound::Request(b"7".as_slice().into(), "?"), 1, now);
        session.poll_event(now);
        session.send("reply").unwrap();
    }
    assert!(!session.wants_to_read(false));
    session.mark_written(5);
    assert!(session.wants_to_read(false));
}

#[test]
fn one_that_owes_a_reply_is_read_up_to_a_higher_limit() {
    let (mut session, now) = session();
    let request = session.request(b"1", "?", Some(now + seconds(1))).unwrap();
    session.mark_written(1);
    session.send("a long reply").unwrap();
    assert!(session.wants_to_read(false));
    session.send("another one").unwrap();
    assert!(!session.wants_to_read(false));
    session.mark_written(12);
    // Forgotten or not, the reply will come; past the deadline nobody counts on it.
    session.forget(request);
    assert!(session.wants_to_read(false));
    session.send("again").unwrap();
    assert_eq!(events(&mut session, now + seconds(2)), []);
    assert!(!session.wants_to_read(false));
}

#[test]
fn a_hundred_thousand_requests_leave_nothing_behind() {
    let (mut session, now) = session();
    for n in 0_u64..100_000 {
        let id = n.to_ne_bytes();
        let request = session.request(&id, "?", Some(now + seconds(30))).unwrap();
        session.mark_written(1);
        session.handle(Inbound::Response(id.as_slice().into(), "!"), 1, now);
        assert_eq!(session.poll_event(now), Some(Event::Resolved(request)));
        assert_eq!(session.take_outcome(request), Some(Outcome::Reply("!")));
    }
    assert!(session.requests.deadlines_len() < 1000);
    assert_eq!(session.statistics().requests_pending, 0);
}

mod two_sides;
