//! What streams that others read have brought.

use crate::limits;
use std::collections::VecDeque;
use stream_ipc::frame::Decoder;
use stream_ipc::reactor::Inbound;

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
        let decoders = (0..streams).map(|_| Some(Decoder::new(max_frame)));
        Self {
            decoders: decoders.collect(),
            ..Self::default()
        }
    }

    /// Takes in what a stream brought.
    pub fn feed(&mut self, stream: usize, bytes: &[u8]) {
        if let Some(decoder) = &mut self.decoders[stream] {
            decoder.set_ceiling(limits::ceiling());
            let queue = &mut self.queue;
            decoder.feed(bytes.into(), |decoded| queue.push(stream, decoded.into()));
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
        self.queue.arrived.len()
    }

    /// How many bytes of messages wait to be taken.
    pub fn bytes(&self) -> usize {
        self.queue.bytes
    }

    /// Takes what came first, with its stream, if `wanted` wants it.
    pub fn take_if(&mut self, wanted: impl FnOnce(&Inbound) -> bool) -> Option<(usize, Inbound)> {
        let (_, first) = self.queue.arrived.front()?;
        if !wanted(first) {
            return None;
        }
        let (stream, inbound) = self.queue.arrived.pop_front()?;
        self.queue.bytes -= inbound.size();
        Some((stream, inbound))
    }

    /// Puts back what was taken last.
    pub fn put_back(&mut self, stream: usize, inbound: Inbound) {
        self.queue.bytes += inbound.size();
        self.queue.arrived.push_front((stream, inbound));
    }
}

/// What waits to be taken, and the memory it takes.
#[derive(Default)]
struct Queue {
    arrived: VecDeque<(usize, Inbound)>,
    bytes: usize,
}

impl Queue {
    fn push(&mut self, stream: usize, inbound: Inbound) {
        self.bytes += inbound.size();
        self.arrived.push_back((stream, inbound));
    }
}
