//! `StreamIpc\Serialization\NativeMessageSerializer`

use super::missing_class::{MissingClass, explain_native};
use super::{
    Allowed, DESERIALIZE, MessageSerializer, SERIALIZE, SERIALIZERS, SerializerOperations,
    allowed_classes, footprint,
};
use crate::envelope::{Envelope, Parcel, RequestEnvelope, ResponseEnvelope};
use crate::message::{ErrorMessage, LogMessage, Message};
use crate::zend::{
    AllowedClasses, Argument, Class, Declaration, Instance, Object, PhpString, Property, Result,
    Slot, ToValue, Type, Within, Zval, class_entry, serialize_within, unserialize,
    unserialize_within,
};
use stream_ipc::php::envelope::{Kind, Written};
use stream_ipc::{Format, WrongFormat};

/// Uses PHP's own serialize() and unserialize().
pub struct NativeMessageSerializer;

/// The constructor's argument.
const ALLOWED_CLASSES: Slot<NativeMessageSerializer> = Slot::new(0);

/// The allowed classes as [`Allowed::lookup`] has them.
const LOOKUP: Slot<NativeMessageSerializer> = Slot::new(1);

impl NativeMessageSerializer {
    /// `$prefix . $serializer->serialize($parcel)`, in one buffer. Writes envelopes by hand, without
    /// an object: only the id and the message vary.
    fn serialize_after(prefix: &[u8], parcel: Parcel) -> Result<PhpString> {
        match parcel {
            Parcel::Message(message) | Parcel::MessageOf(_, message) => serialize_within(
                Within {
                    prefix: &[prefix],
                    ..Within::default()
                },
                &message.to_value(),
            ),
            Parcel::Request(id, request) => enclose::<RequestEnvelope>(prefix, &id, request),
            Parcel::Response(id, response) => enclose::<ResponseEnvelope>(prefix, &id, response),
        }
    }

    /// The classes that the serializer may instantiate.
    fn allowed_classes(serializer: &Object) -> Result<AllowedClasses> {
        serializer.get(LOOKUP).map(allowed_classes)
    }

    /// `$serializer->deserialize($payload)`, with the envelope opened.
    fn deserialize_parcel(serializer: &Object, payload: &[u8]) -> Result<Parcel> {
        let Some(Written { kind, id, content }) = Written::of(payload) else {
            return Parcel::of(Self::deserialize(serializer, payload)?);
        };
        let classes = Self::allowed_classes(serializer)?;
        let content = &payload[content..];
        let value = match unserialize_within(content, Kind::VALUES_BEFORE_CONTENT, &classes)? {
            Some((value, len)) if content.get(len) == Some(&b'}') => value,
            _ => return LogMessage::error(PhpString::new(payload)).map(Parcel::Message),
        };
        let id = PhpString::new(id);
        match kind {
            Kind::Request => Ok(Parcel::Request(id, content_of::<RequestEnvelope>(value)?)),
            Kind::Response => Ok(Parcel::Response(id, content_of::<ResponseEnvelope>(value)?)),
        }
    }

    /// Why a payload cannot be read: it is in another format, or its class is missing.
    fn cause(serializer: &Object, payload: &[u8], stand_in: &Object) -> Result<Option<String>> {
        // The exception in an ErrorMessage says it.
        if stand_in.is_exactly::<ErrorMessage>() {
            return Ok(None);
        }
        if let Some(wrong) = WrongFormat::of(payload, Format::Php) {
            return Ok(Some(wrong.to_string()));
        }
        let missing = MissingClass::in_native(payload, &Self::allowed_classes(serializer)?);
        Ok(missing.map(|missing| missing.to_string()))
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: &[u8]) -> Result<Object> {
        let Some(value) = unserialize(payload, &Self::allowed_classes(serializer)?)? else {
            return LogMessage::error(PhpString::new(payload));
        };
        match Object::take(value).filter(Object::is_a::<Message>) {
            Some(message) => Ok(message),
            None => LogMessage::error(PhpString::concat([
                b"Received message does not implement Message interface: ",
                payload,
                b"",
            ])),
        }
    }
}

/// `$prefix . serialize(new E($id, $content))`
fn enclose<E: Envelope>(prefix: &[u8], id: &PhpString, content: Object) -> Result<PhpString> {
    let id = id.as_bytes();
    let mut digits = itoa::Buffer::new();
    let len = digits.format(id.len()).as_bytes();
    let within = Within {
        prefix: &[prefix, E::KIND.start(), len, b":\"", id, E::KIND.middle()],
        values: Kind::VALUES_BEFORE_CONTENT,
        suffix: b"}",
    };
    serialize_within(within, &content.to_value())
}

/// The message in an envelope.
///
/// # Errors
/// A TypeError if the value is not a message.
fn content_of<E: Envelope>(value: Zval) -> Result<Object> {
    if !Object::of(&value).is_some_and(Object::is_a::<Message>) {
        return Err(E::refuse(value));
    }
    Ok(Object::take(value).expect("it holds an object, and no reference to one"))
}

impl Class for NativeMessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\NativeMessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_readonly_class()
            .implements::<MessageSerializer>()
            .operations::<Self, _>(
                &SERIALIZERS,
                SerializerOperations {
                    serialize_after: Self::serialize_after,
                    deserialize: |serializer, payload| {
                        let allowed = || Self::allowed_classes(serializer);
                        Self::deserialize_parcel(serializer, payload)
                            .map_err(|thrown| explain_native(thrown, payload, allowed))
                    },
                    cause: Self::cause,
                    bound: footprint::php_bound,
                    footprint: |serializer, payload| {
                        footprint::php_footprint(payload, &Self::allowed_classes(serializer)?)
                    },
                },
            )
            .property(
                ALLOWED_CLASSES,
                Property::private("allowedClasses", Allowed::TYPE).promoted(),
            )
            .property(LOOKUP, Property::private("lookup", Type::ARRAY.nullable()))
            .constructor(["allowedClasses"], construct)
            .public_like(SERIALIZE, |_: &Object, message: &Instance<Message>| {
                serialize_within(Within::default(), &message.to_value())
            })
            .public_like(DESERIALIZE, |serializer: &Object, payload: &[u8]| {
                Self::deserialize(serializer, payload).map(Instance::of)
            })
    }
}

fn construct(serializer: &Object, allowed: Allowed) -> Result {
    serializer.initialize(ALLOWED_CLASSES, allowed.given)?;
    serializer.initialize(LOOKUP, allowed.lookup)
}
