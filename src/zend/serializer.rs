//! serialize() and unserialize().

use super::exception::{check, without_warnings};
use super::{Array, PhpString, Result, Zval};
use ext_php_rs::ffi;
use std::ptr;

// The engine's string builder, which ext-php-rs has no header for (zend_smart_str.h).
unsafe extern "C" {
    fn smart_str_erealloc(buffer: *mut ffi::smart_str, len: usize);
}

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
    let mut value = value.shallow_clone();
    let mut buffer = Buffer::new();
    // SAFETY: the context is destroyed once, after its last use. php_var_serialize appends to the
    // buffer and may run PHP code, which cannot reach either.
    unsafe {
        let mut context = ffi::php_var_serialize_init();
        for _ in 0..within.values {
            // It counts in the context; what it writes is written over.
            let mut uncounted = Zval::null();
            ffi::php_var_serialize(&raw mut buffer.0, &raw mut uncounted, &raw mut context);
        }
        buffer.clear();
        within.prefix.iter().for_each(|piece| buffer.append(piece));
        ffi::php_var_serialize(&raw mut buffer.0, &raw mut value, &raw mut context);
        ffi::php_var_serialize_destroy(context);
    }
    buffer.append(within.suffix);
    let serialized = buffer.finish();
    check().map(|()| serialized)
}

/// The engine's string builder.
struct Buffer(ffi::smart_str);

impl Buffer {
    fn new() -> Self {
        Self(ffi::smart_str {
            s: ptr::null_mut(),
            a: 0,
        })
    }

    fn clear(&mut self) {
        // SAFETY: a smart_str has no string yet, or one of its own.
        if let Some(string) = unsafe { self.0.s.as_mut() } {
            string.len = 0;
        }
    }

    fn append(&mut self, bytes: &[u8]) {
        // SAFETY: as smart_str_alloc(): smart_str_erealloc makes the string, of length 0, or room
        // in it for `len` bytes and a NUL, of which all up to the old length are initialized.
        unsafe {
            let old = self.0.s.as_ref().map_or(0, |string| string.len);
            let len = old + bytes.len();
            if self.0.s.is_null() || len >= self.0.a {
                smart_str_erealloc(&raw mut self.0, len);
            }
            let start = (&raw mut (*self.0.s).val).cast::<u8>();
            ptr::copy_nonoverlapping(bytes.as_ptr(), start.add(old), bytes.len());
            (*self.0.s).len = len;
        }
    }

    fn finish(mut self) -> PhpString {
        self.append(b"");
        // SAFETY: smart_str_0() and smart_str_extract(): there is a string by now, with room for
        // the NUL behind its bytes; its one reference moves.
        unsafe {
            let start = (&raw mut (*self.0.s).val).cast::<u8>();
            start.add((*self.0.s).len).write(0);
            PhpString::from_raw(self.0.s)
        }
    }
}

/// Which classes unserialize() may make objects of; of others it makes __PHP_Incomplete_Class.
pub enum AllowedClasses {
    /// Any.
    All,
    /// Those that are keys of this array, in lower case.
    Listed(Array),
}

/// Bytes with a NUL behind them, on which the parser relies.
#[derive(Debug, Clone, Copy)]
pub struct Terminated<'a> {
    with_nul: &'a [u8],
}

impl<'a> Terminated<'a> {
    /// The bytes before the NUL that `bytes` end with; `None` where they do not.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        bytes.ends_with(b"\0").then_some(Self { with_nul: bytes })
    }

    /// The bytes without the NUL.
    pub fn bytes(self) -> &'a [u8] {
        &self.with_nul[..self.with_nul.len() - 1]
    }
}

impl<'a> From<&'a PhpString> for Terminated<'a> {
    fn from(string: &'a PhpString) -> Self {
        let bytes = string.as_bytes();
        // SAFETY: a zend_string has a NUL behind its bytes, and lives as long as the borrow.
        let with_nul = unsafe { std::slice::from_raw_parts(bytes.as_ptr(), bytes.len() + 1) };
        Self { with_nul }
    }
}

/// `unserialize($data)`, without its warnings; `None` where the data is malformed.
///
/// # Errors
/// What an `__unserialize()` or an autoloader throws.
pub fn unserialize(data: Terminated<'_>, classes: &AllowedClasses) -> Result<Option<Zval>> {
    let whole = unserialize_within(data, 0, 0, classes)?;
    Ok(whole.map(|(value, _)| value))
}

/// The value that begins at `start`, behind so many others (references are numbers of values), and
/// where it ends; `None` where it is malformed.
///
/// # Errors
/// What an `__unserialize()` or an autoloader throws.
pub fn unserialize_within(
    data: Terminated<'_>,
    start: usize,
    values_before: usize,
    classes: &AllowedClasses,
) -> Result<Option<(Zval, usize)>> {
    let bytes = data.bytes();
    let rest = &bytes[start..];
    // SAFETY: the parser reads from `cursor` to `end`, where the NUL is that it relies on. The values lie in the context's own list, as others may refer to them until the context
    // is destroyed, which also runs delayed __wakeup() and __unserialize() calls. A context may be
    // shared with an unserialize() that is under way: it gets its classes back.
    let (value, end) = unsafe {
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
        let mut cursor = rest.as_ptr();
        let end = cursor.add(rest.len());
        let parsed = without_warnings(|| {
            ffi::php_var_unserialize(value, &raw mut cursor, end, &raw mut context) != 0
        });
        let value = parsed.then(|| (*value).shallow_clone());
        ffi::php_var_unserialize_set_allowed_classes(context, former_classes);
        ffi::php_var_unserialize_destroy(context);
        (value, cursor.addr() - bytes.as_ptr().addr())
    };
    check()?;
    Ok(value.map(|value| (value.dereference().shallow_clone(), end)))
}
