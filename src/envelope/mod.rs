//! `StreamIpc\Envelope`: requests, responses and the promises between them.

pub mod id;
mod label;
mod request_envelope;
mod response_envelope;
mod response_promise;

pub use label::Label;
pub use request_envelope::RequestEnvelope;
pub use response_envelope::ResponseEnvelope;
pub use response_promise::ResponsePromise;

use crate::message::Message;
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot, Type,
};

const ID: Slot = Slot(0);
const CONTENT: Slot = Slot(1);

/// A message on its way, with the id of the request it belongs to.
pub trait Envelope: Class {
    /// What the class calls the message it holds.
    const CONTENT_NAME: &'static str;

    /// `new static($id, $content)`
    fn create(id: PhpString, content: &Object) -> Result<Object> {
        let envelope = Self::entry().instantiate()?;
        envelope.set(ID, id);
        envelope.set(CONTENT, content);
        Ok(envelope)
    }

    /// What an envelope holds: the id and the message.
    fn open(envelope: &Object) -> Result<(PhpString, Object)> {
        Ok((envelope.get_string(ID)?, envelope.get_object(CONTENT)?))
    }
}

/// Makes sure that an envelope lacks nothing. unserialize() builds one of whatever it is given.
///
/// # Errors
/// The engine's own Error for the property that is missing.
pub fn ensure_complete(message: &Object) -> Result {
    if message.is_exactly::<RequestEnvelope>() {
        RequestEnvelope::open(message)?;
    } else if message.is_exactly::<ResponseEnvelope>() {
        ResponseEnvelope::open(message)?;
    }
    Ok(())
}

fn declare<E: Envelope>() -> Declaration {
    let message = Type::class(Message::NAME);
    Declaration::final_readonly_class()
        .implements::<Message>()
        .property(ID, Property::public("id", Type::STRING).promoted())
        .property(
            CONTENT,
            Property::public(E::CONTENT_NAME, message).promoted(),
        )
        .method(
            Method::public("__construct", construct)
                .param(Param::new("id", Type::STRING))
                .param(Param::new(E::CONTENT_NAME, message)),
        )
}

fn construct(call: &Call<'_>) -> Result {
    let id = call.string(0)?;
    let content = call.object::<Message>(1)?;
    call.this().initialize(ID, id)?;
    call.this().initialize(CONTENT, content)
}
