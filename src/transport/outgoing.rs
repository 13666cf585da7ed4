//! Encodes messages and sends them.

use super::{StreamClosedException, TimeoutException};
use crate::engine::{self, Carrier, SendError};
use crate::envelope::Parcel;
use crate::limits::{JobTimes, Patience};
use crate::serialization::{self, START};
use crate::trace;
use crate::zend::{Object, PhpString, Result, throw};
use std::io;
use stream_ipc::native::{start_of_message, start_of_request, start_of_request_ahead};
use stream_ipc::reactor::ChannelId;

/// The outcome of sending a message with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All of it has left, or it is a reply whose rest is queued.
    Sent,
    /// The time was up before any byte of it had left.
    TakenBack,
    /// The time was up when only part of it had left: nothing more is written to the stream.
    CutShort,
}

impl Delivery {
    /// Throws if the message has not left in time; for messages that are no requests.
    pub fn or_throw(self) -> Result {
        match self {
            Self::Sent => Ok(()),
            Self::TakenBack | Self::CutShort => Err(TimeoutException::throw_unsent()),
        }
    }
}

/// An encoded message, ready to be sent.
pub struct Outgoing {
    frame: PhpString,
    /// The id, if it is a request.
    request: Option<PhpString>,
    record: Record,
}

impl Outgoing {
    /// Encodes a parcel that `session` sends, or a transport without one. The time limit of a request is
    /// part of it if the other side is native.
    ///
    /// # Errors
    /// See [`serialization::encode`].
    pub fn encode(
        serializer: &Object,
        session: Option<&Object>,
        channel: ChannelId,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Self> {
        let session = session.map(|session| session.id() as usize);
        let entry = trace::Entry::of(session, &parcel).map(Box::new);
        let request = parcel.request_id().cloned();
        let frame = match &parcel {
            Parcel::Request(..) if engine::is_native(channel)? => {
                encode_timed(serializer, parcel, patience)
            }
            Parcel::MessageOf(id, _) => {
                let start = start_of_message(id.as_bytes());
                serialization::encode(serializer, parcel, &start)
            }
            _ => serialization::encode(serializer, parcel, &START),
        }?;
        let length = frame.as_bytes().len();
        Ok(Self {
            frame,
            request,
            record: Record { length, entry },
        })
    }

    /// Sends it over the streams of a channel.
    ///
    /// # Errors
    /// A StreamClosedException if the stream is closed; what PHP code throws meanwhile.
    pub fn send(self, channel: ChannelId, patience: Patience) -> Result<Delivery> {
        let request = self.request.as_ref().map(PhpString::as_bytes);
        let sent = engine::send(channel, self.frame, request, patience);
        self.record.close(sent, channel)
    }

    /// Sends it over a channel whose frames this carrier moves.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub fn send_by(
        self,
        carrier: &impl Carrier,
        channel: ChannelId,
        patience: Patience,
    ) -> Result<Delivery> {
        let request = self.request.as_ref().map(PhpString::as_bytes);
        let sent = engine::send_by(carrier, channel, self.frame, request, patience);
        self.record.close(sent, channel)
    }
}

/// Encodes a request for a native side, which learns how long it may take.
fn encode_timed(serializer: &Object, request: Parcel, patience: Patience) -> Result<PhpString> {
    let (limit, start_by) = match patience {
        Patience::Job(JobTimes { limit, start_by }) => (limit, start_by),
        patience => (patience.deadline().remaining(), None),
    };
    match (start_by, limit) {
        (Some(start_by), limit) => {
            let start = start_of_request_ahead(start_by, limit);
            serialization::encode(serializer, request, &start)
        }
        (None, Some(limit)) => serialization::encode(serializer, request, &start_of_request(limit)),
        (None, None) => serialization::encode(serializer, request, &START),
    }
}

/// Keeps what the trace and the error of a send need.
struct Record {
    /// Bytes of its frame.
    length: usize,
    /// Boxed, to stay small: most often nothing is traced.
    entry: Option<Box<trace::Entry>>,
}

impl Record {
    fn close(
        self,
        sent: std::result::Result<(), SendError>,
        channel: ChannelId,
    ) -> Result<Delivery> {
        match sent {
            Ok(()) => {
                if let Some(entry) = self.entry {
                    entry.sent(self.length);
                }
                Ok(Delivery::Sent)
            }
            Err(SendError::TakenBack) => Ok(Delivery::TakenBack),
            Err(SendError::CutShort) => Ok(Delivery::CutShort),
            Err(SendError::Thrown(thrown)) => Err(thrown),
            Err(SendError::Closed(error)) => {
                let (length, reason) = (self.length, reason(&error, channel)?);
                let message = format!("Cannot send a frame of {length} bytes: {reason}");
                Err(throw::<StreamClosedException>(&message))
            }
        }
    }
}

fn reason(error: &io::Error, channel: ChannelId) -> Result<String> {
    Ok(match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => {
            let last_output = engine::last_output(channel)?;
            format!("{error}; the other side has closed the stream or ended{last_output}")
        }
        io::ErrorKind::TimedOut => "an earlier frame was cut short by its timeout".to_owned(),
        _ => error.to_string(),
    })
}
