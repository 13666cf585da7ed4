//! Outgoing frames in order; part of the first may have left.

use super::FrameNumber;
use std::collections::VecDeque;
use std::io;

#[derive(Debug)]
pub(super) struct Outbox<F> {
    /// Never begins with a frame that was taken back.
    frames: VecDeque<Entry<F>>,
    /// The number of the first frame.
    first: u64,
    /// How many bytes of the first frame have left.
    offset: usize,
    /// Whether a writer has borrowed the first frame, so that bytes of it may have left.
    is_lent: bool,
    /// Bytes of all frames that have not left.
    bytes: usize,
    bytes_sent: u64,
    frames_sent: u64,
    broken: Option<Broken>,
}

/// The reason why nothing can leave any more.
#[derive(Debug)]
struct Broken {
    kind: io::ErrorKind,
    text: String,
    /// The number of the first frame that did not leave.
    first_lost: u64,
}

#[derive(Debug)]
struct Entry<F> {
    /// `None` if it was taken back.
    frame: Option<F>,
    /// Whether a sender waits for it, and learns its outcome.
    is_awaited: bool,
}

/// The outcome of giving up a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenUp {
    /// No byte of it had left.
    TakenBack,
    /// Part of it has left.
    Cut,
    /// All of it has left.
    TooLate,
}

