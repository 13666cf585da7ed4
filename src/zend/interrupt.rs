//! What the engine wants to run between two opcodes: signal handlers, the execution time limit.

use super::Result;
use super::exception::check;
use ext_php_rs::ffi;
use std::ptr;

/// Runs what is pending, as the engine does between opcodes, and says whether anything was.
/// Code that waits calls it after each wait.
///
/// # Errors
/// What a signal handler throws.
pub fn run_pending() -> Result<bool> {
    // SAFETY: the executor's globals live as long as the thread. A signal handler sets the flags
    // behind our back, hence the volatile access; the functions run on the current frame, as in
    // the engine's own ZEND_VM_INTERRUPT.
    unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let interrupted = (&raw mut (*globals).vm_interrupt).cast::<bool>();
        if !ptr::read_volatile(interrupted) {
            return Ok(false);
        }
        ptr::write_volatile(interrupted, false);
        if ptr::read_volatile((&raw const (*globals).timed_out).cast::<bool>()) {
            ffi::zend_timeout();
        } else if let Some(run) = ffi::zend_interrupt_function {
            run((*globals).current_execute_data);
        }
    }
    check().map(|()| true)
}
