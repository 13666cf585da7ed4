//! Slows down a slot whose workers die before they have said anything.

use std::time::{Duration, Instant};

/// How long a slot waits after its first failure. Each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(100);

/// The longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// After this many failures in a row, a slot counts as broken.
const FAILURES: u32 = 5;

/// Counts the failures of one slot in a row.
#[derive(Debug, Default)]
pub(super) struct Brake {
    failures: u32,
    until: Option<Instant>,
}

impl Brake {
    /// Counts a failure, and returns when the slot may try again.
    pub(super) fn fail(&mut self, now: Instant) -> Instant {
        let doubled = FIRST_WAIT.saturating_mul(1 << self.failures.min(16));
        let until = now + doubled.min(LONGEST_WAIT);
        self.failures = self.failures.saturating_add(1);
        self.until = Some(until);
        until
    }

    /// Forgets the failures, because a worker has spoken.
    pub(super) fn release(&mut self) {
        *self = Self::default();
    }

    /// When the slot may try again, if that is still to come.
    pub(super) fn until(&self, now: Instant) -> Option<Instant> {
        self.until.filter(|until| *until > now)
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    pub(super) fn is_broken(&self) -> bool {
        self.failures >= FAILURES
    }
}
