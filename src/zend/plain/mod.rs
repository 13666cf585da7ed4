//! Plain values: what writers and readers of them share.
//!
//! Null, bools, ints, floats, strings, arrays and enum cases are plain, and so are objects whose class
//! does not customize serialization, with declared properties only. Most messages consist of them. No
//! PHP code runs while we write or read plain values. So a writer or reader that meets another value
//! gives up, and PHP's own functions start over.

mod attempts;
mod shape;
mod table;

pub use shape::forget_shapes;
pub(super) use shape::{Shape, plain_name};
pub(super) use table::{Key, KeyRef, Table, elements, empty as empty_array};

use super::exception::catch;
use super::{Object, Thrown};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, Zval};
use std::ffi::{CStr, c_char};
use std::mem::ManuallyDrop;
use std::ptr;

/// The deepest nesting of plain values: each level takes some of the C stack.
pub(super) const DEPTH: usize = 64;

/// The address of a property (OBJ_PROP()).
pub(super) fn slot(object: *mut ZendObject, property: &ffi::zend_property_info) -> *mut ffi::zval {
    object.wrapping_byte_add(property.offset as usize).cast()
}

/// Whether an object consists of properties only, and they lie in their slots.
pub(super) fn is_ordinary(object: &ZendObject) -> bool {
    ptr::eq(object.handlers, &raw const ffi::std_object_handlers) && !is_lazy(object)
}

#[cfg(php84)]
fn is_lazy(object: &ZendObject) -> bool {
    object.extra_flags & (ffi::IS_OBJ_LAZY_UNINITIALIZED | ffi::IS_OBJ_LAZY_PROXY) != 0
}

#[cfg(not(php84))]
fn is_lazy(_: &ZendObject) -> bool {
    false
}

/// Sets a declared property of a new object, also a readonly one, as unserialize() does.
pub(super) fn set(
    object: &Object,
    property: &ffi::zend_property_info,
    mut value: Zval,
) -> Option<()> {
    // SAFETY: a bit mask of types by their numbers, and a type that a zval may have. The check also
    // converts an int to a float, as in unserialize(). It throws if the value does not fit;
    // unserialize() will throw the same again.
    unsafe {
        let mask = property.type_.type_mask;
        let kind = u32::from(value.u1.v.type_);
        if mask != 0 && mask & (1 << kind) == 0 {
            let property = ptr::from_ref(property).cast_mut();
            if !ffi::zend_verify_prop_assignable_by_ref(property, &raw mut value, true) {
                let (Ok(_) | Err(Thrown)) = catch(Thrown);
                return None;
            }
        }
    }
    let place = slot(object.as_ptr(), property);
    // SAFETY: the slot of a property of the object. As unserialize() does, we leave the rest of the
    // zval alone: the engine's flags of the property. A default that is not counted needs no release.
    unsafe {
        if (*place).u1.v.type_flags != 0 {
            return None;
        }
        let value = ManuallyDrop::new(value);
        (*place).value = value.value;
        (*place).u1 = value.u1;
    }
    Some(())
}

/// A float with as many digits as the setting serialize_precision says, and with this letter before
/// its exponent; `None` if the setting asks for more digits than a float has.
pub(super) fn digits_of(number: f64, exponent: u8) -> Option<Digits> {
    // SAFETY: the core's globals live as long as the thread; one number is read.
    let precision = unsafe { (*ffi::ext_php_rs_process_globals()).serialize_precision };
    // -1 stands for as many digits as necessary.
    if !(-1..=17).contains(&precision) {
        return None;
    }
    let mut text = Digits([0; 64]);
    // SAFETY: 17 digits, a sign, a point, leading zeros, an exponent and a NUL fit.
    unsafe {
        let (point, exponent) = (b'.' as c_char, exponent as c_char);
        ffi::zend_gcvt(
            number,
            precision as i32,
            point,
            exponent,
            text.0.as_mut_ptr(),
        );
    }
    Some(text)
}

/// The text of a float.
pub(super) struct Digits([c_char; 64]);

impl Digits {
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: a NUL stands behind the digits.
        unsafe { CStr::from_ptr(self.0.as_ptr()) }.to_bytes()
    }
}

/// The text, if serde_json and PHP escape it alike. `None` if it is not UTF-8, which PHP refuses, or
/// holds U+2028 or U+2029, line ends in JavaScript, which PHP escapes.
pub(super) fn json_text(bytes: &[u8]) -> Option<&str> {
    let ends_line = |at| matches!(bytes[at..], [_, 0x80, 0xA8 | 0xA9, ..]);
    if memchr::memchr_iter(0xE2, bytes).any(ends_line) {
        return None;
    }
    std::str::from_utf8(bytes).ok()
}
