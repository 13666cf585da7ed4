//! What a frame carries.

use super::{Envelope, RequestEnvelope, ResponseEnvelope};
use crate::zend::{Object, PhpString, Result};

/// A message, alone or in an envelope. Envelopes travel without objects being made of them, except
/// where PHP code gets to see them.
#[derive(Debug)]
pub enum Parcel {
    /// A message alone.
    Message(Object),
    /// A request with its id.
    Request(PhpString, Object),
    /// The response to the request of that id.
    Response(PhpString, Object),
}

impl Parcel {
    /// Its id, if it is a request.
    pub fn request_id(&self) -> Option<&PhpString> {
        match self {
            Self::Request(id, _) => Some(id),
            Self::Message(_) | Self::Response(..) => None,
        }
    }

    /// What a message is that may be an envelope.
    ///
    /// # Errors
    /// The engine's own Error where an envelope lacks something: unserialize() builds one of
    /// whatever it is given.
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

    /// The message, with its envelope around it.
    pub fn into_message(self) -> Result<Object> {
        match self {
            Self::Message(message) => Ok(message),
            Self::Request(id, request) => RequestEnvelope::create(id, &request),
            Self::Response(id, response) => ResponseEnvelope::create(id, &response),
        }
    }
}
