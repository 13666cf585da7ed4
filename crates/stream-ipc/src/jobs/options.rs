//! The options of one job.

use std::time::Duration;

/// How a pool treats one job.
///
/// ```
/// use std::time::Duration;
/// use stream_ipc::JobOptions;
///
/// let urgent = JobOptions { priority: 1, timeout: Some(Duration::from_secs(2)) };
/// # let _ = urgent;
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct JobOptions {
    /// How long it may take on a worker, and wait for room in the queue, if that differs from the pool's
    /// timeout. [`Duration::MAX`] is no limit.
    pub timeout: Option<Duration>,
    /// Jobs with a higher priority go first, older ones first inside one priority.
    pub priority: i64,
}
