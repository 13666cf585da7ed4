//! JSON. We write and read plain objects ourselves; PHP's json extension does the rest.

mod read;
mod write;

pub use read::read_plain as plain_from_json;
pub use write::write_plain as plain_to_json;

use super::exception::throw_new;
use super::{Object, PhpString, Result, Thrown, ToValue, Zval, call_function};
use ext_php_rs::zend::ClassEntry;

// The json extension's classes, which ext-php-rs does not bind; written once when it starts.
unsafe extern "C" {
    static php_json_exception_ce: *mut ClassEntry;
    static php_json_serializable_ce: *mut ClassEntry;
}

const JSON_UNESCAPED_SLASHES: i64 = 64;
const JSON_UNESCAPED_UNICODE: i64 = 256;
const JSON_THROW_ON_ERROR: i64 = 4_194_304;

/// The JsonException code for data that is nested too deep.
pub const JSON_ERROR_DEPTH: i64 = 1;

/// The JsonException code for a value that JSON cannot hold.
pub const JSON_ERROR_UNSUPPORTED_TYPE: i64 = 8;

/// The default depth of json_encode() and json_decode().
const DEPTH: i64 = 512;

/// `json_encode($value, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR)`
///
/// # Errors
/// JsonException if the value cannot be encoded.
pub fn json_encode(value: Zval) -> Result<Zval> {
    let flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR;
    call_function("json_encode", [value, flags.to_value()])
}

/// `json_decode($json, true, 512, JSON_THROW_ON_ERROR)`
///
/// # Errors
/// JsonException if it is not JSON.
pub fn json_decode(json: PhpString) -> Result<Zval> {
    let args = [
        json.to_value(),
        true.to_value(),
        DEPTH.to_value(),
        JSON_THROW_ON_ERROR.to_value(),
    ];
    call_function("json_decode", args)
}

/// `$object->jsonSerialize()`; `None` if the object does not implement JsonSerializable.
///
/// # Errors
/// Exceptions of jsonSerialize().
pub fn json_serializable(object: &Object) -> Result<Option<Zval>> {
    // SAFETY: the json extension is always compiled in and starts before ours.
    let interface = unsafe { &*php_json_serializable_ce };
    let has_say = object.class_entry().instance_of(interface);
    has_say
        .then(|| object.call("jsonserialize", []))
        .transpose()
}

/// Throws a JsonException.
pub fn throw_json(message: &str, code: i64) -> Thrown {
    // SAFETY: the json extension is always compiled in and starts before ours.
    let class = unsafe { &*php_json_exception_ce };
    throw_new(class, [message.to_value(), code.to_value()])
}
