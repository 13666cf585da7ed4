//! Payloads that could not be read, and what to say about them.

use super::SERIALIZERS;
use crate::envelope::Label;
use crate::message::{ErrorMessage, LogMessage};
use crate::zend::{Object, PhpString, Result};
use stream_ipc::process;

/// The start of a LogMessage as serialize() writes it: such payloads are what they seem.
const LOG_MESSAGE: &[u8] = br#"O:28:"StreamIpc\Message\LogMessage":"#;

/// A payload that could not be read.
pub struct Unreadable {
    /// For the message handlers: what the serializer gave in its place, and the cause.
    pub message: Object,
    /// For the side that waits for the reply.
    pub error: Object,
}

impl Unreadable {
    /// What to say if the serializer gave `message` in the place of a payload; `None` if that is the
    /// message that the payload holds, as nearly always.
    pub fn of(serializer: &Object, payload: &[u8], message: &Object) -> Result<Option<Self>> {
        if message.is_exactly::<ErrorMessage>() {
            return Self::told_as_error(serializer, payload, message).map(Some);
        }
        if message.is_exactly::<LogMessage>() && !payload.starts_with(LOG_MESSAGE) {
            return Self::told_as_log(serializer, payload, message);
        }
        Ok(None)
    }

    fn told_as_error(serializer: &Object, payload: &[u8], message: &Object) -> Result<Self> {
        Ok(match cause(serializer, payload, message)? {
            Some(cause) => Self {
                message: ErrorMessage::plain(&with(&ErrorMessage::text(message)?, &cause))?,
                error: ErrorMessage::plain(cause.as_bytes())?,
            },
            None => Self {
                message: message.clone(),
                error: message.clone(),
            },
        })
    }

    fn told_as_log(serializer: &Object, payload: &[u8], message: &Object) -> Result<Option<Self>> {
        let (message, cause) = match cause(serializer, payload, message)? {
            Some(cause) => {
                let text = with(&LogMessage::text(message)?, &cause);
                (LogMessage::error(PhpString::new(&text))?, cause)
            }
            None if Label::of(payload).is_some() => (message.clone(), malformed(payload)),
            None => return Ok(None),
        };
        let error = ErrorMessage::plain(cause.as_bytes())?;
        Ok(Some(Self { message, error }))
    }
}

/// Why a payload cannot be read, if its serializer is ours and knows more than it has said.
fn cause(serializer: &Object, payload: &[u8], message: &Object) -> Result<Option<String>> {
    match SERIALIZERS.of(serializer) {
        Some(operations) => (operations.cause)(serializer, payload, message),
        None => Ok(None),
    }
}

fn malformed(payload: &[u8]) -> String {
    format!(
        "Process {} cannot unserialize the message ({} bytes): is it damaged, or does it name an enum \
         case that is missing there?",
        process::id(),
        payload.len()
    )
}

/// The text and the cause, each on its own line.
fn with(text: &PhpString, cause: &str) -> Vec<u8> {
    [text.as_bytes(), b"\n", cause.as_bytes()].concat()
}
