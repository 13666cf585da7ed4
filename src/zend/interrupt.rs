//! What the engine wants to run between two opcodes: signal handlers, the execution time limit.

use super::exception::{check, set_aside, throw_object};
use super::{Result, ToValue, call_function, function_exists};
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

/// Runs `body` with the handlers of asynchronous signals put off until it is done: for PHP code
/// that does not expect to be used in the middle of itself.
///
/// # Errors
/// What `body` throws, and what a signal handler throws.
pub fn without_signal_handlers<R>(body: impl FnOnce() -> Result<R>) -> Result<R> {
    const ASYNC_SIGNALS: &str = "pcntl_async_signals";
    if !function_exists(ASYNC_SIGNALS)
        || !call_function(ASYNC_SIGNALS, [false.to_value()])?.is_true()
    {
        return body();
    }
    // What was pending before runs now.
    let result = set_aside(run_pending().and_then(|_| body()))?;
    call_function(ASYNC_SIGNALS, [true.to_value()])?;
    call_function("pcntl_signal_dispatch", [])?;
    result.map_err(throw_object)
}
