//! Turns what streams brought into messages.

use super::StreamClosedException;
use crate::engine;
use crate::envelope::Parcel;
use crate::message::LogMessage;
use crate::serialization;
use crate::trace;
use crate::zend::{Object, PhpString, Result, check_exception, throw, throw_runtime};
use stream_ipc::inbound::Inbound;
use stream_ipc::native::Native;
use stream_ipc::reactor::ChannelId;

/// Opens a frame, or makes a message of junk; traces it under the session.
///
/// # Errors
/// What arrived instead of a message; a frame that does not fit into memory.
pub fn parcel_of(inbound: &Inbound, serializer: &Object, session: Option<usize>) -> Result<Parcel> {
    let parcel = open(inbound, serializer);
    trace::received(session, inbound, parcel.as_ref().ok());
    parcel
}

/// Whether it yields a message. A failure waits for a call of its own, so that the messages before it are
/// not lost.
fn is_message(inbound: &Inbound) -> bool {
    matches!(
        inbound,
        Inbound::Frame(_) | Inbound::Native(_) | Inbound::Junk(_)
    )
}

/// Whether its message fits into memory: one that does not is a failure, too.
///
/// # Errors
/// exit() in an autoloader.
fn fits(inbound: &Inbound, serializer: &Object) -> Result<bool> {
    let payload = inbound.payload();
    payload.map_or(Ok(true), |payload| serialization::fits(serializer, payload))
}

/// Opens a frame, or makes a message of junk.
///
/// # Errors
/// What arrived instead of a message; a frame that does not fit into memory.
fn open(inbound: &Inbound, serializer: &Object) -> Result<Parcel> {
    match inbound {
        Inbound::Frame(payload) => serialization::decode(serializer, payload),
        Inbound::Native(native) => open_native(native, serializer),
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

fn open_native(native: &Native, serializer: &Object) -> Result<Parcel> {
    match native {
        Native::Request(request) => serialization::decode(serializer, &request.payload),
        Native::MessageOf(message) => {
            let id = PhpString::new(message.id());
            let message = serialization::decode(serializer, message.payload())?;
            Ok(Parcel::MessageOf(id, message.into_message()?))
        }
        Native::Cancel(id) | Native::Returned(id) => Err(throw_runtime(&format!(
            "The other side does not go on with request {}, which only a session understands",
            String::from_utf8_lossy(id)
        ))),
    }
}

/// What a channel without a peer has received.
pub enum Received {
    /// Messages in order; empty if none has arrived yet.
    Messages(Vec<Object>),
    /// The end: no message was left.
    End {
        /// Bytes of an unfinished frame that the end cut off.
        lost: usize,
    },
}

/// Takes the messages that a channel has received, up to the first failure; the next call takes the
/// failure.
///
/// # Errors
/// The failure, if nothing comes before it.
pub fn receive(channel: ChannelId, serializer: &Object) -> Result<Received> {
    let messages = receive_messages(channel, serializer)?;
    if let (true, Some(lost)) = (messages.is_empty(), engine::lost_at_end(channel)?) {
        return Ok(Received::End { lost });
    }
    Ok(Received::Messages(messages))
}

/// Takes the same, where the end of the channel is no news.
///
/// # Errors
/// The failure, if nothing comes before it.
pub fn receive_messages(channel: ChannelId, serializer: &Object) -> Result<Vec<Object>> {
    receive_behind(0, channel, serializer)
}

/// Takes the messages that a channel has received, when the caller has already taken some. A failure must
/// not lose those, so it waits.
///
/// # Errors
/// The failure, if nothing at all comes before it.
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
