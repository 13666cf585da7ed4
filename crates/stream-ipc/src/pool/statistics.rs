//! What a pool has done, and what it is doing.

use super::job::JobId;
use std::time::{Duration, Instant};

/// Counts jobs and workers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Jobs that wait for a worker.
    pub waiting: usize,
    /// Jobs that workers have.
    pub handed_out: usize,
    /// Workers that are being started.
    pub starting: usize,
    /// Workers, also those that are ending.
    pub workers: usize,
    /// Workers that could start a job at once.
    pub idle: usize,
    /// How long jobs have taken lately, on average.
    pub average: Option<Duration>,
    /// What has happened so far.
    pub totals: Totals,
}

/// Counts what has happened so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Jobs submitted.
    pub submitted: u64,
    /// Jobs that were answered in time.
    pub answered: u64,
    /// Jobs whose worker died.
    pub lost: u64,
    /// Jobs that took longer than their timeout.
    pub timed_out: u64,
    /// Jobs that were cancelled.
    pub cancelled: u64,
    /// Jobs that failed because no worker could be started.
    pub failed: u64,
    /// Jobs that the end of the pool prevented.
    pub never_started: u64,
    /// Jobs that could not be sent.
    pub not_sent: u64,
    /// Jobs that wait again because their worker died.
    pub retried: u64,
    /// Workers that were started or joined.
    pub workers_started: u64,
    /// Workers that died though nobody had told them to end.
    pub workers_lost: u64,
    /// Workers that were terminated.
    pub workers_terminated: u64,
}

/// What one worker is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkerStatus {
    /// Its slot; `None` if the pool has not started it.
    pub slot: Option<usize>,
    /// The job that it is busy with, and since when.
    pub running: Option<(JobId, Instant)>,
    /// How many more jobs it has.
    pub ahead: usize,
    /// How many jobs it has answered.
    pub answered: u64,
    /// Whether it was told to end.
    pub is_ending: bool,
}
