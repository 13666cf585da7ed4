//! The engine's memory_limit.

use ext_php_rs::ffi;

/// The limit in bytes; `None` where there is none.
pub fn memory_limit() -> Option<usize> {
    // SAFETY: the core's globals live as long as the thread; one number is read.
    let limit = unsafe { (*ffi::ext_php_rs_process_globals()).memory_limit };
    usize::try_from(limit).ok()
}

/// How many bytes PHP may still take from the system.
pub fn available_memory() -> usize {
    // SAFETY: reads a counter of the thread's heap.
    let used = unsafe { ffi::zend_memory_usage(true) };
    memory_limit().map_or(usize::MAX, |limit| limit.saturating_sub(used))
}
