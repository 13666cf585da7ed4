//! JSON in which an object is a map with its class under `__class`, as PHP's
//! `StreamIpc\Serialization\JsonMessageSerializer` writes and reads it.
//!
//! The types are those of [`php`]; properties go by their plain names, whatever their
//! visibility.
//!
//! ```
//! use stream_ipc::{json, message::LogMessage};
//!
//! let payload = json::to_vec(&LogMessage::new("hi"))?;
//! assert_eq!(
//!     payload,
//!     br#"{"__class":"StreamIpc\\Message\\LogMessage","message":"hi","level":"info"}"#
//! );
//! assert_eq!(json::from_slice::<LogMessage>(&payload)?, LogMessage::new("hi"));
//! # Ok::<(), json::Error>(())
//! ```

use crate::php::{self, Key, Object, Value, format_float};
use indexmap::IndexMap;
use serde::de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::io::Write;

/// The key under which a map names its class.
const CLASS_KEY: &str = "__class";

/// Why a value cannot be written as JSON, or read from it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The payload is not JSON, or is nested deeper than [`php::MAX_DEPTH`].
    #[error("malformed JSON: {0}")]
    Malformed(#[from] serde_json::Error),

    /// JSON has no such value.
    #[error("{0} cannot be written as JSON")]
    Unsupported(&'static str),

    /// The value does not fit the type, or PHP has no such value.
    #[error(transparent)]
    Php(#[from] php::Error),
}

/// Writes a value as JSON, byte for byte as PHP does.
///
/// # Errors
/// For strings that are not UTF-8, INF and NAN, and values that PHP does not have.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let value = php::to_plain(value)?;
    let mut json = Vec::new();
    write(&mut json, &value)?;
    Ok(json)
}

/// Reads a value from JSON.
///
/// # Errors
/// If the payload is not JSON, or does not hold a `T`.
pub fn from_slice<T: DeserializeOwned>(payload: &[u8]) -> Result<T, Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(payload);
    // serde_json's limit of 128 levels is lower than PHP's, which `AnyValue` keeps.
    deserializer.disable_recursion_limit();
    let value = AnyValue { depth: 0 }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(php::from_plain(&value)?)
}

/// The class of the object in a payload; `None` if it names none.
pub fn class_of(payload: &[u8]) -> Option<Cow<'_, str>> {
    #[derive(Deserialize)]
    struct Named<'a> {
        #[serde(rename = "__class", borrow)]
        class: Cow<'a, str>,
    }
    let named: Named<'_> = serde_json::from_slice(payload).ok()?;
    Some(named.class)
}

fn write(json: &mut Vec<u8>, value: &Value) -> Result<(), Error> {
    match value {
        Value::Null => json.extend_from_slice(b"null"),
        Value::Bool(value) => put(json, format_args!("{value}")),
        Value::Int(number) => put(json, format_args!("{number}")),
        Value::Float(number) if number.is_finite() => {
            json.extend_from_slice(format_float(*number, 'e').as_bytes());
        }
        Value::Float(_) => return Err(Error::Unsupported("an infinite or undefined float")),
        Value::String(text) => string(json, text)?,
        Value::Array(pairs) if is_list(pairs) => {
            json.push(b'[');
            for (index, (_, element)) in pairs.iter().enumerate() {
                separate(json, index);
                php::deeper(|| write(json, element))?;
            }
            json.push(b']');
        }
        Value::Array(pairs) => {
            json.push(b'{');
            for (index, (key, element)) in pairs.iter().enumerate() {
                separate(json, index);
                match key {
                    Key::Int(number) => member(json, number.to_string().as_bytes(), element)?,
                    Key::String(name) => member(json, name, element)?,
                }
            }
            json.push(b'}');
        }
        Value::Object(Object { class, properties }) => {
            open_object(json, class)?;
            for (key, property) in properties {
                json.push(b',');
                match key {
                    Key::Int(number) => member(json, number.to_string().as_bytes(), property)?,
                    Key::String(name) => member(json, plain(name), property)?,
                }
            }
            json.push(b'}');
        }
        Value::Enum { class, case } => {
            open_object(json, class)?;
            json.push(b',');
            member(json, b"name", &Value::from(case.as_str()))?;
            json.push(b'}');
        }
        Value::Custom { .. } => return Err(Error::Unsupported("an object that writes itself")),
        Value::SameObject(_) | Value::Reference(_) => {
            return Err(Error::Unsupported("a reference to another value"));
        }
    }
    Ok(())
}

fn open_object(json: &mut Vec<u8>, class: &str) -> Result<(), Error> {
    json.push(b'{');
    member(json, CLASS_KEY.as_bytes(), &Value::from(class))
}

fn member(json: &mut Vec<u8>, name: &[u8], value: &Value) -> Result<(), Error> {
    string(json, name)?;
    json.push(b':');
    php::deeper(|| write(json, value))
}

/// A property's name without its visibility.
fn plain(name: &[u8]) -> &[u8] {
    match name {
        [0, rest @ ..] => memchr::memchr(0, rest).map_or(rest, |end| &rest[end + 1..]),
        _ => name,
    }
}

fn is_list(pairs: &[(Key, Value)]) -> bool {
    let keys = pairs.iter().map(|(key, _)| key);
    (0..).zip(keys).all(|(index, key)| *key == Key::Int(index))
}

fn separate(json: &mut Vec<u8>, index: usize) {
    if index > 0 {
        json.push(b',');
    }
}

fn put(json: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    json.write_fmt(text).expect("memory takes everything");
}

