use super::Result;
use super::parse;
use super::write;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// Any PHP value.
///
/// ```
/// use stream_ipc::php::{Key, Value};
///
/// let value = Value::parse(br#"O:8:"App\Note":1:{s:4:"text";s:2:"hi";}"#)?;
/// let Value::Object(note) = &value else { panic!() };
/// assert_eq!(note.class, r"App\Note");
/// assert_eq!(note.properties[0], (Key::from("text"), Value::from("hi")));
/// # Ok::<(), stream_ipc::php::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// An int.
    Int(i64),
    /// A float.
    Float(f64),
    /// A string of any bytes.
    String(Vec<u8>),
    /// An array, in order.
    Array(Vec<(Key, Value)>),
    /// An object.
    Object(Object),
    /// A case of an enum.
    Enum {
        /// The enum's name.
        class: String,
        /// The case's name.
        case: String,
    },
    /// An object of a class that implements the old interface Serializable.
    Custom {
        /// Its class.
        class: String,
        /// The result of its method serialize().
        data: Vec<u8>,
    },
    /// The object of this number again. PHP counts the values of the whole payload in order, from 1.
    SameObject(usize),
    /// A PHP reference to the value of this number.
    Reference(usize),
}

/// An object of any class.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// The class, with its namespace.
    pub class: String,
    /// The properties in order. A private one has the name `"\0Class\0name"`, a protected one
    /// `"\0*\0name"`.
    pub properties: Vec<(Key, Value)>,
}

/// A key of an array, or the name of a property.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// An int.
    Int(i64),
    /// A string.
    String(Vec<u8>),
}

impl Value {
    /// Reads a payload. Unlike [`from_slice`](super::from_slice), keeps references as they are.
    ///
    /// # Errors
    /// If the payload is malformed or nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    pub fn parse(payload: &[u8]) -> Result<Self> {
        parse::value(payload)
    }

    /// Writes the payload as PHP's `serialize()` does.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write::value(&mut bytes, self);
        bytes
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<i64> for Key {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// The name of the newtype struct that carries a value through serde, as bytes of PHP's format.
pub(super) const EMBEDDED: &str = "$stream_ipc::php::Value";

impl Serialize for Value {
    /// Only the formats of this crate understand the result.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        struct Bytes(Vec<u8>);
        impl Serialize for Bytes {
            fn serialize<S: Serializer>(
                &self,
                serializer: S,
            ) -> std::result::Result<S::Ok, S::Error> {
                serializer.serialize_bytes(&self.0)
            }
        }
        serializer.serialize_newtype_struct(EMBEDDED, &Bytes(self.to_bytes()))
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct EmbeddedVisitor;
        impl<'de> Visitor<'de> for EmbeddedVisitor {
            type Value = Value;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a value in PHP's format")
            }

            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> std::result::Result<Value, E> {
                Value::parse(bytes).map_err(E::custom)
            }
        }
        deserializer.deserialize_newtype_struct(EMBEDDED, EmbeddedVisitor)
    }
}
