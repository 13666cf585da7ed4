//! `StreamIpc\Serialization`: messages to payloads and back.

mod json_message_serializer;
mod message_serializer;
mod native_message_serializer;

pub use json_message_serializer::JsonMessageSerializer;
pub use message_serializer::MessageSerializer;
pub use native_message_serializer::NativeMessageSerializer;

use crate::message::ErrorMessage;
use crate::zend::{Object, PhpString, Result, available_memory, catch, throw_runtime};
use stream_ipc::frame::{self, HEADER_LEN};

/// The message as a whole frame.
///
/// # Errors
/// What the serializer throws; a RuntimeException for a payload no frame can hold.
pub fn encode(serializer: &Object, message: &Object) -> Result<PhpString> {
    let mut framed = MessageSerializer::serialize_after(&[0; HEADER_LEN], serializer, message)?;
    let header = frame::header(framed.as_bytes().len() - HEADER_LEN)
        .map_err(|error| throw_runtime(&format!("Cannot send the message: {error}")))?;
    framed.get_mut().expect("made just now")[..HEADER_LEN].copy_from_slice(&header);
    Ok(framed)
}

/// Makes sure that the message of a payload fits into memory: PHP would end the process.
///
/// # Errors
/// A RuntimeException where it does not.
fn ensure_fits(payload: &[u8]) -> Result {
    let available = available_memory();
    if payload.len() < available / MOST_MEMORY_PER_BYTE {
        return Ok(());
    }
    let (mut containers, mut values) = (0, 0);
    for byte in payload {
        containers += usize::from(matches!(byte, b'{' | b'['));
        values += usize::from(matches!(byte, b';' | b','));
    }
    let needed = 2 * payload.len() + containers * MEMORY_PER_CONTAINER + values * MEMORY_PER_VALUE;
    if needed < available {
        return Ok(());
    }
    Err(throw_runtime(&format!(
        "A frame of {} bytes needs about {needed} bytes of memory, but memory_limit leaves \
         {available}: raise it, or send less at once",
        payload.len()
    )))
}

/// What a small array or object takes, roughly.
const MEMORY_PER_CONTAINER: usize = 400;

/// What a value in it takes besides its bytes, roughly.
const MEMORY_PER_VALUE: usize = 64;

/// Hardly a payload needs more memory than this times its length.
const MOST_MEMORY_PER_BYTE: usize = 256;

/// The message of a frame's payload; an ErrorMessage where the serializer throws.
///
/// # Errors
/// A RuntimeException where the message does not fit into memory; exit() in a deserializer.
pub fn decode(serializer: &Object, payload: &[u8]) -> Result<Object> {
    ensure_fits(payload)?;
    let decoded = MessageSerializer::deserialize(serializer, PhpString::new(payload));
    decoded.or_else(|thrown| {
        let exception = catch(thrown)?;
        ErrorMessage::of_exception(b"Failed to deserialize message payload", &exception)
    })
}