fn string(json: &mut Vec<u8>, text: &[u8]) -> Result<(), Error> {
    let text =
        std::str::from_utf8(text).map_err(|_| Error::Unsupported("a string that is not UTF-8"))?;
    let quoted = serde_json::to_string(text)?;
    // PHP escapes what ends a line in JavaScript.
    let quoted = quoted
        .replace('\u{2028}', r"\u2028")
        .replace('\u{2029}', r"\u2029");
    json.extend_from_slice(quoted.as_bytes());
    Ok(())
}

/// Reads any JSON value, at this depth of arrays and maps, as PHP does.
struct AnyValue {
    depth: usize,
}

impl AnyValue {
    fn inner<E: de::Error>(&self) -> Result<Self, E> {
        if self.depth == php::MAX_DEPTH {
            let max = php::MAX_DEPTH;
            return Err(E::custom(format!("nested deeper than {max} levels")));
        }
        let depth = self.depth + 1;
        Ok(Self { depth })
    }
}

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        php::deeper(|| deserializer.deserialize_any(self))
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Int(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Int))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut pairs = Vec::new();
        for index in 0.. {
            match elements.next_element_seed(self.inner()?)? {
                Some(element) => pairs.push((Key::Int(index), element)),
                None => break,
            }
        }
        Ok(Value::Array(pairs))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        // The last of several members of the same name counts.
        let mut map = IndexMap::new();
        while let Some(name) = members.next_key::<String>()? {
            map.insert(name, members.next_value_seed(self.inner()?)?);
        }
        let Some(Value::String(class)) = map.get(CLASS_KEY) else {
            let pairs = map.into_iter();
            let pairs = pairs.map(|(name, value)| (php::array_key(name.as_bytes()), value));
            return Ok(Value::Array(pairs.collect()));
        };
        let class = String::from_utf8_lossy(class).into_owned();
        map.shift_remove(CLASS_KEY);
        let properties = map.into_iter();
        let properties = properties.map(|(name, value)| (Key::from(name.as_str()), value));
        Ok(Value::Object(Object {
            class,
            properties: properties.collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{ErrorMessage, LogMessage, RequestEnvelope};

    #[test]
    fn bytes_are_those_of_php() {
        let json = |value: &Value| String::from_utf8(to_vec(value).unwrap()).unwrap();
        for (php, expected) in [
            ("d:5;", "5"),
            ("d:1.0E+25;", "1.0e+25"),
            ("a:0:{}", "[]"),
            ("a:1:{i:1;b:1;}", r#"{"1":true}"#),
            ("a:1:{s:4:\"\0*\0x\";N;}", r#"{"\u0000*\u0000x":null}"#),
            (
                "O:1:\"A\":1:{s:4:\"\0*\0x\";N;}",
                r#"{"__class":"A","x":null}"#,
            ),
            ("s:7:\"/\u{17e}\u{2028}\n\";", "\"/\u{17e}\\u2028\\n\""),
        ] {
            assert_eq!(json(&Value::parse(php.as_bytes()).unwrap()), expected);
        }
    }

    #[test]
    fn envelopes_and_private_properties_travel() {
        let request = RequestEnvelope {
            id: "7.1".to_owned(),
            request: ErrorMessage::new("no"),
        };
        let payload = to_vec(&request).unwrap();
        assert_eq!(
            String::from_utf8_lossy(&payload),
            concat!(
                r#"{"__class":"StreamIpc\\Envelope\\RequestEnvelope","id":"7.1","request":"#,
                r#"{"__class":"StreamIpc\\Message\\ErrorMessage","errorMessage":"no"}}"#
            )
        );
        let read: RequestEnvelope<ErrorMessage> = from_slice(&payload).unwrap();
        assert_eq!(read.request, request.request);
        assert!(from_slice::<RequestEnvelope<LogMessage>>(&payload).is_err());
        assert_eq!(
            class_of(&payload).unwrap(),
            r"StreamIpc\Envelope\RequestEnvelope"
        );
    }

    #[test]
    fn values_are_read_as_php_reads_them() {
        let read = |json: &str| from_slice::<Value>(json.as_bytes()).unwrap().to_bytes();
        for (json, php) in [
            ("18446744073709551615", "d:1.8446744073709552E+19;"),
            ("5.0", "d:5;"),
            (r#"{"a":1,"5":2,"a":3}"#, r#"a:2:{s:1:"a";i:3;i:5;i:2;}"#),
            (r#"{"5":1,"__class":"A"}"#, r#"O:1:"A":1:{s:1:"5";i:1;}"#),
            (r#"{"__class":5}"#, r#"a:1:{s:7:"__class";i:5;}"#),
        ] {
            assert_eq!(String::from_utf8(read(json)).unwrap(), php);
        }
    }

    #[test]
    fn nesting_has_the_same_limit_as_in_phps_format() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(from_slice::<Value>(nested(php::MAX_DEPTH).as_bytes()).is_ok());
        for depth in [php::MAX_DEPTH + 1, 1_000_000] {
            let error = from_slice::<Value>(nested(depth).as_bytes()).unwrap_err();
            assert!(error.to_string().contains("deeper than 512"), "{error}");
        }
    }

    #[test]
    fn what_json_cannot_hold_is_refused() {
        for php in ["d:INF;", "s:1:\"\u{ff}", "C:1:\"A\":0:{}"] {
            let written = Value::parse(php.as_bytes()).map(|value| to_vec(&value));
            assert!(!matches!(written, Ok(Ok(_))), "{php}");
        }
        assert!(to_vec(&Value::String(vec![0xff])).is_err());
        assert!(from_slice::<Value>(b"{").is_err());
    }
}
