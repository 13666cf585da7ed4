//! Messages on their way out.

use super::StreamClosedException;
use crate::envelope::Parcel;
use crate::serialization;
use crate::trace;
use crate::zend::{Object, PhpString, Result, Thrown, throw};

/// What became of a message that was sent with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All of it has left, or a reply of which the rest follows.
    Sent,
    /// Its time was up before any of it had left.
    TakenBack,
    /// Its time was up when half of it had left: the stream is not written to any more.
    CutShort,
}

/// What is told of a message that is being sent.
pub struct Outgoing {
    /// Bytes of its frame.
    length: usize,
    /// Small where nothing is traced, as is most often so.
    entry: Option<Box<trace::Entry>>,
}

impl Outgoing {
    /// The frame of a parcel, which `session` sends if it is one's.
    ///
    /// # Errors
    /// See [`serialization::encode`].
    pub fn encode(
        serializer: &Object,
        session: Option<usize>,
        parcel: Parcel,
    ) -> Result<(PhpString, Self)> {
        let entry = trace::Entry::of(session, &parcel).map(Box::new);
        let frame = serialization::encode(serializer, parcel)?;
        let length = frame.as_bytes().len();
        Ok((frame, Self { length, entry }))
    }

    /// All of it has left.
    pub fn sent(self) -> Delivery {
        if let Some(entry) = self.entry {
            entry.sent(self.length);
        }
        Delivery::Sent
    }

    /// Throws that it cannot be sent, as the stream is closed.
    pub fn throw_unsent(&self, reason: &str) -> Thrown {
        let length = self.length;
        let message = format!("Cannot send a frame of {length} bytes: {reason}");
        throw::<StreamClosedException>(&message)
    }
}
