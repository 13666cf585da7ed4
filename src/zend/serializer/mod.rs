//! serialize() and unserialize().
//!
//! Both are tried without PHP's general machinery first, which is made for values that run code
//! while they are serialized: most do not, and what is to be written and read is the same.

mod context;
mod known;
mod read;
mod write;

use super::buffer::Buffer;
use super::exception::{check, without_warnings};
use super::{Array, PhpString, Result, Zval};
use ext_php_rs::ffi;
use std::ptr;

/// A value inside a larger one in PHP's format, whose outer parts are written by hand.
#[derive(Debug, Clone, Copy, Default)]
pub struct Within<'a> {
    /// What comes before it, in pieces.
    pub prefix: &'a [&'a [u8]],
    /// How many values there are in the prefix: references are numbers of values.
    pub values: usize,
    /// What comes after it.
    pub suffix: &'a [u8],
}

/// `serialize($value)` and what it lies within, in one buffer that is not copied again.
///
/// # Errors
/// What serialize() throws, or a `__serialize()` it calls.
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

/// Makes the buffer hold the prefix and what php_var_serialize() gives.
fn serialize_any(buffer: &mut Buffer, within: Within<'_>, value: &Zval) -> Result {
    let mut value = value.shallow_clone();
    // SAFETY: the context is destroyed once, after its last use. php_var_serialize appends to the
    // buffer and may run PHP code, which cannot reach either.
    unsafe {
        let mut context = ffi::php_var_serialize_init();
        for _ in 0..within.values {
            // It counts in the context; what it writes is written over.
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

/// Which classes unserialize() may make objects of; of others it makes __PHP_Incomplete_Class.
pub enum AllowedClasses {
    /// Any.
    All,
    /// Those that are keys of this array, in lower case.
    Listed(Array),
}

impl AllowedClasses {
    /// Whether objects may be made of the class of this name in lower case.
    pub fn allows(&self, lower_name: &[u8]) -> bool {
        match self {
            Self::All => true,
            Self::Listed(listed) => listed.get_str(lower_name).is_some(),
        }
    }
}

/// `unserialize($data)`, without its warnings; `None` where the data is malformed.
///
/// # Errors
/// What an `__unserialize()` or an autoloader throws.
pub fn unserialize(data: &[u8], classes: &AllowedClasses) -> Result<Option<Zval>> {
    let whole = unserialize_within(data, 0, classes)?;
    Ok(whole.map(|(value, _)| value))
}

/// The value at the start of the data, behind so many others (references are numbers of values),
/// and how many bytes it takes; `None` where it is malformed.
///
/// # Errors
/// What an `__unserialize()` or an autoloader throws.
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
    // SAFETY: the parser reads from `cursor` to `end`, where a zend_string has the NUL it relies
    // on. The values lie in the context's own list, as others may refer to them until the context
    // is destroyed, which also runs delayed __wakeup() and __unserialize() calls. A context may be
    // shared with an unserialize() that is under way: it gets its classes back.
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
