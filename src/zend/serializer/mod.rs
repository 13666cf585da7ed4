//! serialize() and unserialize().
//!
//! We first try to write and read values ourselves, with the same bytes. PHP's general machinery takes
//! over for values that run code while they are serialized, which few do.

mod context;
mod known;
mod read;
mod write;

use super::buffer::Buffer;
use super::exception::{check, without_warnings};
use super::{Array, PhpString, Result, Zval};
use ext_php_rs::ffi;
use std::ptr;

/// The surroundings of a value in PHP's format, written by hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Within<'a> {
    /// The bytes before the value, in pieces.
    pub prefix: &'a [&'a [u8]],
    /// The number of values in the prefix: references are numbers of values.
    pub values: usize,
    /// The bytes after the value.
    pub suffix: &'a [u8],
}

/// `serialize($value)` with its surroundings, in one buffer that is not copied again.
///
/// # Errors
/// Exceptions of serialize() and of the methods it calls.
pub fn serialize_within(within: Within<'_>, value: &Zval) -> Result<PhpString> {
    let mut buffer = Buffer::new();
    within.prefix.iter().for_each(|piece| buffer.append(piece));
    let is_plain =
        !context::serializing() && write::write(&mut buffer, value, within.values).is_some();
    if !is_plain {
        serialize_any(&mut buffer, within, value)?;
    }
    buffer.append(within.suffix);
    Ok(buffer.finish())
}

/// Replaces the buffer's content with the prefix and the value as php_var_serialize() writes it.
fn serialize_any(buffer: &mut Buffer, within: Within<'_>, value: &Zval) -> Result {
    let mut value = value.shallow_clone();
    // SAFETY: the context is destroyed once, after its last use. php_var_serialize appends to the
    // buffer and may run PHP code, which cannot reach either.
    unsafe {
        let mut context = ffi::php_var_serialize_init();
        for _ in 0..within.values {
            // The context counts this value; we drop its bytes below.
            let mut uncounted = Zval::null();
            ffi::php_var_serialize(buffer.as_ptr(), &raw mut uncounted, &raw mut context);
        }
        buffer.clear();
        within.prefix.iter().for_each(|piece| buffer.append(piece));
        ffi::php_var_serialize(buffer.as_ptr(), &raw mut value, &raw mut context);
        ffi::php_var_serialize_destroy(context);
    }
    check()
}

/// The classes that unserialize() may instantiate. Objects of other classes become
/// __PHP_Incomplete_Class.
pub enum AllowedClasses {
    /// All classes.
    All,
    /// The keys of this array, lower-case names.
    Listed(Array),
}

impl AllowedClasses {
    /// Whether the class of this name is allowed.
    pub fn allows(&self, name: &[u8]) -> bool {
        match self {
            Self::All => true,
            Self::Listed(listed) => listed.get_str(&name.to_ascii_lowercase()).is_some(),
        }
    }
}

/// `unserialize($data)`, without its warnings; `None` if the data is malformed.
///
/// # Errors
/// Exceptions of autoloaders and of methods such as `__unserialize()`.
pub fn unserialize(data: &[u8], classes: &AllowedClasses) -> Result<Option<Zval>> {
    let whole = unserialize_within(data, 0, classes)?;
    Ok(whole.map(|(value, _)| value))
}

/// The value at the start of the data and its length in bytes; `None` if it is malformed.
/// `values_before` values precede it: references are numbers of values.
///
/// # Errors
/// Exceptions of autoloaders and of methods such as `__unserialize()`.
pub fn unserialize_within(
    data: &[u8],
    values_before: usize,
    classes: &AllowedClasses,
) -> Result<Option<(Zval, usize)>> {
    let plain = (!context::unserializing())
        .then(|| read::read(data, values_before, classes))
        .flatten();
    match plain {
        Some(plain) => Ok(Some(plain)),
        None => unserialize_any(&PhpString::new(data), values_before, classes),
    }
}

/// The same by php_var_unserialize().
fn unserialize_any(
    data: &PhpString,
    values_before: usize,
    classes: &AllowedClasses,
) -> Result<Option<(Zval, usize)>> {
    let bytes = data.as_bytes();
    // SAFETY: the parser reads from `cursor` to `end`, where a zend_string has the NUL it relies on.
    // The values lie in the context's own list, as others may refer to them until the context is
    // destroyed, which also runs delayed __wakeup() and __unserialize() calls. A running unserialize()
    // may share the context, so we restore its classes.
    let (value, len) = unsafe {
        let mut context = ffi::php_var_unserialize_init();
        for _ in 0..values_before {
            let mut cursor = c"N;".as_ptr().cast::<u8>();
            let end = cursor.add(2);
            let uncounted = ffi::var_tmp_var(&raw mut context);
            ffi::php_var_unserialize(uncounted, &raw mut cursor, end, &raw mut context);
        }
        let former_classes = ffi::php_var_unserialize_get_allowed_classes(context);
        let classes = match classes {
            AllowedClasses::All => ptr::null_mut(),
            AllowedClasses::Listed(classes) => classes.as_ptr(),
        };
        ffi::php_var_unserialize_set_allowed_classes(context, classes);
        let value = ffi::var_tmp_var(&raw mut context);
        let mut cursor = bytes.as_ptr();
        let end = cursor.add(bytes.len());
        let parsed = without_warnings(|| {
            ffi::php_var_unserialize(value, &raw mut cursor, end, &raw mut context) != 0
        });
        let value = parsed.then(|| (*value).shallow_clone());
        ffi::php_var_unserialize_set_allowed_classes(context, former_classes);
        ffi::php_var_unserialize_destroy(context);
        (value, cursor.addr() - bytes.as_ptr().addr())
    };
    check()?;
    Ok(value.map(|value| (value.dereference().shallow_clone(), len)))
}
