//! serialize() and unserialize().

use super::exception::{check, without_warnings};
use super::{Array, PhpString, Result, Zval};
use ext_php_rs::ffi;
use std::ptr;

// The engine's string builder, which ext-php-rs has no header for (zend_smart_str.h).
unsafe extern "C" {
    fn smart_str_erealloc(buffer: *mut ffi::smart_str, len: usize);
}

/// Appends `serialize($value)` to `prefix`, in one buffer that is not copied again.
///
/// # Errors
/// What serialize() throws, or a `__serialize()` it calls.
pub fn serialize_after(prefix: &[u8], value: &Zval) -> Result<PhpString> {
    let mut value = value.shallow_clone();
    let mut buffer = ffi::smart_str {
        s: ptr::null_mut(),
        a: 0,
    };
    // SAFETY: a smart_str that is empty, as smart_str_erealloc expects it, has room for `prefix`
    // and a length of 0 afterwards. php_var_serialize appends to it and may run PHP code, which
    // cannot reach it. At the end it is one string of ours, closed by a NUL (smart_str_0) for
    // which smart_str always keeps room.
    unsafe {
        smart_str_erealloc(&raw mut buffer, prefix.len());
        let start = (&raw mut (*buffer.s).val).cast::<u8>();
        ptr::copy_nonoverlapping(prefix.as_ptr(), start, prefix.len());
        (*buffer.s).len = prefix.len();

        let mut context = ffi::php_var_serialize_init();
        ffi::php_var_serialize(&raw mut buffer, &raw mut value, &raw mut context);
        ffi::php_var_serialize_destroy(context);

        let length = (*buffer.s).len;
        (&raw mut (*buffer.s).val).cast::<u8>().add(length).write(0);
        let serialized = PhpString::from_raw(buffer.s);
        check().map(|()| serialized)
    }
}

/// Which classes unserialize() may make objects of; of others it makes __PHP_Incomplete_Class.
pub enum AllowedClasses {
    /// Any.
    All,
    /// Those that are keys of this array, in lower case.
    Listed(Array),
}

/// `unserialize($data)`, without its warnings; `None` where the data is malformed.
///
/// # Errors
/// What an `__unserialize()` or an autoloader throws.
pub fn unserialize(data: &PhpString, classes: &AllowedClasses) -> Result<Option<Zval>> {
    let bytes = data.as_bytes();
    // SAFETY: the parser reads from `start` to `end`, where a zend_string has the NUL it relies
    // on. The value lies in the context's own list, as other values may refer to it until the
    // context is destroyed, which also runs delayed __wakeup() and __unserialize() calls. A
    // context may be shared with an unserialize() that is under way: it gets its classes back.
    let value = unsafe {
        let mut context = ffi::php_var_unserialize_init();
        let former_classes = ffi::php_var_unserialize_get_allowed_classes(context);
        let classes = match classes {
            AllowedClasses::All => ptr::null_mut(),
            AllowedClasses::Listed(classes) => classes.as_ptr(),
        };
        ffi::php_var_unserialize_set_allowed_classes(context, classes);
        let value = ffi::var_tmp_var(&raw mut context);
        let mut start = bytes.as_ptr();
        let end = start.add(bytes.len());
        let parsed = without_warnings(|| {
            ffi::php_var_unserialize(value, &raw mut start, end, &raw mut context) != 0
        });
        let value = parsed.then(|| (*value).shallow_clone());
        ffi::php_var_unserialize_set_allowed_classes(context, former_classes);
        ffi::php_var_unserialize_destroy(context);
        value
    };
    check()?;
    Ok(value.map(|value| value.dereference().shallow_clone()))
}
