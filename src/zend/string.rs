//! PHP's strings, owned.

use ext_php_rs::ffi;
use ext_php_rs::types::{ZendStr, Zval};
use std::ptr::NonNull;

/// A reference to a PHP string of any bytes.
#[derive(Debug)]
#[repr(transparent)]
pub struct PhpString(NonNull<ZendStr>);

impl PhpString {
    /// A new string with a copy of `bytes`.
    pub fn new(bytes: &[u8]) -> Self {
        // SAFETY: zend_string_init copies `len` bytes and returns a string with one reference.
        unsafe {
            let raw = ffi::ext_php_rs_zend_string_init(bytes.as_ptr().cast(), bytes.len(), false);
            Self::from_raw(raw)
        }
    }

    /// A new string outside of memory_limit. Making it never leaves Rust code, as reaching the limit does.
    pub fn unlimited(bytes: &[u8]) -> Self {
        // SAFETY: as above; a persistent string is marked as such, so whoever drops it frees it right.
        unsafe {
            let raw = ffi::ext_php_rs_zend_string_init(bytes.as_ptr().cast(), bytes.len(), true);
            Self::from_raw(raw)
        }
    }

    /// A new string of three parts.
    pub fn concat([first, second, third]: [&[u8]; 3]) -> Self {
        // SAFETY: copies the bytes of each part and returns a string with one reference.
        unsafe {
            Self::from_raw(ffi::zend_string_concat3(
                first.as_ptr().cast(),
                first.len(),
                second.as_ptr().cast(),
                second.len(),
                third.as_ptr().cast(),
                third.len(),
            ))
        }
    }

    /// `(string) $number`
    pub fn of_float(number: f64) -> Self {
        // SAFETY: returns a new string with one reference.
        unsafe { Self::from_raw(ffi::zend_double_to_str(number)) }
    }

    /// Takes over a reference.
    ///
    /// # Safety
    /// `raw` must be a live zend_string, one reference of which belongs to the caller.
    pub(super) unsafe fn from_raw(raw: *mut ZendStr) -> Self {
        // SAFETY: the caller vouches for a live string, which is not null.
        Self(unsafe { NonNull::new_unchecked(raw) })
    }

    /// Borrows the string that a zval holds; `None` where it holds none.
    pub fn borrow(value: &Zval) -> Option<&Self> {
        value.zend_str()?;
        // SAFETY: the zval holds a string, so its value is a non-null pointer to one, which
        // `PhpString` is transparent over; the zval keeps it alive as long as it is borrowed.
        Some(unsafe { &*(&raw const value.value.str_).cast::<Self>() })
    }

    /// Another reference to the string of a zval; `None` if it holds none.
    pub fn of(value: &Zval) -> Option<Self> {
        value.zend_str()?;
        Self::take(value.shallow_clone())
    }

    /// The string of a zval; `None` where it holds none.
    pub fn take(value: Zval) -> Option<Self> {
        let string = NonNull::from(value.zend_str()?);
        // The reference moves from the zval to the string.
        std::mem::forget(value);
        Some(Self(string))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.as_ref()
    }

    /// The bytes, to be written; `None` if anybody else refers to the string.
    pub fn get_mut(&mut self) -> Option<&mut [u8]> {
        // SAFETY: a live string whose only reference is ours. Interned strings are excluded, as anybody
        // may refer to them. The engine may have stored a hash, so we reset it.
        unsafe {
            let string = self.0.as_ptr();
            let interned = (*string).gc.u.type_info & ffi::GC_IMMUTABLE != 0;
            if interned || (*string).gc.refcount > 1 {
                return None;
            }
            (*string).h = 0;
            let start = (&raw mut (*string).val).cast::<u8>();
            Some(std::slice::from_raw_parts_mut(start, (*string).len))
        }
    }

    pub(super) fn as_ptr(&self) -> *mut ZendStr {
        self.0.as_ptr()
    }

    pub(super) fn into_raw(self) -> *mut ZendStr {
        let raw = self.0.as_ptr();
        std::mem::forget(self);
        raw
    }
}

impl AsRef<[u8]> for PhpString {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: a string we hold a reference to is live, and never written to while shared.
        unsafe { self.0.as_ref() }.as_bytes()
    }
}

impl Clone for PhpString {
    fn clone(&self) -> Self {
        // SAFETY: a live string; one that is not interned is counted (zend_string_addref).
        unsafe {
            let string = self.0.as_ptr();
            if (*string).gc.u.type_info & ffi::GC_IMMUTABLE == 0 {
                (*string).gc.refcount += 1;
            }
        }
        Self(self.0)
    }
}

impl From<&str> for PhpString {
    fn from(text: &str) -> Self {
        Self::new(text.as_bytes())
    }
}

impl Drop for PhpString {
    fn drop(&mut self) {
        // SAFETY: gives up the one reference we hold; interned strings are left alone.
        unsafe { ffi::ext_php_rs_zend_string_release(self.0.as_ptr()) }
    }
}
