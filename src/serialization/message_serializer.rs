//! `StreamIpc\Serialization\MessageSerializer`

use super::{JsonMessageSerializer, NativeMessageSerializer};
use crate::envelope::Parcel;
use crate::message::Message;
use crate::zend::{
    Class, Declaration, Method, Object, Param, PhpString, Result, ToValue, Type, class_entry,
    throw_error,
};

/// Turns messages into payloads and back.
pub struct MessageSerializer;

impl MessageSerializer {
    /// `$prefix . $serializer->serialize($parcel)`, in one buffer.
    pub fn serialize_after(
        prefix: &[u8],
        serializer: &Object,
        parcel: Parcel,
    ) -> Result<PhpString> {
        if serializer.is_exactly::<NativeMessageSerializer>() {
            return NativeMessageSerializer::serialize_after(prefix, parcel);
        }
        let message = parcel.into_message()?;
        if serializer.is_exactly::<JsonMessageSerializer>() {
            return JsonMessageSerializer::serialize_after(prefix, &message);
        }
        let payload = PhpString::take(serializer.call("serialize", [message.to_value()])?)
            .ok_or_else(|| throw_error("serialize() of the serializer returned no string"))?;
        Ok(PhpString::concat([prefix, payload.as_bytes(), b""]))
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: &[u8]) -> Result<Parcel> {
        if serializer.is_exactly::<NativeMessageSerializer>() {
            return NativeMessageSerializer::deserialize_parcel(serializer, payload);
        }
        let message = if serializer.is_exactly::<JsonMessageSerializer>() {
            JsonMessageSerializer::deserialize(payload)?
        } else {
            Object::take(serializer.call("deserialize", [payload.to_value()])?)
                .ok_or_else(|| throw_error("deserialize() of the serializer returned no object"))?
        };
        Parcel::of(message)
    }
}

impl Class for MessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\MessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        let message = Type::class(Message::NAME);
        Declaration::interface()
            .method(
                Method::without_body("serialize")
                    .param(Param::new("data", message))
                    .returns(Type::STRING),
            )
            .method(
                Method::without_body("deserialize")
                    .param(Param::new("data", Type::STRING))
                    .returns(message),
            )
    }
}
