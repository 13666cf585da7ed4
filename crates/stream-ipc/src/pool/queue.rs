//! Jobs that wait for a worker.

use super::JobId;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Where a job stands among those that wait. A job keeps its place when it comes back from a worker, so it
/// is in front of all that were submitted after it.
pub(super) type Place = (Reverse<i64>, u64);

/// Orders jobs by priority, and by age inside one priority.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: BTreeMap<Place, JobId>,
    places: u64,
}

impl Queue {
    /// The place of a new job.
    pub(super) fn place(&mut self, priority: i64) -> Place {
        self.places += 1;
        (Reverse(priority), self.places)
    }

    pub(super) fn insert(&mut self, place: Place, job: JobId) {
        self.waiting.insert(place, job);
    }

    pub(super) fn remove(&mut self, place: Place) {
        self.waiting.remove(&place);
    }

    pub(super) fn pop(&mut self) -> Option<JobId> {
        self.waiting.pop_first().map(|(_, job)| job)
    }

    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
