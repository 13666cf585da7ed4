//! One session's part of the reactor: what came in and was not taken yet, what goes out.

use super::{GroupId, StreamId};
use crate::budget::{Budget, Share};
use crate::frame::{Decoded, FrameTooLong, NoRoom};
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
    /// A frame that the budget had no room for; its payload is skipped.
    NoRoom(NoRoom),
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
            Decoded::NoRoom(error) => Self::NoRoom(error),
        }
    }
}

impl Inbound {
    /// How much memory it takes, its place in the inbox included: a frame may be empty. A payload
    /// that is skipped may lie in the blocks that the frames beside it are slices of.
    pub fn size(&self) -> usize {
        const BLOCKS: usize = 128 * 1024;
        size_of::<Self>()
            + match self {
                Self::Frame(bytes) | Self::Junk(bytes) => bytes.len(),
                Self::TooLong(FrameTooLong { len, .. }) | Self::NoRoom(NoRoom { len, .. }) => {
                    BLOCKS.min(*len)
                }
                _ => 0,
            }
    }
}

/// What a channel has moved so far, in bytes, headers and junk included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traffic {
    /// Written.
    pub sent: u64,
    /// Read.
    pub received: u64,
    /// Waiting to be written: the other side has no room.
    pub queued: u64,
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
    /// How many bytes were read.
    pub(super) received: u64,
    /// Whether it stands in the queue of its group's channels to take from.
    pub(super) is_ready: bool,
    inbox: VecDeque<Inbound>,
    /// What lies in the inbox, counted.
    inbox_share: Share,
}

impl<F> Channel<F> {
    /// An inbox of more bytes is read into only while a write waits.
    const INBOX_BYTES: usize = 1024 * 1024;

    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            streams: Vec::new(),
            writer: None,
            membership: None,
            open_readers: 0,
            lost: 0,
            outbox: Outbox::new(),
            received: 0,
            is_ready: false,
            inbox: VecDeque::new(),
            inbox_share: budget.share(),
        }
    }

    pub(super) fn push(&mut self, inbound: Inbound) {
        self.inbox_share.add(inbound.size());
        self.inbox.push_back(inbound);
    }

    pub(super) fn put_back(&mut self, inbound: Inbound) {
        self.inbox_share.add(inbound.size());
        self.inbox.push_front(inbound);
    }

    pub(super) fn pop(&mut self) -> Option<Inbound> {
        let inbound = self.inbox.pop_front()?;
        self.inbox_share.release(inbound.size());
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
        self.inbox_share.bytes()
    }

    pub(super) fn is_full(&self) -> bool {
        self.inbox_bytes() > Self::INBOX_BYTES
    }
}

impl<F: AsRef<[u8]>> Channel<F> {
    pub(super) fn traffic(&self) -> Traffic {
        Traffic {
            sent: self.outbox.written_bytes,
            received: self.received,
            queued: self.outbox.queued_bytes(),
        }
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
    written_bytes: u64,
    /// Whether the owner of the stream is writing the first frame.
    lent: bool,
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
        while let Some((frame, offset)) = self.next() {
            match write(&frame.as_ref()[offset..]) {
                Ok(written) => self.advance(written),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn queued_bytes(&self) -> u64 {
        let frames = self.frames.iter().map(|frame| frame.as_ref().len());
        (frames.sum::<usize>() - self.offset) as u64
    }

    /// Counts so many bytes of the first frame as written.
    pub(super) fn advance(&mut self, written: usize) {
        self.written_bytes += written as u64;
        // There is none where it was given up while the owner of the stream wrote it.
        let Some(frame) = self.frames.front() else {
            return;
        };
        self.offset += written;
        if self.offset == frame.as_ref().len() {
            self.frames.pop_front();
            self.offset = 0;
            self.written += 1;
        }
    }
}

impl<F> Outbox<F> {
    fn new() -> Self {
        Self {
            frames: VecDeque::new(),
            offset: 0,
            written: 0,
            written_bytes: 0,
            lent: false,
            broken: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    pub(super) fn is_mid_frame(&self) -> bool {
        self.offset > 0 && !self.frames.is_empty()
    }

    /// Counts what waits as written: another process writes it.
    pub(super) fn leave_to_parent(&mut self) {
        self.written += self.frames.len() as u64;
        self.frames.clear();
        self.offset = 0;
    }

    pub(super) fn into_frames(self) -> VecDeque<F> {
        self.frames
    }

    /// The frame to write on, and how many bytes of it are written.
    pub(super) fn next(&self) -> Option<(&F, usize)> {
        Some((self.frames.front()?, self.offset))
    }

    /// Lends the frame to write on to the owner of the stream; `None` where there is none, or it
    /// is lent already.
    pub(super) fn lend(&mut self) -> Option<(&F, usize)> {
        if self.lent {
            return None;
        }
        self.lent = !self.frames.is_empty();
        self.next()
    }

    /// Takes back what was lent.
    pub(super) fn give_back(&mut self) {
        self.lent = false;
    }

    pub(super) fn is_lent(&self) -> bool {
        self.lent
    }

    pub(super) fn is_written(&self, number: u64) -> bool {
        self.written >= number
    }

    /// Gives up what is queued: the stream takes no more.
    pub(super) fn break_off(&mut self, error: &io::Error) {
        self.broken = Some((error.kind(), error.to_string()));
        self.frames.clear();
        self.offset = 0;
    }

    /// The error that broke the stream, if one did.
    pub(super) fn check(&self) -> io::Result<()> {
        match &self.broken {
            Some((kind, text)) => Err(io::Error::new(*kind, text.clone())),
            None => Ok(()),
        }
    }
}
