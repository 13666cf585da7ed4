//! What streams that others read have brought.

use crate::zend::memory_limit;
use std::collections::VecDeque;
use stream_ipc::frame::Decoder;
use stream_ipc::reactor::Inbound;

/// The read streams of a transport whose library does the reading: frames are decoded as bytes are
/// fed, and wait in the order they came.
#[derive(Default)]
pub struct Inbox {
    /// What decodes each stream; `None` once it has ended.
    decoders: Vec<Option<Decoder>>,
    arrived: VecDeque<(usize, Inbound)>,
    /// How many bytes of messages wait.
    bytes: usize,
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
            decoder.set_ceiling(memory_limit());
            let (arrived, size) = (&mut self.arrived, &mut self.bytes);
            decoder.feed(bytes.into(), |decoded| {
                let inbound = Inbound::from(decoded);
                *size += inbound.size();
                arrived.push_back((stream, inbound));
            });
        }
    }

    /// Notes that a stream has ended. With the last one, the end of the session arrives.
    pub fn end(&mut self, stream: usize) {
        let Some(mut decoder) = self.decoders[stream].take() else {
            return;
        };
        let arrived = &mut self.arrived;
        self.lost += decoder.finish(|junk| arrived.push_back((stream, junk.into())));
        if !self.is_open() {
            let lost = self.lost;
            self.arrived.push_back((stream, Inbound::Ended { lost }));
        }
    }

    /// Whether a stream has not ended.
    pub fn is_open(&self) -> bool {
        self.decoders.iter().any(Option::is_some)
    }

    /// How many things wait to be taken.
    pub fn len(&self) -> usize {
        self.arrived.len()
    }

    /// How many bytes of messages wait to be taken.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Takes what came first, with its stream, if `wanted` wants it.
    pub fn take_if(&mut self, wanted: impl FnOnce(&Inbound) -> bool) -> Option<(usize, Inbound)> {
        let (_, first) = self.arrived.front()?;
        if !wanted(first) {
            return None;
        }
        let (stream, inbound) = self.arrived.pop_front()?;
        self.bytes -= inbound.size();
        Some((stream, inbound))
    }
}
