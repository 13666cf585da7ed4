//! What arrived and no event has handed out.

use super::Inbound;
use std::collections::VecDeque;
use std::time::Instant;

#[derive(Debug)]
pub(super) struct Inbox<P> {
    queue: VecDeque<Arrived<P>>,
    bytes: usize,
}

#[derive(Debug)]
struct Arrived<P> {
    inbound: Inbound<P>,
    size: usize,
    at: Instant,
}

impl<P> Inbox<P> {
    pub(super) fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            bytes: 0,
        }
    }

    pub(super) fn push(&mut self, inbound: Inbound<P>, size: usize, at: Instant) {
        self.bytes += size;
        self.queue.push_back(Arrived { inbound, size, at });
    }

    pub(super) fn pop(&mut self) -> Option<Inbound<P>> {
        let Arrived { inbound, size, .. } = self.queue.pop_front()?;
        self.bytes -= size;
        Some(inbound)
    }

    /// When what stands first arrived.
    pub(super) fn first_arrived(&self) -> Option<Instant> {
        self.queue.front().map(|first| first.at)
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn clear(&mut self) {
        self.queue.clear();
        self.bytes = 0;
    }
}
