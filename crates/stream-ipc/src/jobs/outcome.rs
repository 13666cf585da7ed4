//! What comes of jobs.

use super::request::JobRequest;
use super::worker_end::WorkerEnd;
use crate::error::Error;
use crate::format::Reply;
use crate::frame::PayloadTooLong;
use crate::session::LastOutput;
use serde::de::DeserializeOwned;
use std::fmt;
use std::process::ExitStatus;
use std::time::Duration;

/// What came of a job.
#[derive(Debug)]
pub(crate) enum JobOutcome {
    Reply(Reply),
    Lost(WorkerEnd),
    /// After this time.
    TimedOut(Duration),
    Cancelled,
    /// No worker can be started, for this reason.
    Broken(String),
    NeverStarted,
    TooLong(PayloadTooLong),
}

impl JobOutcome {
    /// The reply of the worker.
    ///
    /// # Errors
    /// What came instead.
    pub(crate) fn message<R: DeserializeOwned>(&self, request: &JobRequest) -> Result<R, Error> {
        match self {
            Self::Reply(reply) => reply.message(request.format()),
            Self::Lost(worker) => Err(Error::WorkerLost(WorkerLost {
                class: request.class(),
                worker: worker.clone(),
            })),
            Self::TimedOut(limit) => Err(Error::TimedOut(*limit)),
            Self::Cancelled => Err(Error::Cancelled(request.class())),
            Self::Broken(reason) => Err(Error::PoolBroken(reason.clone())),
            Self::NeverStarted => Err(Error::PoolClosed),
            Self::TooLong(error) => Err(Error::TooLong(*error)),
        }
    }
}

/// The worker of a job died while it was busy with the job, or closed its streams. Its text says how it
/// ended and what it said last.
#[derive(Debug, Clone)]
pub struct WorkerLost {
    class: String,
    worker: WorkerEnd,
}

impl WorkerLost {
    /// The PHP class of the job's message.
    pub fn class(&self) -> &str {
        &self.class
    }

    /// The id of the worker's process, if it was started here.
    pub fn process_id(&self) -> Option<u32> {
        self.worker.process_id
    }

    /// How the process ended, with exit code or signal; `None` if that is unknown.
    pub fn exit_status(&self) -> Option<ExitStatus> {
        self.worker.exit_status
    }

    /// What the worker printed last outside of frames.
    pub fn last_output(&self) -> &LastOutput {
        &self.worker.last_output
    }
}

impl fmt::Display for WorkerLost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the job ({}) is lost: {}", self.class, self.worker)
    }
}
