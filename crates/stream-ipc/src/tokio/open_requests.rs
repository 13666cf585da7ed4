//! The other side's requests that have no answer.

use crate::deadline::Deadline;
use std::collections::HashMap;
use std::task::Waker;

/// What is known of the other side's requests that have no answer, by their ids, which that side chooses.
#[derive(Debug, Default)]
pub(super) struct OpenRequests(HashMap<String, OpenRequest>);

#[derive(Debug)]
struct OpenRequest {
    /// Until when its sender waits.
    deadline: Deadline,
    is_cancelled: bool,
    /// The tasks that wait for its cancellation.
    waiting: Vec<Waker>,
}

impl OpenRequests {
    pub(super) fn add(&mut self, id: &str, deadline: Deadline) {
        let request = OpenRequest {
            deadline,
            is_cancelled: false,
            waiting: Vec::new(),
        };
        self.0.insert(id.to_owned(), request);
    }

    pub(super) fn remove(&mut self, id: &str) {
        self.0.remove(id);
    }

    #[cfg(test)]
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn deadline(&self, id: &str) -> Deadline {
        let request = self.0.get(id);
        request.map_or(Deadline::NEVER, |request| request.deadline)
    }

    pub(super) fn is_cancelled(&self, id: &str) -> bool {
        self.0.get(id).is_some_and(|request| request.is_cancelled)
    }

    /// Notes that a request was cancelled. Returns the tasks that wait for that.
    pub(super) fn cancel(&mut self, id: &str) -> Vec<Waker> {
        let Some(request) = self.0.get_mut(id) else {
            return Vec::new();
        };
        request.is_cancelled = true;
        std::mem::take(&mut request.waiting)
    }

    /// Notes a task that waits for the cancellation of a request.
    pub(super) fn wait(&mut self, id: &str, task: &Waker) {
        // Another request with the same id may have been answered.
        if !self.0.contains_key(id) {
            self.add(id, Deadline::NEVER);
        }
        if let Some(OpenRequest { waiting, .. }) = self.0.get_mut(id)
            && !waiting.iter().any(|known| known.will_wake(task))
        {
            waiting.push(task.clone());
        }
    }

    /// All tasks that wait for a cancellation.
    pub(super) fn waiting(&mut self) -> impl Iterator<Item = Waker> {
        self.0.values_mut().flat_map(|it| it.waiting.drain(..))
    }
}
