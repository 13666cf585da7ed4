//! The engine's memory: its limit, and how much of it strings, arrays and objects take.

use super::{Object, Result, catch};
use ext_php_rs::ffi;

/// The memory_limit in bytes; `None` without one.
pub fn memory_limit() -> Option<usize> {
    // SAFETY: the core's globals live as long as the thread; one number is read.
    let limit = unsafe { (*ffi::ext_php_rs_process_globals()).memory_limit };
    usize::try_from(limit).ok()
}

/// Bytes that PHP may still allocate from the system.
pub fn unallocated_memory() -> usize {
    // SAFETY: reads a counter of the thread's heap.
    let taken = unsafe { ffi::zend_memory_usage(true) };
    memory_limit().map_or(usize::MAX, |limit| limit.saturating_sub(taken))
}

/// Bytes that PHP can certainly still fill: the whole chunks it may take from the system, and half of
/// the free bytes in the chunks it has, as some of those are too fragmented. It is a quarter if PHP
/// can take no more chunks, which large blocks need.
pub fn available_memory() -> usize {
    // SAFETY: reads counters of the thread's heap.
    let (taken, used) = unsafe { (ffi::zend_memory_usage(true), ffi::zend_memory_usage(false)) };
    let unallocated = unallocated_memory();
    let part = if unallocated < CHUNK { 4 } else { 2 };
    (unallocated - unallocated % CHUNK).saturating_add(taken.saturating_sub(used) / part)
}

/// Collects free blocks into whole pages and chunks, as the engine does before it runs out of memory.
pub fn reclaim_memory() {
    // SAFETY: looks through the thread's own heap; no block in use is touched.
    unsafe { ffi::zend_mm_gc(ffi::zend_mm_get_heap()) };
}

/// Bytes that the heap takes from the system at a time (ZEND_MM_CHUNK_SIZE).
const CHUNK: usize = 2 << 20;

/// ZEND_MM_PAGE_SIZE
const PAGE: usize = 4096;

/// The smallest and the largest size class of small blocks (ZEND_MM_BINS_INFO). Up to 64 bytes they
/// are 8 bytes apart; then there are four for each doubling.
const SMALLEST: usize = 16;
const LARGEST_SMALL: usize = 3072;

/// Bytes that a debug build adds to each block.
const DEBUG: usize = if cfg!(php_debug) { 32 } else { 0 };

/// Bytes of the heap that a block of `bytes` takes.
fn block_size(bytes: usize) -> usize {
    let bytes = bytes.saturating_add(DEBUG);
    if bytes <= LARGEST_SMALL {
        let bytes = bytes.max(SMALLEST);
        return bytes.next_multiple_of((bytes.next_power_of_two() / 8).max(8));
    }
    let pages = bytes.div_ceil(PAGE);
    // The first page of a chunk is its header; the pages that long runs leave over may stay unused.
    let runs = (CHUNK / PAGE - 1) / pages;
    CHUNK.checked_div(runs).unwrap_or(pages * PAGE)
}

/// Bytes of the heap that a string of `len` bytes takes.
pub fn string_size(len: usize) -> usize {
    const HEADER: usize = std::mem::offset_of!(ffi::zend_string, val);
    // The engine has interned the empty string and those of one byte.
    if len <= 1 {
        0
    } else {
        block_size(HEADER + len + 1)
    }
}

/// Bytes of the heap that an array with keys takes, with room for so many elements.
pub fn map_size(elements: usize) -> usize {
    const ELEMENT: usize = size_of::<ffi::Bucket>() + size_of::<u32>();
    table_size(elements, ELEMENT)
}

/// Bytes of the heap that a list takes, with room for so many elements.
pub fn list_size(elements: usize) -> usize {
    table_size(elements, size_of::<ffi::zval>())
}

fn table_size(elements: usize, element: usize) -> usize {
    const FEWEST: usize = 8;
    let header = block_size(size_of::<ffi::HashTable>());
    match elements {
        0 => header,
        _ => {
            header
                + block_size(
                    elements
                        .next_power_of_two()
                        .max(FEWEST)
                        .saturating_mul(element),
                )
        }
    }
}

/// Bytes that an object takes with the defaults of its properties, measured by making one: exceptions
/// hold a trace, and other classes of the engine hold state of their own. `None` if `make` throws.
///
/// # Errors
/// If code that computes the defaults of properties calls exit().
pub fn object_size(make: impl Fn() -> Result<Object>) -> Result<Option<usize>> {
    // The first object may compute the defaults, once for all objects.
    for makes_last in [false, true] {
        let before = used_by_objects();
        let object = match make() {
            Ok(object) => object,
            Err(thrown) => return catch(thrown).map(|_| None),
        };
        let size = used_by_objects().saturating_sub(before);
        object.skip_destructor();
        if makes_last {
            return Ok(Some(size));
        }
    }
    Ok(None)
}

/// The bytes in use, without the table of all objects, which grows in leaps.
fn used_by_objects() -> usize {
    // SAFETY: reads counters of the thread's heap and globals.
    unsafe {
        let objects = &(*ffi::ext_php_rs_executor_globals()).objects_store;
        let table = objects.size as usize * size_of::<*mut ffi::zend_object>();
        ffi::zend_memory_usage(false).saturating_sub(table)
    }
}
