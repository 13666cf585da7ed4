//! What the drivers of pools share: the messages of jobs, their outcomes, and what is told of workers.

mod event;
mod options;
mod outcome;
mod request;
mod worker_end;

pub use event::PoolEvent;
pub use options::JobOptions;
pub(crate) use outcome::JobOutcome;
pub use outcome::WorkerLost;
pub(crate) use request::{JobRequest, JobTimes};
pub(crate) use worker_end::WorkerEnd;

use crate::pool::Options;
use std::num::NonZero;
use std::thread::available_parallelism;

/// The options of a pool that starts as many workers as this process may use CPUs.
pub(crate) fn worker_per_cpu() -> Options {
    Options {
        size: available_parallelism().map_or(1, NonZero::get),
        ..Options::default()
    }
}

/// The most jobs that are taken from an iterator at once: enough to keep all workers busy.
pub(crate) fn most_at_once(workers: usize) -> usize {
    const FOR_EACH_WORKER: usize = 16;
    workers.max(1).saturating_mul(FOR_EACH_WORKER)
}
