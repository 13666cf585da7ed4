//! Arrays of plain values.

use super::super::PhpString;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendHashTable, Zval};
use std::mem::ManuallyDrop;

/// The most elements to reserve room for before any is read.
const MOST_RESERVED: usize = 256;

/// An array under construction.
pub struct Table(Zval);

/// The key of an element.
pub enum Key {
    Number(u64),
    String(PhpString),
}

impl Key {
    /// A string as a key of an array; one that looks like an integer becomes a number.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let may_be_number = matches!(bytes, [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..]);
        let mut number = 0;
        // SAFETY: ZEND_HANDLE_NUMERIC_STR() reads these bytes, which begin as a number does.
        let is_number = may_be_number
            && unsafe {
                let start = bytes.as_ptr().cast();
                ffi::_zend_handle_numeric_str_ex(start, bytes.len(), &raw mut number)
            };
        if is_number {
            return Some(Self::Number(number));
        }
        // SAFETY: a function that the engine sets at startup; it copies the bytes, or returns an
        // interned string of them, as keys are often names that the program knows.
        let name = unsafe {
            let existing = ffi::zend_string_init_existing_interned?;
            PhpString::from_raw(existing(bytes.as_ptr().cast(), bytes.len(), false))
        };
        Some(Self::String(name))
    }
}

impl Table {
    /// An empty array with room for `len` elements, or for fewer: the length comes from the peer.
    pub fn new(len: usize) -> Self {
        let mut array = Zval::new();
        // SAFETY: a new table, one reference of which the zval takes over.
        unsafe { array.value.arr = ffi::_zend_new_array(len.min(MOST_RESERVED) as u32) };
        array.u1.type_info = ffi::IS_ARRAY_EX;
        Self(array)
    }

    /// Adds an element; `None` if the key exists already.
    pub fn add(&mut self, key: &Key, value: Zval) -> Option<()> {
        let mut value = ManuallyDrop::new(value);
        // SAFETY: the table is ours alone, and takes over the value where it returns its place; it
        // counts the key.
        let place = unsafe {
            let table = self.0.value.arr;
            match key {
                Key::Number(key) => ffi::zend_hash_index_add(table, *key, &raw mut *value),
                Key::String(key) => ffi::zend_hash_add(table, key.as_ptr(), &raw mut *value),
            }
        };
        if place.is_null() {
            drop(ManuallyDrop::into_inner(value));
            return None;
        }
        Some(())
    }

    /// The array.
    pub fn finish(self) -> Zval {
        self.0
    }
}

/// The engine's own empty array, which is not counted (ZVAL_EMPTY_ARRAY).
pub fn empty() -> Zval {
    let mut array = Zval::new();
    array.value.arr = (&raw const ffi::zend_empty_array).cast_mut();
    array.u1.type_info = ffi::IS_ARRAY;
    array
}

/// The key of an element, borrowed from its table.
#[derive(Clone, Copy)]
pub enum KeyRef<'a> {
    Number(i64),
    String(&'a [u8]),
}

/// The elements of a table in order.
///
/// # Safety
/// The table must be live and stay unchanged meanwhile.
pub unsafe fn elements(table: &ZendHashTable) -> impl Iterator<Item = (KeyRef<'_>, &Zval)> + Clone {
    // SAFETY: both members of the union are always valid.
    let is_list = unsafe { table.u.flags } & ffi::HASH_FLAG_PACKED != 0;
    (0..table.nNumUsed as usize).filter_map(move |index| {
        // SAFETY: a table has `nNumUsed` slots in use; deleted ones are undefined. The slots of a list
        // are values. Those of other tables are buckets whose key is a string, or null for a number.
        unsafe {
            let (key, value) = if is_list {
                let value = &*table.__bindgen_anon_1.arPacked.add(index);
                (KeyRef::Number(index as i64), value)
            } else {
                let bucket = &*table.__bindgen_anon_1.arData.add(index);
                let key = match bucket.key.as_ref() {
                    Some(key) => KeyRef::String(key.as_bytes()),
                    None => KeyRef::Number(bucket.h.cast_signed()),
                };
                (key, &bucket.val)
            };
            (u32::from(value.u1.v.type_) != ffi::IS_UNDEF).then_some((key, value))
        }
    })
}
