//! The engine's string builder.

use super::super::PhpString;
use ext_php_rs::ffi;
use std::mem::ManuallyDrop;
use std::ptr;

// What ext-php-rs has no header for (zend_smart_str.h).
unsafe extern "C" {
    fn smart_str_erealloc(buffer: *mut ffi::smart_str, len: usize);
}

/// The most digits a length has.
const LONGEST_LENGTH: usize = 20;

/// A string that grows. It lies in PHP's heap, so nothing leaks where memory runs out.
pub(super) struct Buffer(ffi::smart_str);

impl Buffer {
    pub fn new() -> Self {
        Self(ffi::smart_str {
            s: ptr::null_mut(),
            a: 0,
        })
    }

    /// For the engine's functions that append to it.
    pub fn as_ptr(&mut self) -> *mut ffi::smart_str {
        &raw mut self.0
    }

    pub fn clear(&mut self) {
        // SAFETY: a smart_str has no string yet, or one of its own.
        if let Some(string) = unsafe { self.0.s.as_mut() } {
            string.len = 0;
        }
    }

    #[inline]
    pub fn append(&mut self, bytes: &[u8]) {
        self.append_with(bytes.len(), |room| {
            // SAFETY: there is room for so many bytes, in memory of the buffer's own.
            unsafe { put(room, bytes) }
        });
    }

    /// A number in decimal digits.
    pub fn append_number(&mut self, number: impl itoa::Integer) {
        self.append(itoa::Buffer::new().format(number).as_bytes());
    }

    /// `kind:3:"abc"end`
    pub fn append_quoted(&mut self, kind: u8, bytes: &[u8], end: u8) {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(bytes.len()).as_bytes();
        self.append_with(bytes.len() + LONGEST_LENGTH + 6, |room| {
            // SAFETY: there is room for all of these, in memory of the buffer's own.
            unsafe {
                let room = put(room, &[kind, b':']);
                let room = put(room, digits);
                let room = put(room, b":\"");
                let room = put(room, bytes);
                put(room, &[b'"', end])
            }
        });
    }

    /// Appends what `write` writes from the start of the room it is given, for at most `len` bytes;
    /// it returns where it ended.
    #[inline]
    fn append_with(&mut self, len: usize, write: impl FnOnce(*mut u8) -> *mut u8) {
        // SAFETY: as smart_str_alloc(): smart_str_erealloc makes the string, of length 0, or room
        // in it for `len` more bytes and a NUL, of which all up to the old length are initialized.
        unsafe {
            let old = self.0.s.as_ref().map_or(0, |string| string.len);
            if self.0.s.is_null() || old + len >= self.0.a {
                self.grow(old, len);
            }
            let start = (&raw mut (*self.0.s).val).cast::<u8>();
            let end = write(start.add(old));
            (*self.0.s).len = end.addr() - start.addr();
        }
    }

    /// Room for `len` bytes behind `old` ones; for a quarter more, so that the many small pieces
    /// of a large array are not copied each time a page is full.
    #[cold]
    fn grow(&mut self, old: usize, len: usize) {
        // SAFETY: a smart_str has no string yet, or one of its own.
        unsafe { smart_str_erealloc(self.as_ptr(), old + len.max(old / 4)) };
    }

    pub fn finish(mut self) -> PhpString {
        self.append(b"");
        let mut buffer = ManuallyDrop::new(self);
        // SAFETY: smart_str_0() and smart_str_extract(): there is a string by now, with room for
        // the NUL behind its bytes; its one reference moves.
        unsafe {
            let start = (&raw mut (*buffer.0.s).val).cast::<u8>();
            start.add((*buffer.0.s).len).write(0);
            PhpString::from_raw(buffer.0.s)
        }
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        if !self.0.s.is_null() {
            // SAFETY: smart_str_free(): the string's one reference is the buffer's.
            drop(unsafe { PhpString::from_raw(self.0.s) });
        }
    }
}

/// Copies the bytes there, and returns where they end.
///
/// # Safety
/// There must be room for them, which they do not lie in.
#[inline]
unsafe fn put(room: *mut u8, bytes: &[u8]) -> *mut u8 {
    // SAFETY: the caller vouches for the room.
    unsafe {
        ptr::copy_nonoverlapping(bytes.as_ptr(), room, bytes.len());
        room.add(bytes.len())
    }
}
