//! Two sessions that talk to each other over a channel that loses nothing, of any capacity.

use super::super::*;
use crate::frame::{Decoder, encode};
use bytes::{Buf, Bytes};
use proptest::prelude::*;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A step of a program.
#[derive(Debug, Clone)]
enum Step {
    Ask { bytes: usize },
    Tell { bytes: usize },
    Forget { nth: usize },
    Work,
    Pass { milliseconds: u64 },
}

/// One program with its session: the simplest possible driver.
struct Side {
    session: Session<Vec<u8>, Bytes>,
    decoder: Decoder,
    asked: u64,
    told: u64,
    /// The frame that the program waits for; no handler runs meanwhile.
    blocked: Option<FrameNumber>,
    waiting: Vec<RequestId>,
    outcomes: BTreeMap<RequestId, Outcome<Bytes>>,
    heard: Vec<u64>,
}

const MESSAGE: u8 = 0;
const REQUEST: u8 = 1;
const RESPONSE: u8 = 2;

fn framed(kind: u8, number: u64, bytes: usize) -> Vec<u8> {
    let mut payload = vec![kind];
    payload.extend(number.to_be_bytes());
    payload.resize(payload.len() + bytes, 0xF3);
    encode(&payload).unwrap()
}

impl Side {
    fn new() -> Self {
        let limits = Limits {
            inbox: 256,
            kept_while_awaited: 256,
            outbox: 64,
            outbox_while_owed: usize::MAX,
        };
        Self {
            session: Session::new(limits, &Budget::new()),
            decoder: Decoder::new(None),
            asked: 0,
            told: 0,
            blocked: None,
            waiting: Vec::new(),
            outcomes: BTreeMap::new(),
            heard: Vec::new(),
        }
    }

    fn ask(&mut self, bytes: usize, deadline: Option<Instant>) {
        self.asked += 1;
        let id = self.asked.to_be_bytes();
        let frame = framed(REQUEST, self.asked, bytes);
        // A session that was cut short takes no more.
        if self.session.request(&id, frame, deadline).is_ok() {
            self.waiting.push(id.as_slice().into());
        }
    }

    fn tell(&mut self, bytes: usize) {
        self.told += 1;
        self.blocked = self.session.send(framed(MESSAGE, self.told, bytes)).ok();
    }

    /// Writes what fits, reads what the session wants, and handles what arrived. Returns whether anything
    /// moved.
    fn work(
        &mut self,
        from: &mut VecDeque<u8>,
        to: &mut VecDeque<u8>,
        capacity: usize,
        now: Instant,
    ) -> bool {
        let mut moved = false;
        while let Some(bytes) = self.session.poll_transmit() {
            let room = (capacity - to.len()).min(bytes.len());
            if room == 0 {
                break;
            }
            to.extend(&bytes[..room]);
            self.session.mark_written(room);
            moved = true;
        }
        self.blocked = self
            .blocked
            .filter(|frame| matches!(self.session.is_written(*frame), Ok(false)));
        while self.session.wants_to_read(self.blocked.is_some())
            && let Some(byte) = from.pop_front()
        {
            self.read(byte);
            moved = true;
        }
        if self.blocked.is_none() {
            self.session.handle_timeout(now);
            while let Some(event) = self.session.poll_event() {
                self.see(event);
                moved = true;
            }
        }
        moved
    }

    fn read(&mut self, byte: u8) {
        let session = &mut self.session;
        let chunk = [byte].as_slice().into();
        self.decoder.feed(chunk, |decoded| {
            session.handle(decoded.into(), Instant::now)
        });
    }

    fn see(&mut self, event: Event) {
        match event {
            Event::Arrived(Inbound::Frame(payload)) => self.open(payload),
            Event::Arrived(other) => panic!("only frames are sent: {other:?}"),
            Event::TimedOut(id) => self.note_outcome(&id),
            Event::Overdue(_) | Event::Ended(_) => self.note_outcomes(),
        }
    }

    fn open(&mut self, mut payload: Bytes) {
        let kind = payload.get_u8();
        let id = RequestId::from(&payload[..8]);
        match kind {
            MESSAGE => self.heard.push(payload.get_u64()),
            REQUEST => {
                let number = payload.get_u64();
                let reply = framed(RESPONSE, number, payload.len());
                if let Ok(frame) = self.session.send(reply) {
                    self.session.detach(frame);
                }
            }
            _ if self.session.resolve(&id, payload).is_ok() => self.note_outcome(&id),
            _ => {}
        }
    }

