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
//! Properties a struct does not have are ignored; those it lacks are an error, or their
//! `#[serde(default)]`. An object that PHP writes through `__serialize()` is a struct with the keys
//! of that array. Where serde itself goes between, it tells no class: a struct with
//! `#[serde(flatten)]` is written as an array, and within it and `#[serde(untagged)]` objects of any
//! class are read.
//!
//! Values that refer to each other (`r:` and `R:`) are read as copies; one that contains itself can
//! only be read as a [`Value`], with [`Value::parse`]. An enum case that stands in a message more
//! than once is written as PHP does: it refers to the first.

pub mod envelope;
mod error;
mod float;
mod parse;
mod read;
mod references;
mod scan;
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

/// What PHP's `serialize()` gives for the value.
///
/// # Errors
/// [`Error::Unsupported`] for what PHP has no like of: integers beyond 64 bits with a sign, or map
/// keys that are neither integers nor strings.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>> {
    append(Vec::new(), value)
}

/// `bytes`, and behind them what PHP's `serialize()` gives for the value.
pub(crate) fn append<T: Serialize + ?Sized>(bytes: Vec<u8>, value: &T) -> Result<Vec<u8>> {
    write::append(bytes, value)
}

/// The value that PHP's `serialize()` gave `payload` for. Bytes behind it are ignored, as
/// `unserialize()` does.
///
/// # Errors
/// Where the payload is malformed, is nested deeper than [`MAX_DEPTH`], or holds something else than
/// `T`: another class, other properties, other types. Where `T` holds a value that refers to itself,
/// or copies of values that together are far longer than the payload.
pub fn from_slice<'de, T: Deserialize<'de>>(payload: &'de [u8]) -> Result<T> {
    read::from_slice(payload, read::Names::Exact)
}

/// `bytes`, and behind them an envelope with this message.
pub(crate) fn append_enclosed<T: Serialize + ?Sized>(
    bytes: Vec<u8>,
    kind: Kind,
    id: &str,
    content: &T,
) -> Result<Vec<u8>> {
    write::append_enclosed(bytes, kind, id, content)
}

/// The content of the envelope that `payload` is.
pub(crate) fn from_content<'de, T: Deserialize<'de>>(
    payload: &'de [u8],
    content: Content,
) -> Result<T> {
    read::from_property(payload, content.position, content.behind)
}

/// A value of any type without references: what stands in it more than once is copied.
pub(crate) fn to_plain<T: Serialize + ?Sized>(value: &T) -> Result<Value> {
    Value::parse(&read::without_references(&to_vec(value)?)?)
}

/// The same as [`from_slice`], where properties go by their plain names, whatever their visibility.
pub(crate) fn from_plain<T: DeserializeOwned>(value: &Value) -> Result<T> {
    read::from_slice(&value.to_bytes(), read::Names::Plain)
}

/// The class of the object or enum case that a payload is, without reading the rest; `None` where
/// it is neither.
pub fn class_of(payload: &[u8]) -> Option<&str> {
    let (class, _) = peek(payload)?;
    std::str::from_utf8(class).ok()
}

/// The class of the object or enum case that a payload is, and its properties, unread.
pub(crate) fn peek(payload: &[u8]) -> Option<(&[u8], Properties<'_>)> {
    let mut scanner = Scanner::new(payload);
    let (class, len) = class_and_len(scanner.token().ok()?)?;
    Some((class, Properties { scanner, len }))
}

/// The class of a value that has one, and how many properties follow.
fn class_and_len(token: Token<'_>) -> Option<(&[u8], usize)> {
    match token {
        Token::Object { class, len } => Some((class, len)),
        Token::Enum { class, .. } | Token::Custom { class, .. } => Some((class, 0)),
        _ => None,
    }
}