impl<F> Outbox<F> {
    pub(super) fn new() -> Self {
        Self {
            frames: VecDeque::new(),
            first: 0,
            offset: 0,
            is_lent: false,
            bytes: 0,
            bytes_sent: 0,
            frames_sent: 0,
            broken: None,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// Whether more than one frame may wait to leave.
    #[inline]
    pub(super) fn has_several(&self) -> bool {
        self.frames.len() > 1
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The number of the last frame.
    pub(super) fn last(&self) -> Option<FrameNumber> {
        let behind = self.first + self.frames.len() as u64;
        (!self.is_empty()).then(|| FrameNumber(behind - 1))
    }

    pub(super) fn bytes_sent(&self) -> u64 {
        self.bytes_sent
    }

    pub(super) fn frames_sent(&self) -> u64 {
        self.frames_sent
    }

    pub(super) fn note_frame_sent(&mut self) {
        self.frames_sent += 1;
    }

    pub(super) fn is_mid_frame(&self) -> bool {
        self.offset > 0
    }

    /// Whether a frame has left completely, or was taken back.
    #[inline]
    pub(super) fn is_written(&self, number: FrameNumber) -> io::Result<bool> {
        if let Some(broken) = &self.broken
            && number.0 >= broken.first_lost
        {
            self.check()?;
        }
        let place = self.place(number);
        Ok(place.is_none_or(|place| self.frames[place].frame.is_none()))
    }

    /// The reason why nothing can leave any more.
    #[inline]
    pub(super) fn check(&self) -> io::Result<()> {
        match &self.broken {
            Some(Broken { kind, text, .. }) => Err(io::Error::new(*kind, text.clone())),
            None => Ok(()),
        }
    }

    /// Lends the first frame to a writer; `None` if there is no frame, or it is lent already.
    pub(super) fn lend(&mut self) -> Option<(&F, usize)> {
        if self.is_lent {
            return None;
        }
        let frame = self.frames.front()?.frame.as_ref()?;
        self.is_lent = true;
        Some((frame, self.offset))
    }

    pub(super) fn is_lent(&self) -> bool {
        self.is_lent
    }

    /// Takes back the lent frame, of which nothing more has left.
    pub(super) fn give_back(&mut self) {
        self.is_lent = false;
    }

    /// Drops all frames, because nothing can leave any more. Returns whether any of them had no waiting
    /// sender.
    pub(super) fn break_off(&mut self, error: &io::Error) -> bool {
        // What was lost the first time stays lost.
        self.broken.get_or_insert_with(|| Broken {
            kind: error.kind(),
            text: error.to_string(),
            first_lost: self.first,
        });
        let mut dropped = self.frames.iter();
        let unseen = dropped.any(|entry| entry.frame.is_some() && !entry.is_awaited);
        self.drop_all();
        unseen
    }

    /// Drops all frames, and counts them as written.
    pub(super) fn drop_all(&mut self) {
        self.first += self.frames.len() as u64;
        self.frames.clear();
        (self.offset, self.bytes) = (0, 0);
    }

    pub(super) fn into_frames(self) -> impl Iterator<Item = F> {
        self.frames.into_iter().filter_map(|entry| entry.frame)
    }

    /// The index of a frame that has not left.
    fn place(&self, FrameNumber(number): FrameNumber) -> Option<usize> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        (place < self.frames.len()).then_some(place)
    }

    fn skip_taken_back(&mut self) {
        while let Some(Entry { frame: None, .. }) = self.frames.front() {
            self.frames.pop_front();
            self.first += 1;
        }
    }
}

impl<F: AsRef<[u8]>> Outbox<F> {
    #[inline]
    pub(super) fn push(&mut self, frame: F) -> FrameNumber {
        let number = FrameNumber(self.first + self.frames.len() as u64);
        self.bytes += frame.as_ref().len();
        self.frames.push_back(Entry {
            frame: Some(frame),
            is_awaited: true,
        });
        number
    }

    /// Notes that nobody waits for a frame any more.
    pub(super) fn detach(&mut self, number: FrameNumber) {
        if let Some(place) = self.place(number) {
            self.frames[place].is_awaited = false;
        }
    }

    /// Bytes of the frames without a waiting sender. Looks through all frames.
    #[cold]
    pub(super) fn unawaited_bytes(&self) -> usize {
        let of_entry = |entry: &Entry<F>| match entry {
            Entry {
                frame: Some(frame),
                is_awaited: false,
            } => frame.as_ref().len(),
            _ => 0,
        };
        let begun = self.frames.front().filter(|first| !first.is_awaited);
        let left = begun.map_or(0, |_| self.offset);
        self.frames.iter().map(of_entry).sum::<usize>() - left
    }

    /// The bytes to write next.
    #[inline]
    pub(super) fn next(&self) -> Option<&[u8]> {
        let frame = self.frames.front()?.frame.as_ref()?;
        Some(&frame.as_ref()[self.offset..])
    }

    /// The bytes to write next, frame by frame.
    pub(super) fn unsent(&self) -> impl Iterator<Item = &[u8]> {
        let frames = self.frames.iter().filter_map(|entry| entry.frame.as_ref());
        let mut written = self.offset;
        frames.map(move |frame| &frame.as_ref()[std::mem::take(&mut written)..])
    }

    /// Counts the next `bytes` bytes as written; they may be those of several frames.
    #[inline]
    pub(super) fn advance(&mut self, bytes: usize) {
        self.bytes_sent += bytes as u64;
        // Someone may have dropped the frame while it was written.
        if self.frames.is_empty() {
            return;
        }
        self.offset += bytes;
        self.bytes -= bytes;
        while let Some(Entry { frame, .. }) = self.frames.front() {
            if let Some(frame) = frame {
                let len = frame.as_ref().len();
                if self.offset < len {
                    break;
                }
                self.offset -= len;
                self.frames_sent += 1;
            }
            self.frames.pop_front();
            self.first += 1;
        }
    }

    /// Takes a frame back, if no byte of it has left.
    pub(super) fn give_up(&mut self, number: FrameNumber) -> GivenUp {
        let Some(place) = self.place(number) else {
            return GivenUp::TooLate;
        };
        if place == 0 && (self.is_lent || self.is_mid_frame()) {
            return GivenUp::Cut;
        }
        match self.frames[place].frame.take() {
            Some(frame) => {
                self.bytes -= frame.as_ref().len();
                self.skip_taken_back();
                GivenUp::TakenBack
            }
            None => GivenUp::TooLate,
        }
    }
}
