//! The content of a frame.

use super::{Envelope, RequestEnvelope, ResponseEnvelope};
use crate::zend::{Object, PhpString, Result};

/// A message, alone or in an envelope. We make envelope objects only where PHP code sees them.
#[derive(Debug)]
pub enum Parcel {
    /// A message without an envelope.
    Message(Object),
    /// A request with its id.
    Request(PhpString, Object),
    /// The response to the request with this id.
    Response(PhpString, Object),
    /// A message that belongs to the request with this id, for a native side only.
    MessageOf(PhpString, Object),
}

impl Parcel {
    /// The id, if the parcel is a request.
    pub fn request_id(&self) -> Option<&PhpString> {
        match self {
            Self::Request(id, _) => Some(id),
            Self::Message(_) | Self::Response(..) | Self::MessageOf(..) => None,
        }
    }

    /// The parcel of a message, which may be an envelope.
    ///
    /// # Errors
    /// The engine's own Error if an envelope lacks a property, as one from unserialize() may.
    pub fn of(message: Object) -> Result<Self> {
        if message.is_exactly::<RequestEnvelope>() {
            let (id, request) = RequestEnvelope::open(&message)?;
            return Ok(Self::Request(id, request));
        }
        if message.is_exactly::<ResponseEnvelope>() {
            let (id, response) = ResponseEnvelope::open(&message)?;
            return Ok(Self::Response(id, response));
        }
        Ok(Self::Message(message))
    }

    /// The message, inside its envelope if it has one.
    pub fn into_message(self) -> Result<Object> {
        match self {
            // What tells its request stands before its payload.
            Self::Message(message) | Self::MessageOf(_, message) => Ok(message),
            Self::Request(id, request) => RequestEnvelope::create(id, &request),
            Self::Response(id, response) => ResponseEnvelope::create(id, &response),
        }
    }
}
