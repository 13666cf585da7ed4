//! PHP's `serialize()` format, for serde.
//!
//! A struct is an object, and its PHP class is the name that serde knows the struct by:
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use stream_ipc::php;
//!
//! #[derive(Debug, PartialEq, Serialize, Deserialize)]
//! #[serde(rename = r"App\TaskMessage")]
//! struct TaskMessage {
//!     action: String,
//!     #[serde(rename = "\0*\0priority")] // a protected property
//!     priority: i64,
//!     #[serde(rename = "\0App\\TaskMessage\0secret")] // a private one
//!     secret: Option<String>,
//! }
//!
//! let task = TaskMessage { action: "reindex".into(), priority: 3, secret: None };
//! let payload = php::to_vec(&task)?;
//! assert!(payload.starts_with(br#"O:15:"App\TaskMessage":3:{s:6:"action";s:7:"reindex";"#));
//! assert_eq!(php::from_slice::<TaskMessage>(&payload)?, task);
//! # Ok::<(), php::Error>(())
//! ```
//!
//! | Rust | PHP |
//! | --- | --- |
//! | `Option`, `()` | null, or the value |
//! | `bool`, integers up to 64 bits, floats | bool, int, float |
//! | `String`, `&str`, `char`, bytes (`serde_bytes`) | string |
//! | `Vec`, tuples | array with the keys 0, 1, 2, …; read from an array with any keys, which are lost |
//! | maps | array; keys that look like integers are integers, as in PHP |
//! | structs | object of the class they are named after |
//! | enum variants without data | enum case: the enum's name is the class, the variant's the case |
//! | enum variants with data | array with the variant's name as its only key |
//! | newtype structs | what they hold |
//! | [`Value`] | anything |
//!
//! Reading ignores properties that a struct does not have. A property that is missing in the payload
//! is an error, unless it has `#[serde(default)]`. An object that PHP writes through `__serialize()` is
//! a struct with the keys of that array. With `#[serde(flatten)]` and `#[serde(untagged)]`, serde hides
//! the class: a struct with `flatten` is written as an array, and in both, reading accepts objects of
//! any class.
//!
//! References (`r:` and `R:`) are read as copies. A value that contains itself can only be read as a
//! [`Value`], with [`Value::parse`]. If an enum case comes more than once in a message, the later ones
//! are written as references to the first, as PHP does.

pub mod envelope;
mod error;
mod float;
mod parse;
mod read;
mod references;
pub mod scan;
mod value;
mod write;

pub use error::Error;
pub(crate) use float::format as format_float;
pub(crate) use parse::array_key;
pub use scan::MAX_DEPTH;
pub(crate) use scan::deeper;
pub use value::{Key, Object, Value};

use envelope::{Content, Kind, Properties};
use scan::{Scanner, Token};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A result of this module.
pub type Result<T> = std::result::Result<T, Error>;

/// Writes a value as PHP's `serialize()` does.
///
/// # Errors
/// [`Error::Unsupported`] for values that PHP does not have: integers beyond 64 bits with a sign, or
/// map keys that are neither integers nor strings.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    append(Vec::new(), value)
}

/// Appends a value to `bytes`, as PHP's `serialize()` writes it.
pub(crate) fn append<T: Serialize + ?Sized>(bytes: Vec<u8>, value: &T) -> Result<Vec<u8>> {
    write::append(bytes, value)
}

/// Reads a value that PHP's `serialize()` wrote. Ignores bytes behind it, as `unserialize()` does.
///
/// # Errors
/// If the payload is malformed, is nested deeper than [`MAX_DEPTH`], or does not hold a `T`: another
/// class, other properties, other types. Also if a value refers to itself, or if copies of values
/// together are far longer than the payload.
pub fn from_slice<'de, T: Deserialize<'de>>(payload: &'de [u8]) -> Result<T> {
    read::from_slice(payload, read::Names::Exact)
}

/// Appends an envelope with this message to `bytes`.
pub(crate) fn append_enclosed<T: Serialize + ?Sized>(
    bytes: Vec<u8>,
    kind: Kind,
    id: &str,
    content: &T,
) -> Result<Vec<u8>> {
    write::append_enclosed(bytes, kind, id, content)
}

/// Reads the content of the envelope in `payload`.
pub(crate) fn from_content<'de, T: Deserialize<'de>>(
    payload: &'de [u8],
    content: Content,
) -> Result<T> {
    read::from_property(payload, content.position, content.behind)
}

/// Converts a value of any type to a [`Value`] without references: repeated values are copied.
pub(crate) fn to_plain<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    Value::parse(&read::without_references(&to_vec(value)?)?)
}

/// The same as [`from_slice`], but finds properties by plain name, whatever their visibility.
pub(crate) fn from_plain<T: DeserializeOwned>(value: &Value) -> Result<T> {
    read::from_slice(&value.to_bytes(), read::Names::Plain)
}

/// The class of the object or enum case in a payload, without reading the rest; `None` if it is
/// neither.
pub fn class_of(payload: &[u8]) -> Option<&str> {
    let (class, _) = peek(payload)?;
    std::str::from_utf8(class).ok()
}

/// The classes of all objects and enum cases in a payload, in their order, as far as it can be read.
pub fn classes(payload: &[u8]) -> impl Iterator<Item = &str> {
    let mut scanner = Scanner::new(payload);
    std::iter::from_fn(move || {
        loop {
            scanner.close_all();
            let token = scanner.token().ok()?;
            if let Some((class, _)) = class_and_len(token) {
                return std::str::from_utf8(class).ok();
            }
        }
    })
}

/// The class of the object or enum case in a payload, and its unread properties.
pub(crate) fn peek(payload: &[u8]) -> Option<(&[u8], Properties<'_>)> {
    let mut scanner = Scanner::new(payload);
    let (class, len) = class_and_len(scanner.token().ok()?)?;
    Some((class, Properties { scanner, len }))
}

/// The class of an object or enum case, and the number of properties that follow.
fn class_and_len(token: Token<'_>) -> Option<(&[u8], usize)> {
    match token {
        Token::Object { class, len } => Some((class, len)),
        Token::Enum { class, .. } | Token::Custom { class, .. } => Some((class, 0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_classes_of_a_payload_come_in_their_order_as_far_as_it_can_be_read() {
        let list = |payload: &'static str| classes(payload.as_bytes()).collect::<Vec<_>>();
        let nested = r#"O:1:"A":2:{s:1:"x";a:1:{i:0;O:1:"B":0:{}}s:1:"y";E:3:"C:D";}"#;
        assert_eq!(list(nested), ["A", "B", "C"]);
        assert_eq!(list(&nested[..nested.len() - 4]), ["A", "B"]);
        for payload in ["", "}", "i:1;}}}", "a:1:{", r#"s:12:"O:1:"A":0:{}";"#] {
            assert!(list(payload).is_empty(), "{payload}");
        }
    }
}
