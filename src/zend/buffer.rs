//! The engine's string builder.

use super::PhpString;
use ext_php_rs::alloc::emalloc;
use ext_php_rs::ffi;
use std::alloc::Layout;
use std::mem::{ManuallyDrop, offset_of};
use std::ptr;

// ext-php-rs does not bind zend_smart_str.h.
unsafe extern "C" {
    fn smart_str_erealloc(buffer: *mut ffi::smart_str, len: usize);
}

/// Bytes of room at first: together with a string's header, one block of 512. Most messages fit.
/// Few fit a smart_str's own first size, and its next size is a page.
const FIRST_CAPACITY: usize = 487;

/// The digits of the largest length.
const MOST_DIGITS: usize = 20;

/// A string that grows. It lies in PHP's heap, so nothing leaks if memory runs out.
pub(super) struct Buffer(ffi::smart_str);

impl Buffer {
    /// An empty buffer with room for a small message.
    pub fn new() -> Self {
        let size = offset_of!(ffi::zend_string, val) + FIRST_CAPACITY + 1;
        let align = align_of::<ffi::zend_string>();
        let layout = Layout::from_size_align(size, align).expect("the size of a small string");
        let string = emalloc(layout).cast::<ffi::zend_string>();
        // SAFETY: new memory from the engine for a string of that size, whose header is written here
        // as zend_string_alloc() does. No byte is read before it is written.
        unsafe {
            (&raw mut (*string).gc).write(ffi::zend_refcounted_h {
                refcount: 1,
                u: ffi::_zend_refcounted_h__bindgen_ty_1 {
                    type_info: ffi::IS_STRING | (ffi::GC_NOT_COLLECTABLE << ffi::GC_FLAGS_SHIFT),
                },
            });
            (*string).h = 0;
            (*string).len = 0;
        }
        Self(ffi::smart_str {
            s: string,
            a: FIRST_CAPACITY,
        })
    }

    /// For the engine's functions that append to it.
    pub fn as_ptr(&mut self) -> *mut ffi::smart_str {
        &raw mut self.0
    }

    /// Empties the buffer and keeps its memory.
    pub fn clear(&mut self) {
        // SAFETY: the buffer's own string.
        unsafe { (*self.0.s).len = 0 };
    }

    /// Appends bytes as they are.
    #[inline]
    pub fn append(&mut self, bytes: &[u8]) {
        self.append_with(bytes.len(), |room| {
            // SAFETY: there is room for the bytes, in memory of the buffer's own.
            unsafe { put(room, bytes) }
        });
    }

    /// Appends a length in decimal digits.
    pub fn append_length(&mut self, len: usize) {
        // SAFETY: there is room for the longest length, in memory of the buffer's own.
        self.append_with(MOST_DIGITS, |room| unsafe { put_length(room, len) });
    }

    /// Appends `kind:5end`.
    pub fn append_number(&mut self, kind: u8, number: impl itoa::Integer, end: u8) {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(number).as_bytes();
        self.append_with(digits.len() + 3, |room| {
            // SAFETY: there is room for all of these, in memory of the buffer's own.
            unsafe {
                let room = put(room, &[kind, b':']);
                let room = put(room, digits);
                put(room, &[end])
            }
        });
    }

    /// Appends `kind:3:"abc"end`.
    pub fn append_quoted(&mut self, kind: u8, bytes: &[u8], end: u8) {
        self.append_with(bytes.len() + MOST_DIGITS + 6, |room| {
            // SAFETY: there is room for all of these, in memory of the buffer's own.
            unsafe {
                let room = put(room, &[kind, b':']);
                let room = put_length(room, bytes.len());
                let room = put(room, b":\"");
                let room = put(room, bytes);
                put(room, &[b'"', end])
            }
        });
    }

    /// Appends at most `len` bytes, which `write` writes to the address it is given. It returns the
    /// end of what it wrote.
    #[inline(always)]
    fn append_with(&mut self, len: usize, write: impl FnOnce(*mut u8) -> *mut u8) {
        // SAFETY: as smart_str_alloc(): there is room for the bytes up to `a` and a NUL, of which
        // all up to the length are initialized.
        unsafe {
            let old = (*self.0.s).len;
            if old + len >= self.0.a {
                self.grow(old, len);
            }
            let start = (&raw mut (*self.0.s).val).cast::<u8>();
            let end = write(start.add(old));
            (*self.0.s).len = end.addr() - start.addr();
        }
    }

    /// Makes room for `len` bytes behind `old` ones. A large buffer grows by a quarter, so that the
    /// many small pieces of a large array are not copied each time a page is full.
    #[cold]
    fn grow(&mut self, old: usize, len: usize) {
        // SAFETY: a smart_str with a string of its own.
        unsafe { smart_str_erealloc(self.as_ptr(), old + len.max(old / 4)) };
    }

    /// The string, without a copy.
    pub fn finish(self) -> PhpString {
        let string = ManuallyDrop::new(self).0.s;
        // SAFETY: smart_str_0() and smart_str_extract(): there is room for the NUL behind the
        // bytes; the string's one reference moves.
        unsafe {
            let start = (&raw mut (*string).val).cast::<u8>();
            start.add((*string).len).write(0);
            PhpString::from_raw(string)
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        // SAFETY: smart_str_free(): the string's one reference is the buffer's.
        drop(unsafe { PhpString::from_raw(self.0.s) });
    }
}

/// Copies the bytes to `room`, and returns where they end.
///
/// # Safety
/// There must be room for the bytes, and they must not lie in it.
#[inline]
unsafe fn put(room: *mut u8, bytes: &[u8]) -> *mut u8 {
    // SAFETY: the caller vouches for the room.
    unsafe {
        ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len());
        room.add(bytes.len())
    }
}

/// Writes the digits of a length to `room`, and returns where they end.
///
/// # Safety
/// There must be room for the digits.
#[inline]
unsafe fn put_length(room: *mut u8, len: usize) -> *mut u8 {
    let digit = |place: usize| b'0' + (len / place % 10) as u8;
    // SAFETY: the caller vouches for the room.
    unsafe {
        match len {
            0..10 => put(room, &[digit(1)]),
            10..100 => put(room, &[digit(10), digit(1)]),
            _ => put(room, itoa::Buffer::new().format(len).as_bytes()),
        }
    }
}
