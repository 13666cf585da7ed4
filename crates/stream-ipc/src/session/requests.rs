//! Our requests, each with one outcome.

use super::{End, FrameNumber, RequestId};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::hash_map::Entry;
use std::time::Instant;

/// The outcome of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome<R> {
    /// The reply.
    Reply(R),
    /// No reply had arrived by the deadline.
    TimedOut,
    /// This side does not wait for the reply any more.
    Cancelled,
    /// The session ended before a reply came.
    Ended(End),
}

#[derive(Debug)]
pub(super) struct Requests<R> {
    /// This side chooses the ids, so the hash need not withstand chosen ones.
    requests: FxHashMap<RequestId, Request<R>>,
    /// Deadlines, also of requests that are over: removing one from the middle would cost more.
    deadlines: BinaryHeap<Reverse<(Instant, RequestId)>>,
    /// How many in `deadlines` belong to pending requests.
    timed: usize,
    /// The earliest deadline that has not been reported as passed, or an earlier time.
    next: Option<Instant>,
    pending: usize,
}

#[derive(Debug)]
struct Request<R> {
    deadline: Option<Instant>,
    frame: Option<FrameNumber>,
    /// `None` while it is pending.
    outcome: Option<Outcome<R>>,
}

impl<R> Requests<R> {
    pub(super) fn new() -> Self {
        Self {
            requests: FxHashMap::default(),
            deadlines: BinaryHeap::new(),
            timed: 0,
            next: None,
            pending: 0,
        }
    }

    /// Adds a pending request. If the id is known already, the request stays, and gets the deadline and
    /// the frame that it lacks.
    pub(super) fn insert(
        &mut self,
        id: &[u8],
        deadline: Option<Instant>,
        frame: Option<FrameNumber>,
    ) {
        let id = RequestId::from(id);
        let request = match self.requests.entry(id.clone()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                self.pending += 1;
                place.insert(Request {
                    deadline: None,
                    frame: None,
                    outcome: None,
                })
            }
        };
        request.frame = request.frame.or(frame);
        if let (None, None, Some(deadline)) = (&request.outcome, request.deadline, deadline) {
            request.deadline = Some(deadline);
            self.next = Some(self.next.map_or(deadline, |next| next.min(deadline)));
            self.drop_stale_deadlines();
            self.deadlines.push(Reverse((deadline, id)));
            self.timed += 1;
        }
    }

    /// Requests without an outcome.
    pub(super) fn pending(&self) -> usize {
        self.pending
    }

    /// The outcome of a request, if it has one that nobody has taken.
    pub(super) fn outcome(&self, id: &[u8]) -> Option<&Outcome<R>> {
        self.requests.get(id)?.outcome.as_ref()
    }

    pub(super) fn is_waiting(&self, id: &[u8]) -> bool {
        let request = self.requests.get(id);
        request.is_some_and(|request| request.outcome.is_none())
    }

    /// The frame of a request.
    pub(super) fn frame(&self, id: &[u8]) -> Option<FrameNumber> {
        self.requests.get(id)?.frame
    }

    /// Gives a pending request its outcome.
    ///
    /// # Errors
    /// Returns the outcome if no request with this id is pending.
    pub(super) fn finish(&mut self, id: &[u8], outcome: Outcome<R>) -> Result<(), Outcome<R>> {
        match self.requests.get_mut(id) {
            Some(request) if request.outcome.is_none() => {
                request.outcome = Some(outcome);
                self.timed -= usize::from(request.deadline.take().is_some());
                self.pending -= 1;
                Ok(())
            }
            _ => Err(outcome),
        }
    }

    /// Takes the outcome of a request that has one, and forgets the request.
    pub(super) fn take(&mut self, id: &[u8]) -> Option<Outcome<R>> {
        // A look-up first pays only if some requests have an outcome and others are pending.
        let waits = match self.pending {
            0 => false,
            pending if pending == self.requests.len() => true,
            _ => self.outcome(id).is_none(),
        };
        if waits {
            return None;
        }
        self.requests.remove(id)?.outcome
    }

    /// Takes the reply to a request that has one, and forgets the request.
    pub(super) fn take_reply(&mut self, id: &[u8]) -> Option<R> {
        let Outcome::Reply(_) = self.outcome(id)? else {
            return None;
        };
        match self.requests.remove(id)?.outcome? {
            Outcome::Reply(reply) => Some(reply),
            Outcome::TimedOut | Outcome::Cancelled | Outcome::Ended(_) => None,
        }
    }

    /// Forgets a request, and returns its outcome if it had one.
    pub(super) fn forget(&mut self, id: &[u8]) -> Option<Outcome<R>> {
        let request = self.requests.remove(id)?;
        self.timed -= usize::from(request.deadline.is_some());
        self.pending -= usize::from(request.outcome.is_none());
        request.outcome
    }

    /// Gives all pending requests this outcome.
    pub(super) fn end(&mut self, end: &End) {
        for request in self.requests.values_mut() {
            if request.outcome.is_none() {
                request.outcome = Some(Outcome::Ended(end.clone()));
                request.deadline = None;
            }
        }
        self.deadlines.clear();
        (self.timed, self.pending, self.next) = (0, 0, None);
    }

    /// When the next pending request times out, or an earlier time.
    pub(super) fn next_deadline(&self) -> Option<Instant> {
        self.next
    }

    /// Whether the deadline of a pending request has passed. Says so once, so [`Self::pop_expired`] must
    /// follow.
    pub(super) fn are_due(&mut self, now: Instant) -> bool {
        if self.next.is_none_or(|next| next > now) {
            return false;
        }
        self.drop_stale_front();
        self.next = self.first_deadline().filter(|first| *first > now);
        self.next.is_none() && !self.deadlines.is_empty()
    }

    /// The pending request with the earliest deadline, if that has passed by `now`. [`Self::finish`] must
    /// follow.
    pub(super) fn pop_expired(&mut self, now: Instant) -> Option<RequestId> {
        self.drop_stale_front();
        self.next = self.first_deadline();
        if self.next? > now {
            return None;
        }
        self.deadlines.pop().map(|Reverse((_, id))| id)
    }

    fn first_deadline(&self) -> Option<Instant> {
        self.deadlines
            .peek()
            .map(|Reverse((deadline, _))| *deadline)
    }

    fn drop_stale_front(&mut self) {
        while let Some(Reverse((deadline, id))) = self.deadlines.peek()
            && !self.is_due_at(id, *deadline)
        {
            self.deadlines.pop();
        }
    }

    #[cfg(test)]
    pub(super) fn deadlines_len(&self) -> usize {
        self.deadlines.len()
    }

    fn is_due_at(&self, id: &[u8], deadline: Instant) -> bool {
        let request = self.requests.get(id);
        request.is_some_and(|request| request.deadline == Some(deadline))
    }

    /// Drops deadlines of finished requests before they outnumber the others.
    fn drop_stale_deadlines(&mut self) {
        const FEW: usize = 64;
        if self.timed == 0 {
            self.deadlines.clear();
        } else if self.deadlines.len() > 2 * self.timed + FEW {
            let mut deadlines = std::mem::take(&mut self.deadlines);
            deadlines.retain(|Reverse((deadline, id))| self.is_due_at(id, *deadline));
            self.deadlines = deadlines;
        }
    }
}
