//! A job that the pool does not take.

use thiserror::Error;

/// Returns a job that was not submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{reason}")]
pub struct Refused<J> {
    /// What was to be submitted.
    pub payload: J,
    /// Why it was not.
    pub reason: Reason,
}

/// Why a job was not submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Reason {
    /// As many jobs wait as may wait.
    #[error("the queue is full: submit the job again when a worker has taken one")]
    QueueFull,
    /// The pool is being drained or stopped.
    #[error("the pool is closing and takes no more jobs")]
    Closing,
}
