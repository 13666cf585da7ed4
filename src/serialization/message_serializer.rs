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

/// What transports and codecs do with serializers of ours.
pub struct SerializerOperations {
    /// `$prefix . $serializer->serialize($parcel)`, in one buffer.
    pub serialize_after: fn(&[u8], Parcel) -> Result<PhpString>,
    /// `$serializer->deserialize($payload)`, envelopes opened.
    pub deserialize: fn(&Object, &[u8]) -> Result<Parcel>,
    /// The most that the message of a payload takes, as the payload's braces tell.
    pub bound: fn(&[u8]) -> usize,
    /// The most that it takes, as all of the payload tells. Classes it names may be loaded.
    pub footprint: fn(&Object, &[u8]) -> Result<usize>,
}

/// The serializers of ours.
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
