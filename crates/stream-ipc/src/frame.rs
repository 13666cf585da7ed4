//! The frame format, as a state machine without I/O.
//!
//! ```text
//! F3 4A 9D E2 | length, 32-bit big-endian | payload
//! ```
//!
//! Bytes between frames are junk: they are kept and handed on in their place, because on a
//! worker's standard output they are what it printed.
//!
//! ```
//! use stream_ipc::frame::{Decoded, Decoder, encode};
//!
//! let mut stream = b"a warning\n".to_vec();
//! stream.extend(encode(b"hello")?);
//!
//! let mut seen = Vec::new();
//! Decoder::new(None).feed(stream.as_slice().into(), |decoded| seen.push(decoded));
//! assert_eq!(seen, [Decoded::Junk("a warning\n".into()), Decoded::Frame("hello".into())]);
//! # Ok::<(), stream_ipc::frame::PayloadTooLong>(())
//! ```

use crate::budget::{Budget, Share};
use bytes::{Buf, Bytes, BytesMut};
use memchr::memmem;

/// The four bytes every frame starts with.
pub const MAGIC: [u8; 4] = [0xF3, 0x4A, 0x9D, 0xE2];

/// Bytes before the payload: the magic and the length.
pub const HEADER_LEN: usize = 8;

/// Buffers of unfinished payloads start at this size and grow as bytes really arrive, so that a
/// header that lies about its length costs nothing.
const FIRST_PAYLOAD_CAPACITY: usize = 128 * 1024;

/// A buffer that must grow grows by this much at least, or by all that is missing.
const LEAST_GROWTH: usize = 32 * 1024;

/// The most bytes that are copied at once of what is not the decoder's to keep.
const BLOCK: usize = 64 * 1024;

/// A payload that a 32-bit length cannot describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a payload of {len} bytes does not fit a frame, which holds at most {} bytes",
    u32::MAX
)]
pub struct PayloadTooLong {
    /// The payload's length in bytes.
    pub len: usize,
}

/// A frame whose header announces more than the decoder's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Frame length {len} exceeds max {max}")]
pub struct FrameTooLong {
    /// The announced length in bytes.
    pub len: usize,
    /// The decoder's limit in bytes.
    pub max: usize,
}

/// A frame that the budget has no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "A frame of {len} bytes finds no room: all sessions together keep {kept} bytes of what they \
     have received, unfinished frames included, and may keep {limit}. Take messages sooner, send \
     less at once, or raise the limit (memory_limit in PHP)"
)]
pub struct NoRoom {
    /// The announced length in bytes.
    pub len: usize,
    /// What is kept of the budget, in bytes.
    pub kept: usize,
    /// The limit of the budget in bytes.
    pub limit: usize,
}

/// The header of a frame whose payload has `payload_len` bytes.
///
/// # Errors
/// [`PayloadTooLong`] from 4 GiB on.
pub fn header(payload_len: usize) -> Result<[u8; HEADER_LEN], PayloadTooLong> {
    let len = u32::try_from(payload_len).map_err(|_| PayloadTooLong { len: payload_len })?;
    let mut header = [0; HEADER_LEN];
    header[..MAGIC.len()].copy_from_slice(&MAGIC);
    header[MAGIC.len()..].copy_from_slice(&len.to_be_bytes());
    Ok(header)
}

/// Makes one frame of a payload that stands behind room for the header.
///
/// # Errors
/// [`PayloadTooLong`] from 4 GiB on.
///
/// # Panics
/// Where there is less than [`HEADER_LEN`] bytes.
pub fn seal(frame: &mut [u8]) -> Result<(), PayloadTooLong> {
    let (room, payload) = frame.split_first_chunk_mut().expect("room for the header");
    *room = header(payload.len())?;
    Ok(())
}

/// `payload` as one frame.
///
/// # Errors
/// [`PayloadTooLong`] from 4 GiB on.
pub fn encode(payload: &[u8]) -> Result<Vec<u8>, PayloadTooLong> {
    Ok([&header(payload.len())?, payload].concat())
}

/// What a [`Decoder`] found, in the order of the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// The payload of a whole frame.
    Frame(Bytes),
    /// A run of bytes outside any frame.
    Junk(Bytes),
    /// A frame over the limit. Its payload is skipped as it arrives; what follows it is decoded.
    TooLong(FrameTooLong),
    /// A frame that the budget has no room for. The rest of its payload is skipped, likewise.
    NoRoom(NoRoom),
}

/// Cuts a byte stream into frames and junk, however the stream is chunked.
#[derive(Debug)]
pub struct Decoder {
    max_frame: usize,
    /// What its unfinished payload takes of the budget.
    share: Share,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Between frames; holds the bytes that may yet become a header.
    Between(Partial),
    Payload {
        buf: Vec<u8>,
        len: usize,
    },
    Skipping {
        left: usize,
    },
}

