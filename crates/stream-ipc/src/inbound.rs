//! Arrivals on the streams of a session, in order.

use crate::frame::{Decoded, FrameTooLong, NoRoom};
use crate::native::Native;
use bytes::Bytes;
use std::io;

/// An arrival on the streams of a session, or a failure or end of them.
#[derive(Debug)]
pub enum Inbound {
    /// The payload of a frame.
    Frame(Bytes),
    /// What only a native side sends.
    Native(Native),
    /// Bytes outside any frame.
    Junk(Bytes),
    /// A frame over the limit; the decoder skips its payload.
    TooLong(FrameTooLong),
    /// A frame that the budget had no room for; the decoder skips its payload.
    NoRoom(NoRoom),
    /// Reading a stream failed; it counts as ended.
    ReadFailed(io::Error),
    /// Writing failed; replies that waited for room are lost.
    WriteFailed(io::Error),
    /// The owner has closed a stream that the session still used.
    StreamClosed,
    /// The last stream has ended; nothing follows.
    Ended {
        /// Bytes of unfinished frames that were lost with it.
        lost: usize,
    },
}

// It goes from hand to hand, and a copy costs by its size.
const _: () = assert!(size_of::<Inbound>() <= 40);

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
    /// The payload of a message that it brings, alone or with what native sides add to it.
    pub fn payload(&self) -> Option<&[u8]> {
        match self {
            Self::Frame(payload) => Some(payload),
            Self::Native(native) => native.payload(),
            _ => None,
        }
    }

    /// Whether it is a message of the other side, or a text that becomes one.
    pub(crate) fn is_message(&self) -> bool {
        match self {
            Self::Frame(_) | Self::Junk(_) => true,
            Self::Native(native) => native.payload().is_some(),
            _ => false,
        }
    }

    pub(crate) fn is_cancellation(&self) -> bool {
        matches!(self, Self::Native(Native::Cancel(_)))
    }

    /// Bytes of memory that it takes, including its place in the inbox, as a frame may be empty. A
    /// skipped payload counts, too: it may lie in the same blocks as the frames around it.
    pub fn size(&self) -> usize {
        const BLOCKS: usize = 128 * 1024;
        size_of::<Self>()
            + match self {
                Self::Frame(bytes) | Self::Junk(bytes) => bytes.len(),
                Self::Native(native) => native.size(),
                Self::TooLong(FrameTooLong { len, .. }) | Self::NoRoom(NoRoom { len, .. }) => {
                    BLOCKS.min(*len)
                }
                _ => 0,
            }
    }
}
