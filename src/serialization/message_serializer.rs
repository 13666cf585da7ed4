//! `StreamIpc\Serialization\MessageSerializer`

use super::{JsonMessageSerializer, NativeMessageSerializer};
use crate::message::Message;
use crate::zend::{
    Class, Declaration, Method, Object, Param, PhpString, Result, ToValue, Type, class_entry,
    serialize_after, throw_error,
};

/// Turns messages into payloads and back.
pub struct MessageSerializer;

impl MessageSerializer {
    /// `$prefix . $serializer->serialize($message)`, in one buffer.
    pub fn serialize_after(
        prefix: &[u8],
        serializer: &Object,
        message: &Object,
    ) -> Result<PhpString> {
        if serializer.is_exactly::<NativeMessageSerializer>() {
            return serialize_after(prefix, &message.to_value());
        }
        let payload = if serializer.is_exactly::<JsonMessageSerializer>() {
            JsonMessageSerializer::serialize(message)?
        } else {
            PhpString::take(serializer.call("serialize", [message.to_value()])?)
                .ok_or_else(|| throw_error("serialize() of the serializer returned no string"))?
        };
        Ok(PhpString::concat(&[prefix, payload.as_bytes()]))
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: PhpString) -> Result<Object> {
        if serializer.is_exactly::<NativeMessageSerializer>() {
            return NativeMessageSerializer::deserialize(serializer, payload);
        }
        if serializer.is_exactly::<JsonMessageSerializer>() {
            return JsonMessageSerializer::deserialize(payload);
        }
        Object::take(serializer.call("deserialize", [payload.to_value()])?)
            .ok_or_else(|| throw_error("deserialize() of the serializer returned no object"))
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