/// The first bytes of a header: too few to read a length from.
#[derive(Debug, Clone, Copy, Default)]
struct Partial {
    bytes: [u8; HEADER_LEN - 1],
    len: usize,
}

impl Partial {
    fn of(bytes: &[u8]) -> Self {
        let mut partial = Self::default();
        partial.bytes[..bytes.len()].copy_from_slice(bytes);
        partial.len = bytes.len();
        partial
    }

    fn as_slice(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    fn is_magic(&self) -> bool {
        self.len >= MAGIC.len()
    }
}

impl Decoder {
    /// A decoder that refuses payloads of more than `max_frame` bytes; `None` takes all that a
    /// frame can hold.
    pub fn new(max_frame: Option<usize>) -> Self {
        Self::within(&Budget::new(), max_frame)
    }

    /// The same, where unfinished payloads are counted against a budget. A payload over the
    /// budget's limit is refused, whatever the decoder's own limit.
    pub fn within(budget: &Budget, max_frame: Option<usize>) -> Self {
        Self {
            max_frame: max_frame.unwrap_or(usize::MAX),
            share: budget.share(),
            state: State::Between(Partial::default()),
        }
    }

    /// What its unfinished payloads are counted against.
    pub fn budget(&self) -> &Budget {
        self.share.budget()
    }

    /// Takes the next bytes of the stream and hands on, in order, what they complete.
    ///
    /// Frames that lie wholly within `chunk` are slices of it, not copies.
    pub fn feed(&mut self, chunk: BytesMut, mut emit: impl FnMut(Decoded)) {
        let mut chunk = self.with_partial(chunk);
        while !chunk.is_empty() {
            match &mut self.state {
                State::Between(_) => self.start_frame(&mut chunk, &mut emit),
                State::Payload { .. } | State::Skipping { .. } => {
                    let taken = self.feed_payload(&chunk, &mut emit);
                    chunk.advance(taken);
                }
            }
        }
    }

    /// The same for bytes that are not the decoder's to keep: only what lies between long payloads
    /// is copied, in blocks, so that a short frame keeps no more than its block.
    pub fn feed_slice(&mut self, mut bytes: &[u8], mut emit: impl FnMut(Decoded)) {
        while !bytes.is_empty() {
            let taken = match &self.state {
                State::Between(_) => {
                    let block = &bytes[..bytes.len().min(BLOCK)];
                    self.feed(block.into(), &mut emit);
                    block.len()
                }
                State::Payload { .. } | State::Skipping { .. } => {
                    self.feed_payload(bytes, &mut emit)
                }
            };
            bytes = &bytes[taken..];
        }
    }

    /// Takes the next bytes of a payload that is gathered or skipped, and returns how many.
    fn feed_payload(&mut self, bytes: &[u8], emit: &mut impl FnMut(Decoded)) -> usize {
        match &mut self.state {
            State::Between(_) => 0,
            State::Payload { buf, len } => {
                let taken = &bytes[..bytes.len().min(*len - buf.len())];
                if !grow(buf, *len, taken.len(), &mut self.share) {
                    self.refuse(emit);
                    return 0;
                }
                buf.extend_from_slice(taken);
                self.finish_payload(emit);
                taken.len()
            }
            State::Skipping { left } => {
                let skipped = bytes.len().min(*left);
                *left -= skipped;
                if *left == 0 {
                    self.state = State::Between(Partial::default());
                }
                skipped
            }
        }
    }

    /// Gives up a payload that there is no room for: the rest is skipped.
    fn refuse(&mut self, emit: &mut impl FnMut(Decoded)) {
        if let State::Payload { buf, len } = &self.state {
            let budget = self.share.budget();
            let (len, kept, limit) = (*len, budget.kept(), budget.limit());
            let left = len - buf.len();
            self.state = State::Skipping { left };
            self.share.release(self.share.bytes());
            emit(Decoded::NoRoom(NoRoom { len, kept, limit }));
        }
    }

    /// Whether the next bytes of a payload would find no room.
    pub fn lacks_room(&self) -> bool {
        match &self.state {
            State::Payload { buf, len } => {
                buf.len() == buf.capacity()
                    && self.share.budget().room() < LEAST_GROWTH.min(*len - buf.len())
            }
            _ => false,
        }
    }

