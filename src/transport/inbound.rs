//! From what streams brought to messages.

use super::StreamClosedException;
use crate::engine;
use crate::envelope::Parcel;
use crate::message::LogMessage;
use crate::serialization;
use crate::trace;
use crate::zend::{Object, Result, check_exception, throw, throw_runtime};
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::ChannelId;

/// What a frame carries, or the message that junk is; traced as the session's.
///
/// # Errors
/// What came in the place of a message; a frame that does not fit into memory.
pub fn parcel_of(inbound: &Inbound, serializer: &Object, session: Option<usize>) -> Result<Parcel> {
    let parcel = open(inbound, serializer);
    trace::received(session, inbound, parcel.as_ref().ok());
    parcel
}

/// Whether a message comes of it. What throws in the place of one waits for a call of its own, so
/// that the messages before it are not lost with it.
fn is_message(inbound: &Inbound) -> bool {
    matches!(inbound, Inbound::Frame(_) | Inbound::Junk(_))
}

/// Whether the message that comes of it fits into memory: one that does not throws, likewise.
///
/// # Errors
/// exit() in an autoloader.
fn fits(inbound: &Inbound, serializer: &Object) -> Result<bool> {
    match inbound {
        Inbound::Frame(payload) => serialization::fits(serializer, payload),
        _ => Ok(true),
    }
}

/// What it carries, or the message that it is as junk.
///
/// # Errors
/// What came in the place of a message; a frame that does not fit into memory.
fn open(inbound: &Inbound, serializer: &Object) -> Result<Parcel> {
    match inbound {
        Inbound::Frame(payload) => serialization::decode(serializer, payload),
        Inbound::Junk(bytes) => LogMessage::junk(bytes).map(Parcel::Message),
        Inbound::TooLong(error) => Err(throw_runtime(&error.to_string())),
        Inbound::NoRoom(error) => Err(throw_runtime(&error.to_string())),
        Inbound::ReadFailed(error) => {
            let message = format!("Reading the stream failed: {error}");
            Err(throw::<StreamClosedException>(&message))
        }
        Inbound::WriteFailed(error) => {
            let message = format!("Replies that waited for room are lost: {error}");
            Err(throw::<StreamClosedException>(&message))
        }
        Inbound::StreamClosed | Inbound::Ended { .. } => Err(throw::<StreamClosedException>(
            "The stream was closed on this side",
        )),
    }
}

/// What a channel that no peer reads has received.
pub enum Received {
    /// Messages, in order; none where nothing is there yet.
    Messages(Vec<Object>),
    /// Nothing, and nothing will come any more.
    End {
        /// Bytes of an unfinished frame that were lost with it.
        lost: usize,
    },
}

/// Takes the messages a channel has received. Those before a failure are taken first, the failure
/// by the next call.
///
/// # Errors
/// A failure that stands first.
pub fn receive(channel: ChannelId, serializer: &Object) -> Result<Received> {
    let messages = receive_behind(0, channel, serializer)?;
    if let (true, Some(lost)) = (messages.is_empty(), engine::lost_at_end(channel)?) {
        return Ok(Received::End { lost });
    }
    Ok(Received::Messages(messages))
}

/// Takes the messages a channel has received, where so many were taken already, which a failure must
/// not lose: it then waits.
///
/// # Errors
/// A failure that stands first of all.
pub fn receive_behind(
    before: usize,
    channel: ChannelId,
    serializer: &Object,
) -> Result<Vec<Object>> {
    let session = engine::tag_of(channel)?;
    let mut messages = Vec::new();
    loop {
        let is_first = before + messages.len() == 0;
        let next = engine::take_if(channel, |inbound| match inbound {
            Inbound::Ended { .. } => false,
            inbound => is_first || is_message(inbound),
        })?;
        let Some(inbound) = next else {
            return Ok(messages);
        };
        if !is_first && !fits(&inbound, serializer)? {
            engine::put_back(channel, inbound)?;
            return Ok(messages);
        }
        messages.push(parcel_of(&inbound, serializer, session)?.into_message()?);
        check_exception()?;
    }
}
