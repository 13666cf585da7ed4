//! `StreamIpc\Serialization`: messages to payloads and back.

mod allowed;
mod footprint;
mod json_map;
mod json_message_serializer;
mod message_serializer;
mod missing_class;
mod native_message_serializer;
mod unreadable;

use allowed::{Allowed, allowed_classes};
pub use footprint::fits;
pub use json_message_serializer::JsonMessageSerializer;
pub use message_serializer::MessageSerializer;
use message_serializer::{DESERIALIZE, SERIALIZE, SERIALIZERS, SerializerOperations};
pub use native_message_serializer::NativeMessageSerializer;
pub use unreadable::Unreadable;

use crate::envelope::Parcel;
use crate::message::ErrorMessage;
use crate::zend::{Object, PhpString, Result, catch, throw_runtime};
use stream_ipc::frame::{self, HEADER_LEN};

/// How a frame begins: with room for its header.
pub const START: [u8; HEADER_LEN] = [0; HEADER_LEN];

/// Encodes a parcel as a whole frame, which begins with `start` and goes on with the payload.
///
/// # Errors
/// Exceptions of the serializer; a RuntimeException if no frame can hold the payload.
pub fn encode(serializer: &Object, parcel: Parcel, start: &[u8]) -> Result<PhpString> {
    let mut framed = MessageSerializer::serialize_after(start, serializer, parcel)?;
    frame::seal(framed.get_mut().expect("made just now"))
        .map_err(|error| throw_runtime(&format!("Cannot send the message: {error}")))?;
    Ok(framed)
}

/// Decodes the payload of a frame; an ErrorMessage if the serializer throws.
///
/// # Errors
/// A RuntimeException if the message does not fit into memory; exit() in a deserializer.
pub fn decode(serializer: &Object, payload: &[u8]) -> Result<Parcel> {
    footprint::ensure_fits(serializer, payload)?;
    MessageSerializer::deserialize(serializer, payload).or_else(|thrown| {
        let exception = catch(thrown)?;
        let error =
            ErrorMessage::of_exception(b"Failed to deserialize message payload", &exception)?;
        Ok(Parcel::Message(error))
    })
}
