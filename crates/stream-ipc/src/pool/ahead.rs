//! Handing a worker its next jobs before it has answered the last: when it pays, and how many.
//!
//! A worker that waits for its next job loses the time of a wake-up in each process, some 20 to 80 µs. Where
//! jobs are short, that is most of their time.

use std::time::Duration;

/// Jobs that take longer, on average, lose too little by waiting.
const SHORT: Duration = Duration::from_micros(300);

/// The work ahead of a worker takes less than this, by the average: long enough to sleep through a time
/// slice of somebody else, and so short that nobody sees one worker finish behind the others.
const WORK_AHEAD: Duration = Duration::from_millis(1);

/// The most jobs that are handed ahead to one worker. Eight hide the wake-ups; more would only wait.
pub(super) const MOST_AHEAD: usize = 8;

/// The worker starts a job that was handed ahead within this time, or gives it back: five times the work
/// ahead, so that this happens only behind a job that takes unusually long.
pub(super) const START_WITHIN: Duration = Duration::from_millis(5);

/// The moving average of how long jobs take.
#[derive(Debug, Default)]
pub(super) struct Pace {
    average: Option<Duration>,
    /// How many jobs a worker may have ahead by that average.
    most_ahead: usize,
}

impl Pace {
    /// Counts a job that took this long: one eighth of the new average.
    pub(super) fn note(&mut self, took: Duration) {
        let average = match self.average {
            Some(average) => average.saturating_mul(7).saturating_add(took) / 8,
            None => took,
        };
        self.average = Some(average);
        self.most_ahead = match average <= SHORT {
            true => jobs_in(WORK_AHEAD, average).min(MOST_AHEAD),
            false => 0,
        };
    }

    /// How many jobs a worker may have ahead, if enough of them wait.
    pub(super) fn most_ahead(&self) -> usize {
        self.most_ahead
    }

    pub(super) fn average(&self) -> Option<Duration> {
        self.average
    }
}

/// How many jobs of this length end before the time is up.
fn jobs_in(time: Duration, job: Duration) -> usize {
    let jobs = (time.as_nanos() - 1) / job.as_nanos().max(1);
    usize::try_from(jobs).unwrap_or(usize::MAX)
}
