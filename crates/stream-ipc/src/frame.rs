//! The frame format, as a state machine without I/O.
//!
//! ```text
//! F3 4A 9D E2 | length, 32-bit big-endian | payload
//! ```
//!
//! Bytes between frames are junk: a worker has printed them to its standard output. The decoder passes
//! them on in their place.
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

/// Buffers of unfinished payloads start at this size and grow as bytes arrive, so that a header that
/// lies about its length costs nothing.
const FIRST_PAYLOAD_CAPACITY: usize = 128 * 1024;

/// A buffer grows by at least this much, or by all bytes that are missing.
const LEAST_GROWTH: usize = 32 * 1024;

/// The most bytes of borrowed input to copy at once.
const BLOCK: usize = 64 * 1024;

/// A payload too long for a 32-bit length.
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
    /// The bytes of the budget in use.
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

/// Writes the header of a frame in front of its payload, which stands behind room for it.
///
/// # Errors
/// [`PayloadTooLong`] from 4 GiB on.
///
/// # Panics
/// If the frame is shorter than [`HEADER_LEN`].
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

/// A finding of a [`Decoder`], in the order of the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    /// The payload of a whole frame.
    Frame(Bytes),
    /// A run of bytes outside any frame.
    Junk(Bytes),
    /// A frame over the limit. The decoder skips its payload as it arrives, then goes on.
    TooLong(FrameTooLong),
    /// A frame that the budget has no room for. The decoder skips the rest of its payload, then goes on.
    NoRoom(NoRoom),
}

/// Cuts a byte stream into frames and junk, however the stream is chunked.
#[derive(Debug)]
pub struct Decoder {
    max_frame: usize,
    /// The share of the budget that its unfinished payload takes.
    share: Share,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Between frames; holds the bytes that may become a header.
    Between(Partial),
    Payload {
        buf: Vec<u8>,
        len: usize,
    },
    Skipping {
        left: usize,
    },
}

/// The first bytes of a header, too few for its length.
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
    /// A decoder that refuses payloads of more than `max_frame` bytes; with `None` it accepts all
    /// lengths.
    pub fn new(max_frame: Option<usize>) -> Self {
        Self::within(&Budget::new(), max_frame)
    }

    /// The same, but counts unfinished payloads against a budget, and also refuses payloads over the
    /// budget's limit.
    pub fn within(budget: &Budget, max_frame: Option<usize>) -> Self {
        Self {
            max_frame: max_frame.unwrap_or(usize::MAX),
            share: budget.share(),
            state: State::Between(Partial::default()),
        }
    }

    /// The budget for unfinished payloads.
    pub fn budget(&self) -> &Budget {
        self.share.budget()
    }

    /// Decodes the next bytes of the stream, and emits findings in order.
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

    /// The same for borrowed bytes: copies only the bytes between long payloads, in blocks, so that a
    /// short frame keeps no more than its block in memory.
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

    /// Gathers or skips the next bytes of a payload, and returns how many.
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

    /// Gives up a payload for lack of room, and skips the rest.
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

    /// Whether the budget has no room for the next bytes of a payload.
    pub fn lacks_room(&self) -> bool {
        match &self.state {
            State::Payload { buf, len } => {
                buf.len() == buf.capacity()
                    && self.share.budget().room() < LEAST_GROWTH.min(*len - buf.len())
            }
            _ => false,
        }
    }

    /// The buffer of a long payload and the most bytes to append: a reader can read into it directly,
    /// without a copy. `None` unless at least `worthwhile` bytes are missing. [`Self::payload_read`]
    /// must follow.
    #[inline]
    pub fn payload_room(&mut self, worthwhile: usize) -> Option<(&mut Vec<u8>, usize)> {
        match &mut self.state {
            State::Payload { buf, len } if *len - buf.len() >= worthwhile => {
                if !grow(buf, *len, 1, &mut self.share) {
                    // `feed` will refuse the next bytes.
                    return None;
                }
                let room = buf.capacity().min(*len) - buf.len();
                Some((buf, room))
            }
            _ => None,
        }
    }

    /// Decodes the bytes that a reader has appended to the buffer of [`Self::payload_room`].
    pub fn payload_read(&mut self, mut emit: impl FnMut(Decoded)) {
        self.finish_payload(&mut emit);
    }

    /// Ends the stream, and returns how many bytes of an unfinished frame are lost. Kept bytes that might
    /// have become a magic are junk after all.
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

    /// Whether the decoder holds bytes of an unfinished frame or magic.
    pub fn has_buffered_data(&self) -> bool {
        match &self.state {
            State::Between(partial) => partial.len > 0,
            State::Payload { .. } | State::Skipping { .. } => true,
        }
    }

    fn with_partial(&mut self, chunk: BytesMut) -> Bytes {
        match &mut self.state {
            State::Between(partial) if partial.len > 0 && !chunk.is_empty() => {
                let kept = std::mem::take(partial);
                Bytes::from([kept.as_slice(), &chunk].concat())
            }
            _ => chunk.freeze(),
        }
    }

    fn start_frame(&mut self, chunk: &mut Bytes, emit: &mut impl FnMut(Decoded)) {
        if !chunk.starts_with(&MAGIC) {
            let junk = memmem::find(chunk, &MAGIC).unwrap_or(chunk.len() - magic_start(chunk));
            if junk > 0 {
                emit(Decoded::Junk(chunk.split_to(junk)));
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
            emit(Decoded::Frame(chunk.split_to(len)));
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

/// Makes room in the buffer of a payload of `len` bytes for at least `additional` more; `false` if the
/// budget has none.
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

/// The number of bytes at the end of `bytes` that may be the start of a magic. `bytes` holds no whole
/// one.
fn magic_start(bytes: &[u8]) -> usize {
    (1..MAGIC.len())
        .rev()
        .find(|&n| bytes.ends_with(&MAGIC[..n]))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests;
