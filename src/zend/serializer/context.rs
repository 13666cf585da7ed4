//! The context of a running serialize() or unserialize(). Calls from a Serializable's methods share
//! it, so that the numbers of values go on.

use ext_php_rs::ffi;

/// Whether a running serialize() would share its context with a new call.
pub(super) fn serializing() -> bool {
    // SAFETY: the globals of ext/standard live as long as the thread; two numbers are read.
    unsafe { (*globals()).serialize_lock == 0 && (*globals()).serialize.level > 0 }
}

/// Whether a running unserialize() would share its context with a new call.
pub(super) fn unserializing() -> bool {
    // SAFETY: as above.
    unsafe { (*globals()).serialize_lock == 0 && (*globals()).unserialize.level > 0 }
}

/// The nesting that unserialize() certainly allows; of the setting `4K` this sees only the 4. We ask for
/// the setting by name, as its place in the globals depends on how PHP was compiled.
pub(super) fn max_depth() -> usize {
    let name = "unserialize_max_depth";
    // SAFETY: reads `len` bytes of the name, and parses the value in force.
    let depth = unsafe { ffi::zend_ini_long(name.as_ptr().cast(), name.len(), 0) };
    usize::try_from(depth).unwrap_or(0)
}

/// BG()
#[cfg(not(php_zts))]
fn globals() -> *const ffi::php_basic_globals {
    &raw const ffi::basic_globals
}

/// BG()
#[cfg(php_zts)]
fn globals() -> *const ffi::php_basic_globals {
    unsafe extern "C" {
        fn ext_php_rs_tsrmg_bulk(id: std::ffi::c_int) -> *mut std::ffi::c_void;
    }
    // SAFETY: the id is set when the engine starts; every thread has its own globals of it.
    unsafe { ext_php_rs_tsrmg_bulk(ffi::basic_globals_id).cast() }
}
