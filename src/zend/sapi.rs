//! The server interface (SAPI) that PHP runs under, and the output of scripts through it.

use ext_php_rs::ffi;
use std::ffi::{CStr, c_char};
use std::sync::OnceLock;

/// The name of the server interface: `PHP_SAPI`.
pub fn name() -> &'static str {
    // SAFETY: PHP sets up its server interface before it starts, with a name that is a constant.
    let name = unsafe {
        let name = (*ffi::ext_php_rs_sapi_module()).name;
        (!name.is_null()).then(|| CStr::from_ptr(name))
    };
    name.and_then(|name| name.to_str().ok()).unwrap_or_default()
}

/// Whether standard input and output are the script's own. In a server they belong to the server, and
/// in a process with threads to its main script.
pub fn has_standard_streams() -> bool {
    prints_to_standard_output() && is_main_thread()
}

/// Whether scripts print to standard output.
fn prints_to_standard_output() -> bool {
    matches!(name(), "cli" | "phpdbg" | "embed")
}

#[cfg(all(php_zts, target_os = "linux"))]
fn is_main_thread() -> bool {
    // SAFETY: neither has a condition.
    unsafe { libc::gettid() == libc::getpid() }
}

#[cfg(all(php_zts, target_os = "macos"))]
fn is_main_thread() -> bool {
    // SAFETY: it has no condition.
    unsafe { libc::pthread_main_np() != 0 }
}

#[cfg(not(php_zts))]
fn is_main_thread() -> bool {
    true
}

/// Sees output of scripts first; returns `true` if it has taken it.
pub type Interceptor = fn(&[u8]) -> bool;

type Write = unsafe extern "C" fn(*const c_char, usize) -> usize;

/// The interceptor, and the function that writes the rest.
static OUTPUT: OnceLock<(Interceptor, Write)> = OnceLock::new();

/// Passes everything that scripts print to standard output through `interceptor`. Call it when the
/// engine starts, before there are threads.
pub fn intercept_output(interceptor: Interceptor) {
    if !prints_to_standard_output() {
        return;
    }
    // SAFETY: PHP sets up its server interface before it starts, and reads it when it prints.
    unsafe {
        let write = &raw mut (*ffi::ext_php_rs_sapi_module()).ub_write;
        if let Some(known) = *write
            && OUTPUT.set((interceptor, known)).is_ok()
        {
            *write = Some(print);
        }
    }
}

/// Undoes [`intercept_output`] when the extension is unloaded.
pub fn stop_intercepting_output() {
    if let Some((_, known)) = OUTPUT.get() {
        // SAFETY: as in `intercept_output`.
        unsafe { (*ffi::ext_php_rs_sapi_module()).ub_write = Some(*known) };
    }
}

unsafe extern "C" fn print(text: *const c_char, len: usize) -> usize {
    let Some((interceptor, write)) = OUTPUT.get() else {
        return len;
    };
    // SAFETY: PHP prints `len` bytes that live until this returns.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), len) };
    if interceptor(bytes) {
        return len;
    }
    // SAFETY: the engine calls us instead of the original, with the original's arguments.
    unsafe { write(text, len) }
}
