//! What arrives on the streams of a session, in the order it came.

use crate::frame::{Decoded, FrameTooLong, NoRoom};
use bytes::Bytes;
use std::io;

/// What the streams of a session brought, or what became of them.
#[derive(Debug)]
pub enum Inbound {
    /// The payload of a frame.
    Frame(Bytes),
    /// Bytes outside any frame.
    Junk(Bytes),
    /// A frame over the limit; its payload is skipped.
    TooLong(FrameTooLong),
    /// A frame that the budget had no room for; its payload is skipped.
    NoRoom(NoRoom),
    /// Reading a stream failed; the stream is treated as ended.
    ReadFailed(io::Error),
    /// Writing failed, and replies that waited for room are lost.
    WriteFailed(io::Error),
    /// A stream was closed by its owner while the session still used it.
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
    /// Bytes of memory it takes, its place in the inbox included: a frame may be empty. A payload
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
