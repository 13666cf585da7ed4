//! What is plain, and what writing and reading it have in common.
//!
//! Plain is null, a bool, an int, a float, a string, an array, an enum's case and an object of a
//! class that has no say in how it is serialized, with declared properties only: what most
//! messages are made of. Nothing of PHP code runs while it is written or read, so whoever finds in
//! the middle that something is not plain gives up, and PHP's own functions start over.

use ext_php_rs::ffi;
use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::ClassEntry;
use std::mem::MaybeUninit;
use std::ptr;

/// How deep plain values may lie within each other: each level takes some of the C stack.
pub(super) const DEPTH: usize = 64;

/// What tells a class that is no ordinary one.
pub(super) const EXTRAORDINARY: u32 = ffi::ZEND_ACC_NOT_SERIALIZABLE | ffi::ZEND_ACC_ANON_CLASS;

/// The engine's names of methods that have a say.
pub(super) const SLEEP: u32 = ffi::_zend_known_string_id_ZEND_STR_SLEEP;
pub(super) const WAKEUP: u32 = ffi::_zend_known_string_id_ZEND_STR_WAKEUP;

/// Whether the class has the method of this known name.
pub(super) fn has_method(class: &ClassEntry, known: u32) -> bool {
    // SAFETY: the engine's table of names, made at startup and hashed; a class's table of methods.
    unsafe {
        let name = *ffi::zend_known_strings.add(known as usize);
        !ffi::zend_hash_find_known_hash(&raw const class.function_table, name).is_null()
    }
}

/// The descriptions of a class's properties by slot; null where a slot is not used any more.
pub(super) fn properties(class: &ClassEntry) -> &[*mut ffi::zend_property_info] {
    let count = class.default_properties_count as usize;
    if count == 0 {
        return &[];
    }
    // SAFETY: a linked class with properties has a table of so many descriptions.
    unsafe { std::slice::from_raw_parts(class.properties_info_table, count) }
}

/// Where the property lies that is described so: OBJ_PROP().
pub(super) fn slot(object: *mut ZendObject, property: &ffi::zend_property_info) -> *mut ffi::zval {
    object.wrapping_byte_add(property.offset as usize).cast()
}

/// Whether properties are all there is to the object, and lie in their slots.
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

/// Objects by the numbers of their values, for what stands in place of one that came before:
/// `r:3;`. Only so many are kept: whoever needs another gives up.
pub(super) struct Known {
    /// Only the first `len` are initialized: most values need none.
    objects: [MaybeUninit<(usize, *mut ZendObject)>; 32],
    len: usize,
}

impl Known {
    pub fn new() -> Self {
        Self {
            objects: [const { MaybeUninit::uninit() }; 32],
            len: 0,
        }
    }

    /// Keeps an object; `None` where there is no room.
    pub fn add(&mut self, number: usize, object: *mut ZendObject) -> Option<()> {
        self.objects.get_mut(self.len)?.write((number, object));
        self.len += 1;
        Some(())
    }

    pub fn number_of(&self, object: *mut ZendObject) -> Option<usize> {
        self.iter()
            .find(|known| known.1 == object)
            .map(|known| known.0)
    }

    pub fn by_number(&self, number: usize) -> Option<*mut ZendObject> {
        self.iter()
            .find(|known| known.0 == number)
            .map(|known| known.1)
    }

    fn iter(&self) -> impl Iterator<Item = (usize, *mut ZendObject)> {
        let known = self.objects[..self.len].iter();
        // SAFETY: `add` has written each of the first `len`.
        known.map(|known| unsafe { known.assume_init() })
    }
}
