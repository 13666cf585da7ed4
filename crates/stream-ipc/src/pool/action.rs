//! What a pool says to its driver.

use super::job::{Handout, JobId};
use super::worker::WorkerId;
use std::time::{Duration, Instant};

/// What the driver is to do next.
#[derive(Debug, PartialEq, Eq)]
pub enum Action<J> {
    /// Start a worker, and tell [`Pool::started`](super::Pool::started) or
    /// [`Pool::start_failed`](super::Pool::start_failed).
    Start {
        /// The worker's place, below [`Options::size`](super::Options::size).
        slot: usize,
    },
    /// Send the worker the job, [`Pool::payload`](super::Pool::payload).
    Send {
        /// Names worker and job, in what the driver tells about them later.
        handout: Handout,
        /// The worker starts the job before this moment, or returns it: it has others to do first.
        start_by: Option<Instant>,
    },
    /// Tell the worker that nobody waits for this job any more. Its answer still matters: the worker is
    /// free then. If the job has not begun to leave, take it back, and tell
    /// [`Pool::not_sent`](super::Pool::not_sent).
    Cancel(Handout),
    /// Forget this job that was handed ahead. The worker does not start it, and what it says about it
    /// means nothing.
    TakeBack(Handout),
    /// Find out how much memory the worker has, and tell [`Pool::measured`](super::Pool::measured). A
    /// driver that cannot tells nothing.
    Measure(WorkerId),
    /// Close the worker's input, so that it ends by itself.
    Retire(WorkerId),
    /// End the worker: ask it now, and force it after the grace.
    Terminate {
        /// The worker.
        worker: WorkerId,
        /// How long it may take to end.
        grace: Duration,
    },
    /// Give the job this outcome. Nothing follows for it.
    Resolve {
        /// The job.
        job: JobId,
        /// What is left of it.
        finished: Finished<J>,
        /// What came of it.
        outcome: Outcome,
    },
    /// Report what happened, if somebody wants to know.
    Report(Event),
}

impl<J> Action<J> {
    /// The worker without whom the action means nothing.
    pub(super) fn worker(&self) -> Option<WorkerId> {
        match self {
            Self::Cancel(handout) | Self::TakeBack(handout) => Some(handout.worker),
            Self::Measure(worker) | Self::Retire(worker) | Self::Terminate { worker, .. } => {
                Some(*worker)
            }
            Self::Send { .. } | Self::Start { .. } | Self::Resolve { .. } | Self::Report(_) => None,
        }
    }
}

/// What is left of a job that has its outcome. The pool has forgotten it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished<J> {
    /// What was submitted.
    pub payload: J,
    /// How often it was started.
    pub attempts: u32,
}

/// The outcome of a job that no worker has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Its worker died, and it may not be started again.
    Lost {
        /// The worker of the last attempt.
        worker: WorkerId,
    },
    /// It took longer than its timeout.
    TimedOut {
        /// The worker that may still be busy with it.
        worker: WorkerId,
    },
    /// It was cancelled.
    Cancelled,
    /// No worker can be started.
    Failed,
    /// The pool was stopped before the job was started.
    NeverStarted,
}

/// What happened to workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A worker was started.
    Started {
        /// The worker.
        worker: WorkerId,
        /// Its slot.
        slot: usize,
        /// Whether another worker was in this slot before.
        is_replacement: bool,
    },
    /// A worker joined that the pool has not started.
    Joined {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker died that nobody had told to end.
    Lost {
        /// The worker.
        worker: WorkerId,
        /// The job that it was busy with.
        job: Option<JobId>,
    },
    /// A worker was told to end, and has ended.
    Ended {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker was told to end between its jobs.
    Retired {
        /// The worker.
        worker: WorkerId,
        /// Why.
        reason: Retirement,
    },
    /// A worker that did not end in time is being terminated.
    Terminated {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker could not be started, or died before it said anything. Its slot waits.
    Braked {
        /// The slot.
        slot: usize,
        /// How often that happened in a row.
        failures: u32,
        /// When the slot may try again.
        until: Instant,
    },
    /// No worker can be started: all waiting jobs fail.
    Broken,
}

/// Why a worker retires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retirement {
    /// It has done as many jobs as a worker may.
    Jobs,
    /// It has more memory than a worker may.
    Memory,
    /// It had no job for a long time.
    Idle,
    /// The pool is being restarted.
    Restart,
    /// It takes no jobs any more.
    Unreachable,
    /// The pool is being drained or stopped.
    Closing,
}
