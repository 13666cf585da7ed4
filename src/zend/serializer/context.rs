//! What serialize() and unserialize() keep while they run: a context, which calls from within a
//! Serializable's methods share, so that values there are numbered along.

use ext_php_rs::ffi;

/// Whether a call of serialize() is under way whose context others would share.
pub(super) fn serializing() -> bool {
    // SAFETY: the globals of ext/standard live as long as the thread; two numbers are read.
    unsafe { (*globals()).serialize_lock == 0 && (*globals()).serialize.level > 0 }
}

/// How deep unserialize() lets values be nested; `None` where a call is under way whose context
/// others would share.
pub(super) fn unserialize_depth() -> Option<usize> {
    // SAFETY: as above; three numbers are read.
    let (shared, depth) = unsafe {
        let globals = &*globals();
        let shared = globals.serialize_lock == 0 && globals.unserialize.level > 0;
        (shared, globals.unserialize_max_depth)
    };
    // 0 means no limit.
    (!shared)
        .then(|| usize::try_from(depth).ok().filter(|&depth| depth > 0))
        .map(|depth| depth.unwrap_or(usize::MAX))
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
