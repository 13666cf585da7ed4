//! `StreamIpc\Serialization\JsonMessageSerializer`

use super::json_map::{CLASS_KEY, map_of, throw_with_place};
use super::missing_class::{MissingClass, explain_json};
use super::{
    Allowed, DESERIALIZE, MessageSerializer, SERIALIZE, SERIALIZERS, SerializerOperations,
    allowed_classes, footprint,
};
use crate::envelope::Parcel;
use crate::message::{ErrorMessage, Message};
use crate::zend::{
    AllowedClasses, Argument, Array, Class, Declaration, FoundClass, Instance, Object, PhpString,
    Property, Result, Slot, ToValue, Type, Zval, catch, class_entry, json_decode, json_encode,
    plain_from_json, plain_to_json, throw_error,
};
use stream_ipc::{Format, WrongFormat, json};

/// Writes JSON in which an object is a map with its class under `__class`.
pub struct JsonMessageSerializer;

/// The constructor's argument.
const ALLOWED_CLASSES: Slot<JsonMessageSerializer> = Slot::new(0);

/// The allowed classes as [`Allowed::lookup`] has them.
const LOOKUP: Slot<JsonMessageSerializer> = Slot::new(1);

impl JsonMessageSerializer {
    /// `$prefix . $serializer->serialize($message)`
    fn serialize_after(prefix: &[u8], message: &Object) -> Result<PhpString> {
        if let Some(json) = plain_to_json(prefix, message, CLASS_KEY) {
            return Ok(json);
        }
        let map = map_of(message)?;
        let json =
            json_encode(map.shallow_clone()).map_err(|thrown| throw_with_place(thrown, &map))?;
        let json =
            PhpString::take(json).ok_or_else(|| throw_error("json_encode() returned no string"))?;
        Ok(PhpString::concat([prefix, json.as_bytes(), b""]))
    }

    /// The classes that the serializer may instantiate.
    fn allowed_classes(serializer: &Object) -> Result<AllowedClasses> {
        serializer.get(LOOKUP).map(allowed_classes)
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(serializer: &Object, payload: &[u8]) -> Result<Object> {
        let allowed = Self::allowed_classes(serializer)?;
        let plain = plain_from_json(payload, CLASS_KEY, &allowed);
        if let Some(message) = plain.filter(Object::is_a::<Message>) {
            return Ok(message);
        }
        let told = |what: &[u8]| [what, payload].concat();
        let decoded = match json_decode(PhpString::new(payload)) {
            Ok(decoded) => decoded,
            Err(thrown) => {
                let exception = catch(thrown)?;
                return ErrorMessage::of_exception(&told(b"json_decode failed:"), &exception);
            }
        };
        let Some((map, class)) = Array::take(decoded).and_then(|map| {
            let class = class_of(&map)?;
            Some((map, class))
        }) else {
            return ErrorMessage::plain(&told(b"Invalid data to unserialize: "));
        };
        if !allows(&allowed, &class) {
            let class = String::from_utf8_lossy(class.as_bytes());
            return ErrorMessage::plain(
                format!("Class is not allowed: {class}, see the serializer's allowedClasses")
                    .as_bytes(),
            );
        }
        let built = FoundClass::by_name(class.as_bytes())
            .and_then(|found| found.map(|found| build(found, &map, &allowed)).transpose());
        match built {
            Ok(Some(object)) if object.is_a::<Message>() => Ok(object),
            Ok(Some(_)) => ErrorMessage::plain(&told(b"Decoded object is not a Message: ")),
            Ok(None) => ErrorMessage::plain(&[b"Unknown class: ", class.as_bytes()].concat()),
            Err(thrown) => {
                let exception = explain_json(catch(thrown)?, &map)?;
                ErrorMessage::of_exception(&told(b"Failed to unserialize data:"), &exception)
            }
        }
    }

    /// Why a payload cannot be read: it is in another format, or its class is missing.
    fn cause(payload: &[u8], stand_in: &Object) -> Option<String> {
        if !stand_in.is_exactly::<ErrorMessage>() {
            return None;
        }
        let wrong = WrongFormat::of(payload, Format::Json).map(|wrong| wrong.to_string());
        wrong.or_else(|| {
            let missing = MissingClass::unless_loaded(json::class_of(payload)?.as_bytes());
            missing.map(|missing| missing.to_string())
        })
    }
}

impl Class for JsonMessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\JsonMessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_readonly_class()
            .implements::<MessageSerializer>()
            .operations::<Self, _>(
                &SERIALIZERS,
                SerializerOperations {
                    serialize_after: |prefix, parcel| {
                        Self::serialize_after(prefix, &parcel.into_message()?)
                    },
                    deserialize: |serializer, payload| {
                        Parcel::of(Self::deserialize(serializer, payload)?)
                    },
                    cause: |_, payload, stand_in| Ok(Self::cause(payload, stand_in)),
                    bound: footprint::json_bound,
                    footprint: |serializer, payload| {
                        footprint::json_footprint(payload, &Self::allowed_classes(serializer)?)
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
                Self::serialize_after(b"", message)
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

fn allows(allowed: &AllowedClasses, class: &PhpString) -> bool {
    allowed.allows(&class.as_bytes().to_ascii_lowercase())
}

/// The class that a map names.
fn class_of(map: &Array) -> Option<PhpString> {
    map.get_str(CLASS_KEY.as_bytes()).and_then(PhpString::of)
}

/// The value with objects in place of maps that name a known and allowed class.
fn from_plain(value: &Zval, allowed: &AllowedClasses) -> Result<Zval> {
    let Some(array) = Array::take(value.shallow_clone()) else {
        return Ok(value.shallow_clone());
    };
    match class_of(&array) {
        None if array.is_empty() => Ok(array.to_value()),
        None => map_values(&array, |value| from_plain(value, allowed)),
        Some(class) if !allows(allowed, &class) => Ok(array.to_value()),
        Some(class) => match FoundClass::by_name(class.as_bytes())? {
            Some(found) => build(found, &array, allowed).map(ToValue::to_value),
            None => Ok(array.to_value()),
        },
    }
}

/// Builds an object from a map, without calling its constructor. Ignores properties that the class
/// does not declare.
fn build(class: FoundClass, map: &Array, allowed: &AllowedClasses) -> Result<Object> {
    let object = class.instantiate_without_constructor()?;
    for (name, value) in map.iter() {
        if let Some(name) = name.zend_str()
            && name.as_bytes() != CLASS_KEY.as_bytes()
        {
            object.set_declared(name.as_bytes(), from_plain(value, allowed)?)?;
        }
    }
    Ok(object)
}

fn map_values(array: &Array, convert: impl Fn(&Zval) -> Result<Zval>) -> Result<Zval> {
    let mut converted = Array::new();
    for (key, value) in array.iter() {
        let value = convert(value)?;
        match key.zend_str() {
            Some(key) => converted.insert_str(key.as_bytes(), value),
            None => converted.insert(key.long().unwrap_or_default(), value),
        };
    }
    Ok(converted.to_value())
}
