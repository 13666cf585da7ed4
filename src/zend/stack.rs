//! The guard of the C stack.
//!
//! Calls among PHP functions take none of the C stack, but a native method that calls back into PHP
//! takes some at every level, and a process that runs out of it is killed. PHP 8.3 and later watch it
//! themselves; our guard stops a little earlier, before we take a message from a queue.

use super::{Result, throw_error};
use ext_php_rs::ffi;

/// Bytes that must be left for the engine, for functions written in C and for the way back.
const RESERVE: usize = 64 * 1024;

/// Bytes that must be left besides before we take a message, for all our code until the call into PHP.
const DISPATCH: usize = 64 * 1024;

/// Ensures that the stack suffices to take a message from a queue and dispatch it.
///
/// # Errors
/// An Error if too little of the stack is left.
pub fn ensure_stack() -> Result {
    if has_stack(RESERVE + DISPATCH) {
        return Ok(());
    }
    Err(throw_error(
        "Maximum call stack size reached: handlers tick or await within one another too deep. \
         What has arrived stays queued; return from handlers before ticking again, or raise \
         the limit (ulimit -s, fiber.stack_size)",
    ))
}

/// Ensures that the stack suffices for a call into PHP.
///
/// # Errors
/// An Error if too little of the stack is left.
pub(super) fn ensure_call() -> Result {
    if has_stack(RESERVE) {
        return Ok(());
    }
    Err(throw_error(
        "Maximum call stack size reached: handlers call one another too deep, through dispatch(), \
         close() or triggerException(). Return from handlers before that, or raise the limit \
         (ulimit -s, fiber.stack_size)",
    ))
}

fn has_stack(bytes: usize) -> bool {
    let local = 0_u8;
    let here = (&raw const local).addr();
    floor().is_none_or(|floor| here >= floor + bytes)
}

/// The lowest address of the stack this code runs on; `None` if it is unknown.
#[cfg(php83)]
fn floor() -> Option<usize> {
    // SAFETY: the executor's globals live as long as the thread; a pointer is read, which the engine
    // updates when fibers switch. It is null if the setting turns the check off.
    let limit = unsafe { (*ffi::ext_php_rs_executor_globals()).stack_limit };
    (!limit.is_null()).then(|| limit.addr())
}

/// The lowest address of the stack this code runs on; `None` if it is unknown.
#[cfg(not(php83))]
fn floor() -> Option<usize> {
    thread_local! {
        static THREAD: Option<usize> = thread_floor();
    }
    fiber_floor().or_else(|| THREAD.with(|floor| *floor))
}

/// The lowest address of the running fiber's stack; `None` outside fibers.
#[cfg(not(php83))]
fn fiber_floor() -> Option<usize> {
    /// The first members of `zend_fiber_context` (Zend/zend_fibers.h).
    #[repr(C)]
    struct Context {
        handle: *mut std::ffi::c_void,
        kind: *mut std::ffi::c_void,
        function: *mut std::ffi::c_void,
        cleanup: *mut std::ffi::c_void,
        stack: *const Stack,
    }

    /// The first member of `zend_fiber_stack` (Zend/zend_fibers.c).
    #[repr(C)]
    struct Stack {
        pointer: *const u8,
    }

    // SAFETY: this is compiled for PHP 8.2 only, whose structures do not change any more. The context
    // is live as long as its code runs; that of the thread itself has no stack.
    unsafe {
        let context = (*ffi::ext_php_rs_executor_globals()).current_fiber_context;
        let stack = context.cast::<Context>().as_ref()?.stack.as_ref()?;
        Some(stack.pointer.addr())
    }
}

/// The lowest address of the thread's own stack.
#[cfg(all(not(php83), target_os = "linux"))]
fn thread_floor() -> Option<usize> {
    let mut attributes = std::mem::MaybeUninit::uninit();
    let (mut lowest, mut size) = (std::ptr::null_mut(), 0);
    // SAFETY: pthread_getattr_np(3) fills the attributes if it returns 0, and they are destroyed once
    // they are read.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let read =
            libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut lowest, &raw mut size) == 0;
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        read.then(|| lowest.addr())
    }
}

/// The lowest address of the thread's own stack.
#[cfg(all(not(php83), target_os = "macos"))]
fn thread_floor() -> Option<usize> {
    // SAFETY: both read attributes of the running thread.
    unsafe {
        let thread = libc::pthread_self();
        let highest = libc::pthread_get_stackaddr_np(thread).addr();
        highest.checked_sub(libc::pthread_get_stacksize_np(thread))
    }
}
