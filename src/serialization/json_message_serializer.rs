//! `StreamIpc\Serialization\JsonMessageSerializer`

use super::MessageSerializer;
use crate::message::{ErrorMessage, Message};
use crate::zend::{
    Array, Call, Class, Declaration, FoundClass, JSON_ERROR_DEPTH, Method, Object, Param,
    PhpString, Result, ToValue, Type, Zval, catch, class_entry, json_decode, json_encode,
    plain_from_json, plain_to_json, throw_error, throw_json,
};

/// JSON in which an object is a map with its class under `__class`.
pub struct JsonMessageSerializer;

/// The key under which a map names the class it is an object of.
const CLASS_KEY: &str = "__class";

/// How deep data may be nested; what json_encode() and json_decode() take, too.
const DEPTH: usize = 512;

impl JsonMessageSerializer {
    /// `$prefix . $serializer->serialize($message)`
    pub fn serialize_after(prefix: &[u8], message: &Object) -> Result<PhpString> {
        if let Some(json) = plain_to_json(prefix, message, CLASS_KEY) {
            return Ok(json);
        }
        let json = json_encode(object_to_map(message, DEPTH)?)?;
        let json =
            PhpString::take(json).ok_or_else(|| throw_error("json_encode() returned no string"))?;
        Ok(PhpString::concat([prefix, json.as_bytes(), b""]))
    }

    /// `$serializer->deserialize($payload)`
    pub fn deserialize(payload: &[u8]) -> Result<Object> {
        let plain = plain_from_json(payload, CLASS_KEY);
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
        let built = FoundClass::by_name(class.as_bytes())
            .and_then(|found| found.map(|found| build(found, &map)).transpose());
        match built {
            Ok(Some(object)) if object.is_a::<Message>() => Ok(object),
            Ok(Some(_)) => ErrorMessage::plain(&told(b"Decoded object is not a Message: ")),
            Ok(None) => ErrorMessage::plain(&[b"Unknown class: ", class.as_bytes()].concat()),
            Err(thrown) => {
                let exception = catch(thrown)?;
                ErrorMessage::of_exception(&told(b"Failed to unserialize data:"), &exception)
            }
        }
    }
}

impl Class for JsonMessageSerializer {
    const NAME: &'static str = r"StreamIpc\Serialization\JsonMessageSerializer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_readonly_class()
            .implements::<MessageSerializer>()
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

fn serialize(call: &Call<'_>) -> Result<PhpString> {
    JsonMessageSerializer::serialize_after(b"", call.object::<Message>(0)?)
}

fn deserialize(call: &Call<'_>) -> Result<Object> {
    JsonMessageSerializer::deserialize(call.string(0)?.as_bytes())
}

/// The map an object becomes, every property in it by its plain name.
fn object_to_map(object: &Object, depth: usize) -> Result<Zval> {
    let mut map = Array::new();
    map.insert_str(
        CLASS_KEY.as_bytes(),
        object.class_name().as_slice().to_value(),
    );
    for (name, value) in object.properties() {
        map.insert_str(&name, to_plain(&value, inner(depth)?)?);
    }
    Ok(map.to_value())
}

/// The value with maps in the place of objects.
fn to_plain(value: &Zval, depth: usize) -> Result<Zval> {
    let value = value.dereference();
    if let Some(object) = Object::of(value) {
        return object_to_map(object, depth);
    }
    match Array::take(value.shallow_clone()) {
        Some(array) => map_values(&array, |element| to_plain(element, inner(depth)?)),
        None => Ok(value.shallow_clone()),
    }
}

/// One level further in; cycles end here.
fn inner(depth: usize) -> Result<usize> {
    depth
        .checked_sub(1)
        .ok_or_else(|| throw_json("Maximum stack depth exceeded", JSON_ERROR_DEPTH))
}

/// The class a map says it is an object of.
fn class_of(map: &Array) -> Option<PhpString> {
    map.get_str(CLASS_KEY.as_bytes()).and_then(PhpString::of)
}

/// The value with objects in the place of maps that name a known class.
fn from_plain(value: &Zval) -> Result<Zval> {
    let Some(array) = Array::take(value.shallow_clone()) else {
        return Ok(value.shallow_clone());
    };
    match class_of(&array) {
        None => map_values(&array, from_plain),
        Some(class) => match FoundClass::by_name(class.as_bytes())? {
            Some(found) => build(found, &array).map(ToValue::to_value),
            None => Ok(array.to_value()),
        },
    }
}

/// An object made of a map, without its constructor. Properties the class does not declare are
/// ignored.
fn build(class: FoundClass, map: &Array) -> Result<Object> {
    let object = class.instantiate_without_constructor()?;
    for (name, value) in map.iter() {
        if let Some(name) = name.zend_str()
            && name.as_bytes() != CLASS_KEY.as_bytes()
        {
            object.set_declared(name.as_bytes(), from_plain(value)?)?;
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
