//! One session's part of the reactor: what came in and was not taken yet, what goes out.

use super::{GroupId, StreamId};
use crate::frame::{Decoded, FrameTooLong};
use bytes::Bytes;
use std::collections::VecDeque;
use std::io;

/// What a channel received, in the order it came.
#[derive(Debug)]
pub enum Inbound {
    /// The payload of a frame.
    Frame(Bytes),
    /// Bytes outside any frame.
    Junk(Bytes),
    /// A frame over the channel's limit; its payload is skipped.
    TooLong(FrameTooLong),
    /// Reading a stream failed; the stream is treated as ended.
    ReadFailed(io::Error),
    /// A stream was closed by its owner while the channel still read it.
    StreamClosed,
    /// The last stream has ended; nothing follows.
    Ended {
        /// Bytes of unfinished frames that were lost with it.
        lost: usize,
    },
}

impl From<Decoded> for Inbound {
    fn from(decoded: Decoded) -> Self {
        match decoded {
            Decoded::Frame(payload) => Self::Frame(payload),
            Decoded::Junk(bytes) => Self::Junk(bytes),
            Decoded::TooLong(error) => Self::TooLong(error),
        }
    }
}

impl Inbound {
    /// How many bytes are kept for it.
    pub fn size(&self) -> usize {
        match self {
            Self::Frame(bytes) | Self::Junk(bytes) => bytes.len(),
            _ => 0,
        }
    }
}

/// A channel's place in a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Membership {
    pub(super) group: GroupId,
    /// What the group's owner knows the channel by.
    pub(super) tag: usize,
}

/// One session's streams and queues.
#[derive(Debug)]
pub(super) struct Channel<F> {
    pub(super) streams: Vec<StreamId>,
    pub(super) writer: Option<StreamId>,
    pub(super) membership: Option<Membership>,
    /// Read streams that have not ended.
    pub(super) open_readers: usize,
    /// Bytes of unfinished frames at the ends of those that have.
    pub(super) lost: usize,
    pub(super) outbox: Outbox<F>,
    inbox: VecDeque<Inbound>,
    inbox_bytes: usize,
}

impl<F> Channel<F> {
    /// An inbox of more bytes is read into only while a write waits.
    const INBOX_BYTES: usize = 1024 * 1024;

    pub(super) fn new() -> Self {
        Self {
            streams: Vec::new(),
            writer: None,
            membership: None,
            open_readers: 0,
            lost: 0,
            outbox: Outbox::new(),
            inbox: VecDeque::new(),
            inbox_bytes: 0,
        }
    }

    pub(super) fn push(&mut self, inbound: Inbound) {
        self.inbox_bytes += inbound.size();
        self.inbox.push_back(inbound);
    }

    pub(super) fn pop(&mut self) -> Option<Inbound> {
        let inbound = self.inbox.pop_front()?;
        self.inbox_bytes -= inbound.size();
        Some(inbound)
    }

    /// Tells a new member's owner of an end that the one before it was told of.
    pub(super) fn repeat_end(&mut self) {
        let told = matches!(self.inbox.back(), Some(Inbound::Ended { .. }));
        if self.open_readers == 0 && !told {
            let lost = self.lost;
            self.push(Inbound::Ended { lost });
        }
    }

    pub(super) fn first(&self) -> Option<&Inbound> {
        self.inbox.front()
    }

    pub(super) fn inbox_len(&self) -> usize {
        self.inbox.len()
    }

    pub(super) fn inbox_bytes(&self) -> usize {
        self.inbox_bytes
    }

    pub(super) fn is_full(&self) -> bool {
        self.inbox_bytes > Self::INBOX_BYTES
    }
}

/// Frames on their way out, in order; the first may be partly written.
#[derive(Debug)]
pub(super) struct Outbox<F> {
    frames: VecDeque<F>,
    /// How many bytes of the first frame are written.
    offset: usize,
    /// How many frames are written.
    written: u64,
    /// Why nothing can be written any more.
    broken: Option<(io::ErrorKind, String)>,
}

impl<F: AsRef<[u8]>> Outbox<F> {
    /// Queues a frame and returns its number, for [`Self::is_written`].
    pub(super) fn push(&mut self, frame: F) -> u64 {
        self.frames.push_back(frame);
        self.written + self.frames.len() as u64
    }

    /// Writes queued frames with `write` until it takes no more. `Ok(false)` where it would block.
    pub(super) fn flush(
        &mut self,
        mut write: impl FnMut(&[u8]) -> io::Result<usize>,
    ) -> io::Result<bool> {
        while let Some(frame) = self.frames.front() {
            let rest = &frame.as_ref()[self.offset..];
            match write(rest) {
                Ok(written) if written == rest.len() => {
                    self.frames.pop_front();
                    self.offset = 0;
                    self.written += 1;
                }
                Ok(written) => self.offset += written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }
}

impl<F> Outbox<F> {
    fn new() -> Self {
        Self {
            frames: VecDeque::new(),
            offset: 0,
            written: 0,
            broken: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub(super) fn is_written(&self, number: u64) -> bool {
        self.written >= number
    }

    /// Gives up what is queued: the stream takes no more.
    pub(super) fn break_off(&mut self, error: &io::Error) {
        self.broken = Some((error.kind(), error.to_string()));
        self.frames.clear();
    }

    /// The error that broke the stream, if one did.
    pub(super) fn check(&self) -> io::Result<()> {
        match &self.broken {
            Some((kind, text)) => Err(io::Error::new(*kind, text.clone())),
            None => Ok(()),
        }
    }
}
