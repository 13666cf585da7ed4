//! From what streams brought to messages.

use super::StreamClosedException;
use crate::engine;
use crate::message::LogMessage;
use crate::serialization;
use crate::zend::{Object, Result, Thrown, throw, throw_runtime};
use stream_ipc::reactor::{ChannelId, Inbound};

/// The message that a frame or junk is; `None` for what brings no message.
///
/// # Errors
/// exit() in a deserializer.
pub fn message_of(inbound: &Inbound, serializer: &Object) -> Result<Option<Object>> {
    match inbound {
        Inbound::Frame(payload) => serialization::decode(serializer, payload).map(Some),
        Inbound::Junk(bytes) => LogMessage::junk(bytes).map(Some),
        _ => Ok(None),
    }
}

/// Throws what came in the place of a message.
pub fn throw_failure(inbound: &Inbound) -> Thrown {
    match inbound {
        Inbound::TooLong(error) => throw_runtime(&error.to_string()),
        Inbound::ReadFailed(error) => {
            throw::<StreamClosedException>(&format!("Reading the stream failed: {error}"))
        }
        _ => throw::<StreamClosedException>("The stream was closed on this side"),
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
    let mut messages = Vec::new();
    let mut end = None;
    while let Some(inbound) = engine::take_if(channel, |inbound| match inbound {
        Inbound::Frame(_) | Inbound::Junk(_) => true,
        Inbound::Ended { lost } => {
            end = Some(*lost);
            false
        }
        _ => messages.is_empty(),
    })? {
        match message_of(&inbound, serializer)? {
            Some(message) => messages.push(message),
            None => return Err(throw_failure(&inbound)),
        }
    }
    Ok(match end {
        Some(lost) if messages.is_empty() => Received::End { lost },
        _ => Received::Messages(messages),
    })
}
