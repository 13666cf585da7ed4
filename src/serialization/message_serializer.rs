//! `StreamIpc\Serialization\MessageSerializer`

use crate::envelope::Parcel;
use crate::message::Message;
use crate::zend::{
    Class, Declaration, Instance, Object, Operations, PhpString, Prototype, Result, ToValue,
    class_entry, throw_error,
};

/// Turns messages into payloads and back.
pub struct MessageSerializer;

/// `serialize(Message $data): string`
pub const SERIALIZE: Prototype<(&Instance<Message>,), PhpString> =
    Prototype::new("serialize", ["data"]);

/// `deserialize(string $data): Message`
pub const DESERIALIZE: Prototype<(&[u8],), Instance<Message>> =
    Prototype::new("deserialize", ["data"]);

/// The operations of our own serializers, for transports and codecs.
pub struct SerializerOperations {
    /// `$prefix . $serializer->serialize($parcel)`, in one buffer.
    pub serialize_after: fn(&[u8], Parcel) -> Result<PhpString>,
    /// `$serializer->deserialize($payload)`, with the envelope opened.
    pub deserialize: fn(&Object, &[u8]) -> Result<Parcel>,
    /// Why a payload cannot be read, if the message that `deserialize` gives in its place does not say it.
    pub cause: fn(&Object, &[u8], &Object) -> Result<Option<String>>,
    /// An upper bound of the message's size in memory, from the payload's braces.
    pub bound: fn(&[u8]) -> usize,
    /// An upper bound of the message's size in memory, from the whole payload. May load the classes
    /// that it names.
    pub footprint: fn(&Object, &[u8]) -> Result<usize>,
}

/// Our own serializers.
pub static SERIALIZERS: Operations<SerializerOperations> = Operations::new();

impl MessageSerializer {
    /// `$prefix . $serializer->serialize($parcel)`, in one buffer.
    pub fn serialize_after(
        prefix: &[u8],
        serializer: &Object,
        parcel: Parcel,
    ) -> Result<PhpString> {
        if let Some(operations) = SERIALIZERS.of(serializer) {
            return (operations.serialize_after)(prefix, parcel);
        }
        let message = parcel.into_message()?;
        let payload = PhpString::take(serializer.call("serialize", [message.to_value()])?)
            .ok_or_else(|| throw_error("serialize() of the serializer returned no string"))?;
        Ok(PhpString::concat([prefix, payload.as_bytes(), b""]))
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: &[u8]) -> Result<Parcel> {
        if let Some(operations) = SERIALIZERS.of(serializer) {
            return (operations.deserialize)(serializer, payload);
        }
        let message = Object::take(serializer.call("deserialize", [payload.to_value()])?)
            .ok_or_else(|| throw_error("deserialize() of the serializer returned no object"))?;
        Parcel::of(message)
    }
}

impl Class for MessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\MessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface()
            .abstract_method(SERIALIZE)
            .abstract_method(DESERIALIZE)
    }
}
