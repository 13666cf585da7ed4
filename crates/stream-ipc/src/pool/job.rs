//! A job that has no outcome yet.

use super::queue::Place;
use super::worker::WorkerId;
use slotmap::{Key, new_key_type};
use std::time::Duration;

new_key_type! {
    /// Identifies a job of a [`Pool`](super::Pool); no later job has the same id.
    pub struct JobId;
}

impl JobId {
    /// A number that no other job of the pool ever has.
    pub fn number(self) -> u64 {
        self.data().as_ffi()
    }
}

#[derive(Debug)]
pub(super) struct Job<J> {
    pub(super) payload: J,
    pub(super) timeout: Option<Duration>,
    pub(super) place: Place,
    /// How often it was started, as far as anybody can know.
    pub(super) attempts: u32,
    /// How often it was handed to a worker.
    pub(super) handouts: u32,
    /// The handout by which a worker has it; `None` while it waits.
    pub(super) handout: Option<Handout>,
}

/// One job on one worker: what [`Action::Send`](super::Action::Send) asks the driver to send, and what an
/// answer belongs to. A job that comes back and goes out again is another handout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Handout {
    /// The worker.
    pub worker: WorkerId,
    /// The job.
    pub job: JobId,
    /// Counts the handouts of the job.
    pub(super) number: u32,
}
