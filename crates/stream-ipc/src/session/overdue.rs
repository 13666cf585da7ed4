//! Cancelled requests that the other side is still busy with.

use super::RequestId;
use std::collections::VecDeque;
use std::time::Instant;

#[derive(Debug, Default)]
pub(super) struct Overdue {
    /// The requests without a reply, and until when it may come.
    waiting: Vec<(RequestId, Instant)>,
    /// Those whose time is up.
    late: VecDeque<RequestId>,
}

impl Overdue {
    pub(super) fn expect_reply(&mut self, id: &[u8], until: Instant) {
        self.waiting.push((id.into(), until));
    }

    pub(super) fn note_reply(&mut self, id: &[u8]) {
        self.waiting.retain(|(known, _)| **known != *id);
        self.late.retain(|known| **known != *id);
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.next().is_some_and(|next| next <= now)
    }

    pub(super) fn next(&self) -> Option<Instant> {
        self.waiting.iter().map(|(_, until)| *until).min()
    }

    pub(super) fn expire(&mut self, now: Instant) {
        let late = self.waiting.extract_if(.., |(_, until)| *until <= now);
        self.late.extend(late.map(|(id, _)| id));
    }

    /// How many are late and not yet taken.
    pub(super) fn late(&self) -> usize {
        self.late.len()
    }

    pub(super) fn take_late(&mut self) -> Option<RequestId> {
        self.late.pop_front()
    }
}
