//! Attempts that may be in vain.

use std::cell::Cell;

/// Messages that PHP's functions get at once after an attempt in vain.
const PAUSE: u8 = 64;

/// Attempts to write or read the messages of a class as plain ones. What a message holds shows late, a
/// DateTimeImmutable in its last property for instance, and the next one of its class usually holds the
/// same. So the attempts pause after one in vain.
#[derive(Default)]
pub struct Attempts {
    /// The messages left in the pause.
    paused: Cell<u8>,
}

impl Attempts {
    /// Whether PHP's functions get this message.
    pub fn is_paused(&self) -> bool {
        let left = self.paused.get();
        self.paused.set(left.saturating_sub(1));
        left > 0
    }

    /// Begins a pause, unless the attempt has succeeded.
    pub fn note(&self, success: bool) {
        if !success {
            self.paused.set(PAUSE);
        }
    }
}
