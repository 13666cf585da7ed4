//! JSON in which an object is a map with its class as `__class`, as PHP's
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
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::io::Write;

/// The key under which a map names the class it is an object of.
const CLASS_KEY: &str = "__class";

/// Why a value cannot be written as JSON, or read from it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The payload is no JSON; nested deeper than 128 levels it is none, either.
    #[error("malformed JSON: {0}")]
    Malformed(#[from] serde_json::Error),

    /// JSON has no such value.
    #[error("{0} cannot be written as JSON")]
    Unsupported(&'static str),

    /// The value is not what the type wants, or none of PHP's.
    #[error(transparent)]
    Php(#[from] php::Error),
}

/// The value as JSON, byte for byte as PHP writes it.
///
/// # Errors
/// For strings that are not UTF-8, INF and NAN, and what PHP has no like of.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let value = Value::parse(&php::to_vec(value)?)?;
    let mut json = Vec::new();
    write(&mut json, &value)?;
    Ok(json)
}

/// The value that was written as JSON.
///
/// # Errors
/// Where the payload is no JSON, or holds something else than `T`.
pub fn from_slice<T: DeserializeOwned>(payload: &[u8]) -> Result<T, Error> {
    let value = value_of(serde_json::from_slice(payload)?);
    Ok(php::from_plain(&value)?)
}

/// The class of the object that a payload is; `None` where it names none.
pub fn class_of(payload: &[u8]) -> Option<Cow<'_, str>> {
    #[derive(serde::Deserialize)]
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
                write(json, element)?;
            }
            json.push(b']');
        }
        Value::Array(pairs) => {
            json.push(b'{');
            members(json, pairs, 0)?;
            json.push(b'}');
        }
        Value::Object(Object { class, properties }) => {
            open_object(json, class)?;
            members(json, properties, 1)?;
            json.push(b'}');
        }
        Value::Enum { class, case } => {
            open_object(json, class)?;
            let name = (Key::from("name"), Value::from(case.as_str()));
            members(json, &[name], 1)?;
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
    string(json, CLASS_KEY.as_bytes())?;
    json.push(b':');
    string(json, class.as_bytes())
}

/// Writes the pairs, behind so many that are written already.
fn members(json: &mut Vec<u8>, pairs: &[(Key, Value)], before: usize) -> Result<(), Error> {
    for (index, (key, value)) in pairs.iter().enumerate() {
        separate(json, before + index);
        match key {
            Key::Int(number) => put(json, format_args!("\"{number}\"")),
            Key::String(name) => string(json, plain(name))?,
        }
        json.push(b':');
        write(json, value)?;
    }
    Ok(())
}

/// A property's name without its visibility.
fn plain(name: &[u8]) -> &[u8] {
    match name {
        [0, rest @ ..] => memchr::memchr(0, rest).map_or(rest, |end| &rest[end + 1..]),
        _ => name,
    }
}

fn is_list(pairs: &[(Key, Value)]) -> bool {
    let mut keys = pairs.iter().map(|(key, _)| key);
    (0..)
        .zip(&mut keys)
        .all(|(index, key)| *key == Key::Int(index))
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

fn value_of(json: serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        serde_json::Value::String(text) => Value::String(text.into_bytes()),
        serde_json::Value::Array(elements) => {
            let keys = (0..).map(Key::Int);
            Value::Array(keys.zip(elements.into_iter().map(value_of)).collect())
        }
        serde_json::Value::Object(mut members) => {
            let class = match members.shift_remove(CLASS_KEY) {
                Some(serde_json::Value::String(class)) => Some(class),
                _ => None,
            };
            let pairs = members.into_iter().map(|(name, value)| {
                let key = match class {
                    Some(_) => Key::from(name.as_str()),
                    None => php::array_key(name.as_bytes()),
                };
                (key, value_of(value))
            });
            let pairs = pairs.collect();
            match class {
                Some(class) => Value::Object(Object {
                    class,
                    properties: pairs,
                }),
                None => Value::Array(pairs),
            }
        }
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
    fn what_json_cannot_hold_is_refused() {
        for php in ["d:INF;", "s:1:\"\u{ff}", "C:1:\"A\":0:{}"] {
            let written = Value::parse(php.as_bytes()).map(|value| to_vec(&value));
            assert!(!matches!(written, Ok(Ok(_))), "{php}");
        }
        assert!(to_vec(&Value::String(vec![0xff])).is_err());
        assert!(from_slice::<Value>(b"{").is_err());
    }
}
