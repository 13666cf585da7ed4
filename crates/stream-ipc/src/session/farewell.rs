//! How long a session that goes waits for what it has not sent.

use super::Session;
use crate::deadline::Deadline;
use std::time::{Duration, Instant};

/// The wait of a session that goes: it lasts as long as the other side reads on, and ends once that has
/// read nothing for some time.
#[derive(Debug, Clone, Copy)]
pub struct Farewell {
    patience: Option<Duration>,
    /// Bytes that had left when the other side last read.
    sent: u64,
    until: Option<Deadline>,
}

impl Farewell {
    /// A wait for somebody who reads nothing for as long as `patience`; without one, for ever.
    pub fn new(patience: Option<Duration>) -> Self {
        Self {
            patience,
            sent: 0,
            until: None,
        }
    }

    /// Until when to wait for the session at most before asking again; `None` if all has left, or the
    /// time is up.
    pub fn wait_until<F: AsRef<[u8]>, R>(
        &mut self,
        session: &Session<F, R>,
        now: Instant,
    ) -> Option<Deadline> {
        if !session.has_unsent() {
            return None;
        }
        let sent = session.statistics().bytes_sent;
        let until = match self.until.filter(|_| sent == self.sent) {
            Some(until) => until,
            None => *self
                .until
                .insert(self.patience.map_or(Deadline::NEVER, |patience| {
                    now.checked_add(patience)
                        .map_or(Deadline::NEVER, Deadline::at)
                })),
        };
        self.sent = sent;
        until
            .instant()
            .is_none_or(|until| now < until)
            .then_some(until)
    }
}
