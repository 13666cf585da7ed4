//! Requests of this side, each with one outcome.

use super::{End, FrameNumber};
use rustc_hash::FxHashMap;
use slotmap::{SlotMap, new_key_type};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

new_key_type! {
    /// Names a request of a [`Session`](super::Session); no later request has the same name.
    pub struct RequestKey;
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<P> {
    /// The reply.
    Reply(P),
    /// No reply had arrived by the deadline.
    TimedOut,
    /// The session ended before.
    Ended(End),
}

#[derive(Debug)]
pub(super) struct Requests<P> {
    requests: SlotMap<RequestKey, Request<P>>,
    /// Those that the other side owes a reply. The ids are of this side's choice, so the hash need
    /// not withstand chosen ones.
    owed: FxHashMap<Box<[u8]>, RequestKey>,
    /// Deadlines of requests that may be over by now: taking one out of the middle would cost more.
    deadlines: BinaryHeap<Reverse<(Instant, RequestKey)>>,
    /// How many in `deadlines` are not over.
    timed: usize,
    pending: usize,
}

#[derive(Debug)]
struct Request<P> {
    id: Box<[u8]>,
    deadline: Option<Instant>,
    frame: Option<FrameNumber>,
    state: State<P>,
}

#[derive(Debug)]
enum State<P> {
    Waiting,
    /// Nobody waits any more, but the other side owes its reply.
    Forgotten,
    Resolved(Outcome<P>),
}

impl<P> Requests<P> {
    pub(super) fn new() -> Self {
        Self {
            requests: SlotMap::with_key(),
            owed: FxHashMap::default(),
            deadlines: BinaryHeap::new(),
            timed: 0,
            pending: 0,
        }
    }

    /// A request that waits. Where another one waits under the same id, that gets the reply.
    pub(super) fn insert(
        &mut self,
        id: &[u8],
        deadline: Option<Instant>,
        frame: Option<FrameNumber>,
    ) -> RequestKey {
        let key = self.requests.insert(Request {
            id: id.into(),
            deadline,
            frame,
            state: State::Waiting,
        });
        self.owed.entry(id.into()).or_insert(key);
        if let Some(deadline) = deadline {
            self.deadlines.push(Reverse((deadline, key)));
            self.timed += 1;
            self.drop_stale_deadlines();
        }
        self.pending += 1;
        key
    }

    /// Requests without an outcome that somebody waits for.
    pub(super) fn pending(&self) -> usize {
        self.pending
    }

    /// Whether the other side owes a reply, wanted or not.
    pub(super) fn are_owed(&self) -> bool {
        !self.owed.is_empty()
    }

    /// The frame of a request that waits.
    pub(super) fn frame(&self, key: RequestKey) -> Option<FrameNumber> {
        self.requests.get(key)?.frame
    }

    pub(super) fn is_resolved(&self, key: RequestKey) -> bool {
        let request = self.requests.get(key);
        request.is_some_and(|request| matches!(request.state, State::Resolved(_)))
    }

    /// Gives a reply to the request that waits for it, which is returned. A reply that nobody waits
    /// for is dropped.
    pub(super) fn resolve(&mut self, id: &[u8], reply: P) -> Option<RequestKey> {
        let key = *self.owed.get(id)?;
        let waits = self.is_waiting(key);
        self.finish(key, Outcome::Reply(reply));
        waits.then_some(key)
    }

    /// Gives a request its outcome. One that was forgotten is over.
    pub(super) fn finish(&mut self, key: RequestKey, outcome: Outcome<P>) {
        let Some(request) = self.requests.get_mut(key) else {
            return;
        };
        if self.owed.get(&request.id) == Some(&key) {
            self.owed.remove(&request.id);
        }
        self.timed -= usize::from(request.deadline.take().is_some());
        match request.state {
            State::Waiting => {
                self.pending -= 1;
                request.state = State::Resolved(outcome);
            }
            State::Forgotten => drop(self.requests.remove(key)),
            State::Resolved(_) => {}
        }
    }

    /// Takes the outcome of a request that has one.
    pub(super) fn take(&mut self, key: RequestKey) -> Option<Outcome<P>> {
        if !self.is_resolved(key) {
            return None;
        }
        match self.requests.remove(key)?.state {
            State::Resolved(outcome) => Some(outcome),
            State::Waiting | State::Forgotten => None,
        }
    }

    /// Drops the outcome of a request, now or when it comes.
    pub(super) fn forget(&mut self, key: RequestKey) {
        let Some(request) = self.requests.get_mut(key) else {
            return;
        };
        match request.state {
            State::Waiting => {
                self.pending -= 1;
                request.state = State::Forgotten;
            }
            State::Resolved(_) => drop(self.requests.remove(key)),
            State::Forgotten => {}
        }
    }

    /// Gives all that wait the same outcome and returns them.
    pub(super) fn end(&mut self, end: End) -> Vec<RequestKey> {
        let waits = |request: &Request<P>| matches!(request.state, State::Waiting);
        let waiting: Vec<_> = self
            .requests
            .iter()
            .filter(|(_, request)| waits(request))
            .map(|(key, _)| key)
            .collect();
        for key in &waiting {
            self.finish(*key, Outcome::Ended(end));
        }
        self.requests
            .retain(|_, request| !matches!(request.state, State::Forgotten));
        self.owed.clear();
        self.deadlines.clear();
        self.timed = 0;
        waiting
    }

    /// When the next request that waits times out.
    pub(super) fn next_deadline(&mut self) -> Option<Instant> {
        while let Some(Reverse((deadline, key))) = self.deadlines.peek() {
            if self.is_timed(*key) {
                return Some(*deadline);
            }
            self.deadlines.pop();
        }
        None
    }

    /// The request whose deadline comes first, if that has passed. [`Self::finish`] must follow.
    pub(super) fn pop_expired(
        &mut self,
        has_passed: impl FnOnce(Instant) -> bool,
    ) -> Option<RequestKey> {
        let deadline = self.next_deadline()?;
        if !has_passed(deadline) {
            return None;
        }
        self.deadlines.pop().map(|Reverse((_, key))| key)
    }

    pub(super) fn is_waiting(&self, key: RequestKey) -> bool {
        let request = self.requests.get(key);
        request.is_some_and(|request| matches!(request.state, State::Waiting))
    }

    #[cfg(test)]
    pub(super) fn deadlines_len(&self) -> usize {
        self.deadlines.len()
    }

    fn is_timed(&self, key: RequestKey) -> bool {
        let request = self.requests.get(key);
        request.is_some_and(|request| request.deadline.is_some())
    }

    /// Keeps the deadlines of requests that are over from outnumbering the others.
    fn drop_stale_deadlines(&mut self) {
        const FEW: usize = 64;
        if self.deadlines.len() > 2 * self.timed + FEW {
            let mut deadlines = std::mem::take(&mut self.deadlines);
            deadlines.retain(|Reverse((_, key))| self.is_timed(*key));
            self.deadlines = deadlines;
        }
    }
}
