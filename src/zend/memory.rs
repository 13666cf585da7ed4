//! The engine's memory: its limit, and what things take of it.

use super::{Object, Result, catch};
use ext_php_rs::ffi;

/// The limit in bytes; `None` where there is none.
pub fn memory_limit() -> Option<usize> {
    // SAFETY: the core's globals live as long as the thread; one number is read.
    let limit = unsafe { (*ffi::ext_php_rs_process_globals()).memory_limit };
    usize::try_from(limit).ok()
}

/// How many bytes PHP may still take from the system.
pub fn untaken_memory() -> usize {
    // SAFETY: reads a counter of the thread's heap.
    let taken = unsafe { ffi::zend_memory_usage(true) };
    memory_limit().map_or(usize::MAX, |limit| limit.saturating_sub(taken))
}

/// How many bytes PHP may still fill: what it has not yet taken from the system, in whole chunks,
/// and half of what is free in the chunks it has, as not all of that fits what will be needed. Where
/// no chunk is left for what needs a large piece, it is a quarter.
pub fn available_memory() -> usize {
    // SAFETY: reads counters of the thread's heap.
    let (taken, used) = unsafe { (ffi::zend_memory_usage(true), ffi::zend_memory_usage(false)) };
    let untaken = untaken_memory();
    let part = if untaken < CHUNK { 4 } else { 2 };
    (untaken - untaken % CHUNK).saturating_add(taken.saturating_sub(used) / part)
}

/// Makes room of what is free in the heap but not at hand: what the engine does itself before it
/// gives up for want of memory.
pub fn reclaim_memory() {
    // SAFETY: looks through the thread's own heap; no block in use is touched.
    unsafe { ffi::zend_mm_gc(ffi::zend_mm_get_heap()) };
}

/// What the heap takes from the system at a time (ZEND_MM_CHUNK_SIZE).
const CHUNK: usize = 2 << 20;

/// ZEND_MM_PAGE_SIZE
const PAGE: usize = 4096;

/// The size of the smallest blocks, and of the largest small ones (ZEND_MM_BINS_INFO). Up to 64
/// bytes there is one for every 8, and then four for each doubling.
const SMALLEST: usize = 16;
const LARGEST_SMALL: usize = 3072;

/// What a debug build puts beside each block.
const DEBUG: usize = if cfg!(php_debug) { 32 } else { 0 };

/// What a block of so many bytes takes of the heap.
fn block_size(bytes: usize) -> usize {
    let bytes = bytes.saturating_add(DEBUG);
    if bytes <= LARGEST_SMALL {
        let bytes = bytes.max(SMALLEST);
        return bytes.next_multiple_of((bytes.next_power_of_two() / 8).max(8));
    }
    let pages = bytes.div_ceil(PAGE);
    // A chunk begins with a page of its own; what is left beside long runs of pages may stay so.
    let runs = (CHUNK / PAGE - 1) / pages;
    CHUNK.checked_div(runs).unwrap_or(pages * PAGE)
}

/// What a string of so many bytes takes.
pub fn string_size(len: usize) -> usize {
    const HEADER: usize = std::mem::offset_of!(ffi::zend_string, val);
    // Those of one byte, and the empty one, are there already.
    if len <= 1 {
        0
    } else {
        block_size(HEADER + len + 1)
    }
}

/// What an array with keys takes that has room for so many elements.
pub fn map_size(elements: usize) -> usize {
    const ELEMENT: usize = size_of::<ffi::Bucket>() + size_of::<u32>();
    table_size(elements, ELEMENT)
}

/// What an array without keys takes that has room for so many elements.
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

/// What an object of a class takes with the defaults of its properties, found out by making one:
/// exceptions hold a trace, other classes of the engine what they like. `None` where `make` throws.
///
/// # Errors
/// exit() in code that computes the defaults of properties.
pub fn object_size(make: impl Fn() -> Result<Object>) -> Result<Option<usize>> {
    // The first one may compute the defaults, once for all.
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

/// The bytes in use, but for the table of all objects, which grows in leaps.
fn used_by_objects() -> usize {
    // SAFETY: reads counters of the thread's heap and globals.
    unsafe {
        let objects = &(*ffi::ext_php_rs_executor_globals()).objects_store;
        let table = objects.size as usize * size_of::<*mut ffi::zend_object>();
        ffi::zend_memory_usage(false).saturating_sub(table)
    }
}
