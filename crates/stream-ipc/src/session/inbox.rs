//! Holds what arrived until an event hands it out.

use crate::budget::{Budget, Share};
use crate::inbound::Inbound;
use crate::native::Native;
use std::collections::VecDeque;
use std::time::Instant;

#[derive(Debug)]
pub(super) struct Inbox {
    queue: VecDeque<Arrival>,
    /// Counts the bytes in the queue.
    share: Share,
    /// How many cancellations are in the queue.
    cancellations: usize,
}

#[derive(Debug)]
pub(super) enum Arrival {
    Inbound(Inbound),
    /// The clock showed this time when everything before it had arrived.
    Time(Instant),
}

impl Inbox {
    pub(super) fn within(budget: &Budget) -> Self {
        Self {
            queue: VecDeque::new(),
            share: budget.share(),
            cancellations: 0,
        }
    }

    pub(super) fn push(&mut self, inbound: Inbound) {
        self.share.add(inbound.size());
        self.cancellations += usize::from(inbound.is_cancellation());
        self.queue.push_back(Arrival::Inbound(inbound));
    }

    /// Notes the time behind what has arrived by then.
    pub(super) fn push_time(&mut self, now: Instant) {
        self.queue.push_back(Arrival::Time(now));
    }

    pub(super) fn pop(&mut self) -> Option<Arrival> {
        let arrival = self.queue.pop_front()?;
        if let Arrival::Inbound(inbound) = &arrival {
            self.share.release(inbound.size());
            self.cancellations -= usize::from(inbound.is_cancellation());
        }
        Some(arrival)
    }

    pub(super) fn has_cancellations(&self) -> bool {
        self.cancellations > 0
    }

    /// Takes the cancellation of the request with this id, wherever it is in the queue.
    pub(super) fn take_cancellation(&mut self, id: &[u8]) -> bool {
        if self.cancellations == 0 {
            return false;
        }
        let cancels = |arrival: &Arrival| matches!(arrival.inbound(), Some(Inbound::Native(Native::Cancel(known))) if known == id);
        let Some(place) = self.queue.iter().position(cancels) else {
            return false;
        };
        if let Some(Arrival::Inbound(inbound)) = self.queue.remove(place) {
            self.share.release(inbound.size());
            self.cancellations -= 1;
        }
        true
    }

    /// Takes what arrived first, from an inbox that holds no times.
    pub(super) fn pop_inbound(&mut self) -> Option<Inbound> {
        match self.pop()? {
            Arrival::Inbound(inbound) => Some(inbound),
            Arrival::Time(_) => None,
        }
    }

    pub(super) fn put_back(&mut self, inbound: Inbound) {
        self.share.add(inbound.size());
        self.cancellations += usize::from(inbound.is_cancellation());
        self.queue.push_front(Arrival::Inbound(inbound));
    }

    pub(super) fn first(&self) -> Option<&Inbound> {
        self.queue.iter().find_map(Arrival::inbound)
    }

    pub(super) fn last(&self) -> Option<&Inbound> {
        self.queue.iter().rev().find_map(Arrival::inbound)
    }

    pub(super) fn len(&self) -> usize {
        self.queue.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.share.bytes()
    }
}

impl Arrival {
    fn inbound(&self) -> Option<&Inbound> {
        match self {
            Self::Inbound(inbound) => Some(inbound),
            Self::Time(_) => None,
        }
    }
}
