//! Timeouts on the monotonic clock: changing the system's time neither cuts nor stretches them.

use std::time::{Duration, Instant};

/// A moment by which something must be done, or never. The sooner deadline is the lesser one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Moment);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    Passed,
    At(Instant),
    Never,
}

impl Deadline {
    /// A deadline that has passed.
    pub const NOW: Self = Self(Moment::Passed);

    /// No deadline.
    pub const NEVER: Self = Self(Moment::Never);

    /// `timeout` from now; a time too far for the clock is [`Self::NEVER`].
    pub fn after(timeout: Duration) -> Self {
        let at = Instant::now().checked_add(timeout);
        Self(at.map_or(Moment::Never, Moment::At))
    }

    /// The deadline at this moment.
    pub fn at(moment: Instant) -> Self {
        Self(Moment::At(moment))
    }

    /// The moment; `None` for [`Self::NEVER`].
    pub fn instant(self) -> Option<Instant> {
        match self.0 {
            Moment::Passed => Some(Instant::now()),
            Moment::At(at) => Some(at),
            Moment::Never => None,
        }
    }

    /// `seconds` from now. Zero, less and not-a-number are now; infinity is [`Self::NEVER`].
    pub fn after_seconds(seconds: f64) -> Self {
        if seconds > 0.0 {
            Duration::try_from_secs_f64(seconds).map_or(Self::NEVER, Self::after)
        } else {
            Self::NOW
        }
    }

    /// The time left, zero once it has passed; `None` for [`Self::NEVER`].
    pub fn remaining(self) -> Option<Duration> {
        match self.0 {
            Moment::Passed => Some(Duration::ZERO),
            Moment::At(at) => Some(at.saturating_duration_since(Instant::now())),
            Moment::Never => None,
        }
    }

    /// Whether no time is left.
    pub fn has_passed(self) -> bool {
        self.remaining() == Some(Duration::ZERO)
    }

    /// This deadline, or `timeout` from now if that is sooner.
    #[must_use]
    pub fn at_most(self, timeout: Duration) -> Self {
        self.min(Self::after(timeout))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_negative_and_nan_seconds_have_passed() {
        for seconds in [0.0, -0.0, -1.0, f64::NEG_INFINITY, f64::NAN] {
            assert!(Deadline::after_seconds(seconds).has_passed(), "{seconds}");
        }
    }

    #[test]
    fn unreachable_times_never_pass() {
        for seconds in [f64::INFINITY, f64::MAX, 1e19] {
            assert_eq!(
                Deadline::after_seconds(seconds),
                Deadline::NEVER,
                "{seconds}"
            );
        }
    }

    #[test]
    fn the_sooner_of_two_counts() {
        let soon = Duration::from_millis(10);
        for deadline in [Deadline::NEVER, Deadline::after_seconds(60.0)] {
            assert!(
                deadline
                    .at_most(soon)
                    .remaining()
                    .is_some_and(|left| left <= soon)
            );
        }
        let passed = Deadline::after(Duration::ZERO);
        assert!(passed.at_most(soon).has_passed());
    }
}
