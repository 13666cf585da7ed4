//! How long an ending session waits for its unsent frames.

use super::{Frame, Session};
use crate::deadline::Deadline;
use std::time::{Duration, Instant};

/// The wait of an ending session. It goes on while the other side reads, and ends when that side has read
/// nothing for some time.
#[derive(Debug, Clone, Copy)]
pub struct Farewell {
    patience: Option<Duration>,
    /// How many bytes had left when the other side last read.
    sent: u64,
    until: Option<Deadline>,
}

impl Farewell {
    /// A wait that ends when the other side reads nothing for `patience`; `None` waits for ever.
    pub fn new(patience: Option<Duration>) -> Self {
        Self {
            patience,
            sent: 0,
            until: None,
        }
    }

    /// When to ask again, at the latest. `None` if everything has left, or the time is up.
    pub fn wait_until<F: Frame, R>(
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
