//! The options of a pool.

use std::time::Duration;

/// How a pool treats jobs and workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many workers the pool starts at most.
    pub size: usize,
    /// How many jobs may wait for a worker; one at least.
    pub queue_limit: usize,
    /// How long a job may take on a worker. A job may have its own timeout.
    pub timeout: Option<Duration>,
    /// How often a job is started at most, if workers die of it; once at least.
    pub attempts: u32,
    /// A worker retires after this many jobs; one at least.
    pub max_jobs: Option<u64>,
    /// A worker retires when it has more memory than this, in bytes.
    pub max_memory: Option<u64>,
    /// A worker that the pool has started retires after this time without a job.
    pub idle_timeout: Option<Duration>,
    /// How long a worker may go on with a job that is cancelled, or with nothing after its input was
    /// closed, before it is terminated.
    pub grace: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            size: 1,
            queue_limit: 1024,
            timeout: None,
            attempts: 1,
            max_jobs: None,
            max_memory: None,
            idle_timeout: None,
            grace: Duration::from_secs(5),
        }
    }
}
