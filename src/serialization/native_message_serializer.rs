//! `StreamIpc\Serialization\NativeMessageSerializer`

use super::MessageSerializer;
use crate::envelope::{RequestEnvelope, ResponseEnvelope};
use crate::message::{ErrorMessage, LogMessage, Message};
use crate::zend::{
    AllowedClasses, Array, Call, Class, Declaration, Method, Object, Param, PhpString, Property,
    Result, Slot, ToValue, Type, class_entry, serialize_after, unserialize,
};

/// PHP's own serialize() and unserialize().
pub struct NativeMessageSerializer;

/// What the constructor was given.
const ALLOWED_CLASSES: Slot = Slot(0);

/// The same as unserialize() looks it up: lower-case names as keys; null for all classes.
const LOOKUP: Slot = Slot(1);

/// The classes of the protocol itself, allowed whatever else is.
const PROTOCOL_CLASSES: [&str; 4] = [
    RequestEnvelope::NAME,
    ResponseEnvelope::NAME,
    LogMessage::NAME,
    ErrorMessage::NAME,
];

impl NativeMessageSerializer {
    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: PhpString) -> Result<Object> {
        let classes = match Array::take(serializer.get(LOOKUP)?) {
            Some(lookup) => AllowedClasses::Listed(lookup),
            None => AllowedClasses::All,
        };
        let Some(value) = unserialize(&payload, &classes)? else {
            return LogMessage::error(payload);
        };
        match Object::take(value).filter(Object::is_a::<Message>) {
            Some(message) => Ok(message),
            None => LogMessage::error(PhpString::concat(&[
                b"Received message does not implement Message interface: ",
                payload.as_bytes(),
            ])),
        }
    }
}

impl Class for NativeMessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\NativeMessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        let classes = Type::ARRAY.or(Type::BOOL);
        Declaration::final_readonly_class()
            .implements::<MessageSerializer>()
            .property(
                ALLOWED_CLASSES,
                Property::private("allowedClasses", classes).promoted(),
            )
            .property(LOOKUP, Property::private("lookup", Type::ARRAY.nullable()))
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("allowedClasses", classes).default("true")),
            )
            .method(
                Method::public("serialize", serialize)
                    .param(Param::new("data", Type::class(Message::NAME)))
                    .returns(Type::STRING),
            )
            .method(
                Method::public("deserialize", deserialize)
                    .param(Param::new("data", Type::STRING))
                    .returns(Type::class(Message::NAME)),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let (given, lookup) = match call.value(0) {
        Some(value) if value.is_array() => {
            let classes = call.array(0)?;
            (classes.clone().to_value(), Some(lookup(call, &classes)?))
        }
        Some(value) => {
            let Some(all) = value.bool() else {
                return Err(call.union_type_error(0, "array|bool"));
            };
            let lookup = if all {
                None
            } else {
                Some(lookup(call, &Array::new())?)
            };
            (all.to_value(), lookup)
        }
        None => (true.to_value(), None),
    };
    call.this().initialize(ALLOWED_CLASSES, given)?;
    call.this().initialize(LOOKUP, lookup)
}

fn lookup(call: &Call<'_>, classes: &Array) -> Result<Array> {
    let mut lookup = Array::new();
    for class in PROTOCOL_CLASSES {
        lookup.insert_str(class.to_ascii_lowercase().as_bytes(), true.to_value());
    }
    for class in classes.values() {
        let Some(name) = class.zend_str() else {
            return Err(call.argument_type_error(0, "must be an array of class names"));
        };
        lookup.insert_str(&name.as_bytes().to_ascii_lowercase(), true.to_value());
    }
    Ok(lookup)
}

fn serialize(call: &Call<'_>) -> Result<PhpString> {
    serialize_after(b"", &call.object::<Message>(0)?.to_value())
}

fn deserialize(call: &Call<'_>) -> Result<Object> {
    NativeMessageSerializer::deserialize(call.this(), call.string(0)?)
}