    fn note_outcomes(&mut self) {
        for id in self.waiting.clone() {
            if self.session.is_resolved(&id) {
                self.note_outcome(&id);
            }
        }
    }

    fn note_outcome(&mut self, id: &RequestId) {
        let outcome = self.session.take_outcome(id).unwrap();
        let former = self.outcomes.insert(id.clone(), outcome);
        assert!(former.is_none(), "two outcomes");
    }
}

fn steps() -> impl Strategy<Value = Vec<(usize, Step)>> {
    let step = prop_oneof![
        3 => (0..200_usize).prop_map(|bytes| Step::Ask { bytes }),
        2 => (0..200_usize).prop_map(|bytes| Step::Tell { bytes }),
        1 => (0..8_usize).prop_map(|nth| Step::Forget { nth }),
        4 => Just(Step::Work),
        1 => (1..900_u64).prop_map(|milliseconds| Step::Pass { milliseconds }),
    ];
    proptest::collection::vec((0..2_usize, step), 0..120)
}

/// Runs the steps, then works both sides until nothing moves.
fn run(
    steps: Vec<(usize, Step)>,
    capacity: usize,
    timeout: Option<Duration>,
) -> ([Side; 2], [VecDeque<u8>; 2]) {
    let mut now = Instant::now();
    let mut sides = [Side::new(), Side::new()];
    let mut wires = [VecDeque::new(), VecDeque::new()];
    let work = |sides: &mut [Side; 2], wires: &mut [VecDeque<u8>; 2], at: usize, now: Instant| {
        let [a, b] = wires;
        let (from, to) = if at == 0 { (b, a) } else { (a, b) };
        sides[at].work(from, to, capacity, now)
    };
    for (at, step) in steps {
        let side = &mut sides[at];
        match step {
            Step::Work => {
                work(&mut sides, &mut wires, at, now);
            }
            Step::Pass { milliseconds } => now += Duration::from_millis(milliseconds),
            // The program waits for its frame.
            _ if side.blocked.is_some() => {}
            Step::Ask { bytes } => side.ask(bytes, timeout.map(|timeout| now + timeout)),
            Step::Tell { bytes } => side.tell(bytes),
            Step::Forget { nth } => {
                if let Some(request) = side.waiting.get(nth)
                    && !side.outcomes.contains_key(request)
                {
                    side.session.forget(request);
                    side.waiting.remove(nth);
                }
            }
        }
    }
    while work(&mut sides, &mut wires, 0, now) | work(&mut sides, &mut wires, 1, now) {}
    (sides, wires)
}

proptest! {
    #[test]
    fn every_request_is_answered_and_notifications_keep_their_order(
        steps in steps(),
        capacity in 1..300_usize,
    ) {
        let (sides, wires) = run(steps, capacity, None);
        prop_assert!(wires.iter().all(VecDeque::is_empty));
        let [told_a, told_b] = [sides[0].told, sides[1].told];
        for (side, told) in sides.iter().zip([told_b, told_a]) {
            prop_assert_eq!(side.session.end(), None);
            prop_assert_eq!(side.session.statistics().bytes_queued, 0);
            prop_assert_eq!(side.session.statistics().requests_pending, 0);
            for request in &side.waiting {
                prop_assert!(matches!(side.outcomes.get(request), Some(Outcome::Reply(_))));
            }
            prop_assert!(side.heard.iter().copied().eq(1..=told));
        }
    }

    #[test]
    fn with_deadlines_every_request_has_one_outcome(
        steps in steps(),
        capacity in 1..300_usize,
        timeout in 1..2000_u64,
    ) {
        let timeout = Duration::from_millis(timeout);
        let (mut sides, _) = run(steps, capacity, Some(timeout));
        let late = Instant::now() + Duration::from_secs(3600);
        for side in &mut sides {
            side.blocked = None;
            side.session.handle_timeout(late);
            while let Some(event) = side.session.poll_event() {
                side.see(event);
            }
            prop_assert_eq!(side.session.statistics().requests_pending, 0);
            for request in &side.waiting {
                prop_assert!(side.outcomes.contains_key(request));
            }
            prop_assert_eq!(side.session.poll_timeout(), None);
            prop_assert!(side.heard.is_sorted());
        }
    }
}
