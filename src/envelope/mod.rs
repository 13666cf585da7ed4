//! `StreamIpc\Envelope`: requests, responses and the promises between them.

pub mod id;
mod label;
mod parcel;
mod request_envelope;
mod response_envelope;
mod response_promise;

pub use label::Label;
pub use parcel::Parcel;
pub use request_envelope::RequestEnvelope;
pub use response_envelope::ResponseEnvelope;
pub use response_promise::ResponsePromise;

use crate::message::Message;
use crate::zend::{
    Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Thrown, Type, Zval,
    throw_error,
};
use stream_ipc::php::envelope::Kind;

/// A message together with the id of its request.
pub trait Envelope: Class {
    /// The class's own name for the message that it holds.
    const CONTENT_NAME: &'static str;

    /// The kind of envelope on the wire.
    const KIND: Kind;

    /// The request's id.
    const ID: Slot<Self> = Slot::new(0);

    /// The message.
    const CONTENT: Slot<Self> = Slot::new(1);

    /// `new static($id, $content)`
    fn create(id: PhpString, content: &Object) -> Result<Object> {
        let envelope = Self::entry().instantiate()?;
        envelope.set(Self::ID, id);
        envelope.set(Self::CONTENT, content);
        Ok(envelope)
    }

    /// The id and the message that an envelope holds.
    fn open(envelope: &Object) -> Result<(PhpString, Object)> {
        let id = envelope.get_string(Self::ID)?;
        Ok((id, envelope.get_object(Self::CONTENT)?))
    }

    /// Throws PHP's TypeError for a value in an envelope that is no message.
    fn refuse(content: Zval) -> Thrown {
        let name = Self::CONTENT_NAME;
        let put = Self::entry()
            .instantiate()
            .and_then(|envelope| envelope.set_declared(name.as_bytes(), content));
        match put {
            Err(thrown) => thrown,
            Ok(_) => throw_error(&format!("What is no message was taken as ${name}")),
        }
    }
}

fn declare<E: Envelope>() -> Declaration {
    Declaration::final_readonly_class()
        .implements::<Message>()
        .property(E::ID, Property::public("id", Type::STRING).promoted())
        .property(
            E::CONTENT,
            Property::public(E::CONTENT_NAME, Type::class(Message::NAME)).promoted(),
        )
        .constructor(["id", E::CONTENT_NAME], construct::<E>)
}

fn construct<E: Envelope>(
    envelope: &Object,
    id: &PhpString,
    content: &Instance<Message>,
) -> Result {
    envelope.initialize(E::ID, id)?;
    envelope.initialize(E::CONTENT, content)
}