    /// Where a reader may put the next bytes of a long payload, sparing the copy through a chunk:
    /// the buffer and how many bytes to append at the most. `None` unless at least `worthwhile`
    /// bytes are missing. [`Self::payload_read`] must follow.
    #[inline]
    pub fn payload_room(&mut self, worthwhile: usize) -> Option<(&mut Vec<u8>, usize)> {
        match &mut self.state {
            State::Payload { buf, len } if *len - buf.len() >= worthwhile => {
                if !grow(buf, *len, 1, &mut self.share) {
                    // Whatever comes next is refused where it is fed.
                    return None;
                }
                let room = buf.capacity().min(*len) - buf.len();
                Some((buf, room))
            }
            _ => None,
        }
    }

    /// Says that bytes were appended to the buffer of [`Self::payload_room`].
    pub fn payload_read(&mut self, mut emit: impl FnMut(Decoded)) {
        self.finish_payload(&mut emit);
    }

    /// Says that the stream has ended, and returns how many bytes of an unfinished frame are lost.
    /// Bytes kept because a magic could have started with them are junk after all.
    pub fn finish(&mut self, emit: impl FnOnce(Decoded)) -> usize {
        self.share.release(self.share.bytes());
        match std::mem::replace(&mut self.state, State::Between(Partial::default())) {
            State::Between(partial) if partial.is_magic() => partial.len,
            State::Between(partial) => {
                if partial.len > 0 {
                    emit(Decoded::Junk(Bytes::copy_from_slice(partial.as_slice())));
                }
                0
            }
            State::Payload { buf, .. } => HEADER_LEN + buf.len(),
            State::Skipping { .. } => 0,
        }
    }

    /// Whether bytes were fed that nothing has come of yet.
    pub fn has_buffered_data(&self) -> bool {
        match &self.state {
            State::Between(partial) => partial.len > 0,
            State::Payload { .. } | State::Skipping { .. } => true,
        }
    }

    fn with_partial(&mut self, chunk: BytesMut) -> BytesMut {
        match &mut self.state {
            State::Between(partial) if partial.len > 0 && !chunk.is_empty() => {
                let kept = std::mem::take(partial);
                let mut joined = BytesMut::with_capacity(kept.len + chunk.len());
                joined.extend_from_slice(kept.as_slice());
                joined.extend_from_slice(&chunk);
                joined
            }
            _ => chunk,
        }
    }

    fn start_frame(&mut self, chunk: &mut BytesMut, emit: &mut impl FnMut(Decoded)) {
        if !chunk.starts_with(&MAGIC) {
            let junk = memmem::find(chunk, &MAGIC).unwrap_or(chunk.len() - magic_start(chunk));
            if junk > 0 {
                emit(Decoded::Junk(chunk.split_to(junk).freeze()));
            }
        }
        let Some(header) = chunk.first_chunk::<HEADER_LEN>() else {
            self.state = State::Between(Partial::of(chunk));
            chunk.clear();
            return;
        };
        let [.., a, b, c, d] = *header;
        let len = u32::from_be_bytes([a, b, c, d]) as usize;
        chunk.advance(HEADER_LEN);
        let max = self.max_frame.min(self.share.budget().limit());
        if len > max {
            emit(Decoded::TooLong(FrameTooLong { len, max }));
            self.state = State::Skipping { left: len };
        } else if len <= chunk.len() {
            emit(Decoded::Frame(chunk.split_to(len).freeze()));
        } else {
            let buf = Vec::new();
            self.state = State::Payload { buf, len };
        }
    }

    fn finish_payload(&mut self, emit: &mut impl FnMut(Decoded)) {
        if let State::Payload { buf, len } = &mut self.state
            && buf.len() == *len
        {
            let payload = std::mem::take(buf);
            self.share.release(self.share.bytes());
            emit(Decoded::Frame(Bytes::from(payload)));
            self.state = State::Between(Partial::default());
        }
    }
}

/// Makes room in the buffer of a payload of `len` bytes for at least `additional` more; `false`
/// where the budget has none.
fn grow(buf: &mut Vec<u8>, len: usize, additional: usize, share: &mut Share) -> bool {
    let capacity = buf.capacity();
    if capacity - buf.len() >= additional {
        return true;
    }
    let least = buf.len() + additional.max(LEAST_GROWTH);
    let goal = (buf.len() * 4).max(least).max(FIRST_PAYLOAD_CAPACITY);
    let most = capacity.saturating_add(share.budget().room());
    if most < least.min(len) {
        return false;
    }
    buf.reserve_exact(goal.min(len).min(most) - buf.len());
    share.add(buf.capacity() - capacity);
    true
}

/// How many bytes at the end of `bytes`, which holds no whole magic, may be the start of one.
fn magic_start(bytes: &[u8]) -> usize {
    (1..MAGIC.len())
        .rev()
        .find(|&n| bytes.ends_with(&MAGIC[..n]))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
