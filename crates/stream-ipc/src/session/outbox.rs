//! Frames on their way out, in order; the first may have left in part.

use super::FrameNumber;
use std::collections::VecDeque;

#[derive(Debug)]
pub(super) struct Outbox<F> {
    /// `None` in the place of a frame that was taken back. The first place is never empty.
    frames: VecDeque<Option<F>>,
    /// The number of the first place.
    first: u64,
    /// Bytes of the first frame that have left.
    offset: usize,
    /// Bytes of all frames that have not left.
    bytes: usize,
    bytes_sent: u64,
    frames_sent: u64,
}

impl<F> Outbox<F> {
    pub(super) fn new() -> Self {
        Self {
            frames: VecDeque::new(),
            first: 0,
            offset: 0,
            bytes: 0,
            bytes_sent: 0,
            frames_sent: 0,
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn bytes_sent(&self) -> u64 {
        self.bytes_sent
    }

    pub(super) fn frames_sent(&self) -> u64 {
        self.frames_sent
    }

    pub(super) fn is_mid_frame(&self) -> bool {
        self.offset > 0
    }

    /// Whether this frame has left in part.
    pub(super) fn is_cut(&self, FrameNumber(number): FrameNumber) -> bool {
        number == self.first && self.is_mid_frame()
    }

    pub(super) fn is_written(&self, frame: FrameNumber) -> bool {
        self.place(frame)
            .is_none_or(|place| self.frames[place].is_none())
    }

    /// Drops what has not left.
    pub(super) fn clear(&mut self) {
        self.first += self.frames.len() as u64;
        self.frames.clear();
        (self.offset, self.bytes) = (0, 0);
    }

    /// Where a frame stands that has not left.
    fn place(&self, FrameNumber(number): FrameNumber) -> Option<usize> {
        let place = usize::try_from(number.checked_sub(self.first)?).ok()?;
        (place < self.frames.len()).then_some(place)
    }

    fn skip_taken_back(&mut self) {
        while let Some(None) = self.frames.front() {
            self.frames.pop_front();
            self.first += 1;
        }
    }
}

impl<F: AsRef<[u8]>> Outbox<F> {
    pub(super) fn push(&mut self, frame: F) -> FrameNumber {
        let number = FrameNumber(self.first + self.frames.len() as u64);
        self.bytes += frame.as_ref().len();
        self.frames.push_back(Some(frame));
        number
    }

    /// The bytes to write next.
    pub(super) fn next(&self) -> Option<&[u8]> {
        let frame = self.frames.front()?.as_ref()?;
        Some(&frame.as_ref()[self.offset..])
    }

    /// Counts so many bytes of the first frame as written.
    pub(super) fn advance(&mut self, bytes: usize) {
        let Some(Some(frame)) = self.frames.front() else {
            return;
        };
        self.offset += bytes;
        self.bytes -= bytes;
        self.bytes_sent += bytes as u64;
        if self.offset == frame.as_ref().len() {
            self.frames.pop_front();
            self.first += 1;
            self.frames_sent += 1;
            self.offset = 0;
            self.skip_taken_back();
        }
    }

    /// Takes back a frame of which no byte has left.
    pub(super) fn take_back(&mut self, frame: FrameNumber) {
        let taken = self
            .place(frame)
            .and_then(|place| self.frames[place].take());
        if let Some(taken) = taken {
            self.bytes -= taken.as_ref().len();
            self.skip_taken_back();
        }
    }
}
