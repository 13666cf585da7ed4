//! What streams that others read have brought.

use crate::limits;
use std::collections::VecDeque;
use stream_ipc::budget::{Budget, Share};
use stream_ipc::frame::Decoder;
use stream_ipc::inbound::Inbound;

/// The read streams of a transport whose library does the reading: frames are decoded as bytes are
/// fed, and wait in the order they came.
#[derive(Default)]
pub struct Inbox {
    /// What decodes each stream; `None` once it has ended.
    decoders: Vec<Option<Decoder>>,
    queue: Queue,
    /// Bytes of unfinished frames at the ends of streams.
    lost: usize,
}

impl Inbox {
    /// An inbox for so many streams, with frames of at most `max_frame` bytes.
    pub fn new(streams: usize, max_frame: Option<usize>) -> Self {
        let budget = limits::received();
        let decoders = (0..streams).map(|_| Some(Decoder::within(&budget, max_frame)));
        Self {
            decoders: decoders.collect(),
            queue: Queue::within(&budget),
            lost: 0,
        }
    }

    /// Takes in what a stream brought.
    pub fn feed(&mut self, stream: usize, bytes: &[u8]) {
        if let Some(decoder) = &mut self.decoders[stream] {
            limits::follow_memory_limit(decoder.budget());
            let queue = &mut self.queue;
            decoder.feed_slice(bytes, |decoded| queue.push(stream, decoded.into()));
        }
    }

    /// Notes that a stream has ended. With the last one, the end of the session arrives.
    pub fn end(&mut self, stream: usize) {
        let Some(mut decoder) = self.decoders[stream].take() else {
            return;
        };
        let queue = &mut self.queue;
        self.lost += decoder.finish(|junk| queue.push(stream, junk.into()));
        if !self.is_open() {
            let lost = self.lost;
            self.queue.push(stream, Inbound::Ended { lost });
        }
    }

    /// Whether a stream has not ended.
    pub fn is_open(&self) -> bool {
        self.decoders.iter().any(Option::is_some)
    }

    /// How many things wait to be taken.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// How many bytes of messages wait to be taken.
    pub fn bytes(&self) -> usize {
        self.queue.share.bytes()
    }

    /// Whether much waits to be taken, and more is kept than may be.
    pub fn is_flooded(&self) -> bool {
        const MUCH: usize = 1024 * 1024;
        self.bytes() > MUCH && self.queue.share.budget().is_exceeded()
    }

    /// Takes what came first, with its stream, if `wanted` wants it.
    pub fn take_if(&mut self, wanted: impl FnOnce(&Inbound) -> bool) -> Option<(usize, Inbound)> {
        self.queue.take_if(wanted)
    }

    /// Puts back what was taken last.
    pub fn put_back(&mut self, stream: usize, inbound: Inbound) {
        self.queue.put_back(stream, inbound);
    }
}

/// What waits to be taken, with the streams it came from, counted.
#[derive(Debug, Default)]
pub struct Queue {
    waiting: VecDeque<(usize, Inbound)>,
    share: Share,
}

impl Queue {
    /// An empty queue.
    pub fn within(budget: &Budget) -> Self {
        Self {
            waiting: VecDeque::new(),
            share: budget.share(),
        }
    }

    /// How many things wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Adds what came last.
    pub fn push(&mut self, stream: usize, inbound: Inbound) {
        self.share.add(inbound.size());
        self.waiting.push_back((stream, inbound));
    }

    /// Takes what came first, if `wanted` wants it.
    pub fn take_if(&mut self, wanted: impl FnOnce(&Inbound) -> bool) -> Option<(usize, Inbound)> {
        self.waiting.front().filter(|(_, first)| wanted(first))?;
        let (stream, inbound) = self.waiting.pop_front()?;
        self.share.release(inbound.size());
        Some((stream, inbound))
    }

    /// Puts back what was taken last.
    pub fn put_back(&mut self, stream: usize, inbound: Inbound) {
        self.share.add(inbound.size());
        self.waiting.push_front((stream, inbound));
    }
}
