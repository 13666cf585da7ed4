//! Noticing a side that is silent, on streams that may be cut without an end.

use std::time::{Duration, Instant};

/// Asks a silent side whether it is there, and says when it has not answered.
///
/// Only what follows a question counts as silence: whoever has not asked for long, because it was busy, must
/// not blame the other side.
#[derive(Debug)]
pub(super) struct Heartbeat {
    /// How long the other side may be silent.
    limit: Duration,
    last_heard: Instant,
    asked_at: Option<Instant>,
    /// Whether anything has come since the last look.
    has_heard: bool,
}

/// What to do about a silent side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Wait,
    /// Ask whether it is there.
    Ask,
    /// It has not answered.
    Silent,
}

impl Heartbeat {
    pub(super) fn new(limit: Duration, now: Instant) -> Self {
        Self {
            limit,
            last_heard: now,
            asked_at: None,
            has_heard: false,
        }
    }

    /// The silence after which to ask: a third of the limit, so that the answer has two thirds of it.
    fn patience(&self) -> Duration {
        self.limit / 3
    }

    pub(super) fn limit(&self) -> Duration {
        self.limit
    }

    /// Something has come. The next look takes the time, so it may count as somewhat later.
    pub(super) fn hear(&mut self) {
        self.has_heard = true;
    }

    /// When to look next.
    pub(super) fn next(&self) -> Option<Instant> {
        match self.asked_at {
            None => self.last_heard.checked_add(self.patience()),
            Some(asked_at) => asked_at.checked_add(self.limit - self.patience()),
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.next().is_some_and(|next| next <= now)
    }

    pub(super) fn look(&mut self, now: Instant) -> Verdict {
        if std::mem::take(&mut self.has_heard) {
            (self.last_heard, self.asked_at) = (now, None);
        }
        match (self.next(), self.asked_at) {
            (Some(next), Some(_)) if next <= now => Verdict::Silent,
            (Some(next), None) if next <= now => {
                self.asked_at = Some(now);
                Verdict::Ask
            }
            _ => Verdict::Wait,
        }
    }
}
