//! Interrupts, which the engine handles between two opcodes: signal handlers, the execution time limit.

use super::exception::{check, set_aside, throw_object};
use super::{Result, ToValue, call_function, function_exists};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::cell::Cell;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

type FunctionHandler = unsafe extern "C" fn(*mut ExecuteData, *mut Zval);

/// Whether the process may have a signal handler written in PHP.
static SIGNAL_HANDLERS: AtomicBool = AtomicBool::new(false);

/// The engine's own pcntl_signal().
static PCNTL_SIGNAL: OnceLock<FunctionHandler> = OnceLock::new();

/// Whether an interrupt may become pending during a wait. None can if no script of this process has
/// called pcntl_signal() and this one has no time limit.
pub fn are_expected() -> bool {
    // SAFETY: the executor's globals live as long as the thread; one number is read.
    let time_limit = unsafe { (*ffi::ext_php_rs_executor_globals()).timeout_seconds };
    time_limit != 0 || SIGNAL_HANDLERS.load(Ordering::Relaxed)
}

/// Watches calls of pcntl_signal(), for [`are_expected`]. Call it before a thread runs its first
/// script. `stays` says whether this extension stays loaded; if not, it assumes that handlers exist.
pub fn watch_signal_handlers(stays: bool) {
    thread_local! {
        static WATCHED: Cell<bool> = const { Cell::new(false) };
    }
    if !stays {
        SIGNAL_HANDLERS.store(true, Ordering::Relaxed);
    } else if !WATCHED.replace(true) {
        watch_pcntl_signal();
    }
}

fn watch_pcntl_signal() {
    const NAME: &str = "pcntl_signal";
    // SAFETY: looks the name up in the table of functions. Each thread has its own copy
    // (function_copy_ctor in zend.c), and only that thread changes it. An internal function has a
    // handler, and lives as long as its thread.
    unsafe {
        let function = ffi::zend_fetch_function_str(NAME.as_ptr().cast(), NAME.len());
        if function.is_null() || u32::from((*function).type_) != ffi::ZEND_INTERNAL_FUNCTION {
            return;
        }
        let handler = &raw mut (*function).internal_function.handler;
        let Some(known) = *handler else { return };
        // The table may be a copy of one that we watch already.
        if !ptr::fn_addr_eq(known, pcntl_signal as FunctionHandler) {
            PCNTL_SIGNAL.get_or_init(|| known);
            *handler = Some(pcntl_signal);
        }
    }
}

unsafe extern "C" fn pcntl_signal(frame: *mut ExecuteData, result: *mut Zval) {
    SIGNAL_HANDLERS.store(true, Ordering::Relaxed);
    if let Some(original) = PCNTL_SIGNAL.get() {
        // SAFETY: the engine calls this instead of the original, with the original's arguments.
        unsafe { original(frame, result) }
    }
}

thread_local! {
    /// How many interrupts the engine has handled in this thread.
    static HANDLED: Cell<u64> = const { Cell::new(0) };
}

type InterruptFunction = unsafe extern "C" fn(*mut ExecuteData);

/// What handled interrupts before this extension was loaded.
static INTERRUPT: OnceLock<Option<InterruptFunction>> = OnceLock::new();

/// Counts interrupts, for [`handled`]. Call it once, while the module starts.
pub fn count() {
    // SAFETY: a module that starts is alone in the process; each hooks itself in before the one that was
    // there, which it calls (pcntl.c does the same). The engine calls it between two opcodes.
    unsafe {
        INTERRUPT.get_or_init(|| ffi::zend_interrupt_function);
        ffi::zend_interrupt_function = Some(interrupt);
    }
}

unsafe extern "C" fn interrupt(frame: *mut ExecuteData) {
    HANDLED.set(HANDLED.get() + 1);
    if let Some(Some(before)) = INTERRUPT.get() {
        // SAFETY: the engine's own argument goes on.
        unsafe { before(frame) }
    }
}

/// How many interrupts the engine has handled in this thread: a signal handler may have run if the
/// number has changed.
pub fn handled() -> u64 {
    HANDLED.get()
}

/// Runs the pending interrupts, as the engine does between opcodes, and says whether there were any.
/// Call it after each wait.
///
/// # Errors
/// Exceptions of signal handlers.
pub fn run_pending() -> Result<bool> {
    // SAFETY: the executor's globals live as long as the thread. A signal handler may set the flags
    // at any time, hence the volatile access; the functions run on the current frame, as in the
    // engine's own ZEND_VM_INTERRUPT.
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

/// Runs `body` and delays asynchronous signal handlers until it is done: for PHP code that is not
/// reentrant.
///
/// # Errors
/// Exceptions of `body` and of signal handlers.
pub fn without_signal_handlers<R>(body: impl FnOnce() -> Result<R>) -> Result<R> {
    const ASYNC_SIGNALS: &str = "pcntl_async_signals";
    if !function_exists(ASYNC_SIGNALS)
        || !call_function(ASYNC_SIGNALS, [false.to_value()])?.is_true()
    {
        return body();
    }
    // Signals that were pending before run now.
    let result = set_aside(run_pending().and_then(|_| body()))?;
    call_function(ASYNC_SIGNALS, [true.to_value()])?;
    call_function("pcntl_signal_dispatch", [])?;
    result.map_err(throw_object)
}
