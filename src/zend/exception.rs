//! Throwing and catching PHP's exceptions.

use super::{Class, Object, Result, ToValue, Zval};
use ext_php_rs::ffi;
use ext_php_rs::zend::{ClassEntry, ce};
use std::mem::ManuallyDrop;
use std::ptr;

/// An exception waits in the engine: return to PHP, or [`catch`] it.
#[derive(Debug)]
#[must_use]
pub struct Thrown;

// SPL's own globals, which ext-php-rs does not bind; written once when the engine starts.
unsafe extern "C" {
    static spl_ce_RuntimeException: *mut ClassEntry;
    static spl_ce_LogicException: *mut ClassEntry;
}

/// `\Exception`.
pub fn exception_class() -> &'static ClassEntry {
    ce::exception()
}

/// `\RuntimeException`.
pub fn runtime_exception_class() -> &'static ClassEntry {
    // SAFETY: SPL is compiled in and registers its classes before any extension's startup.
    unsafe { &*spl_ce_RuntimeException }
}

fn logic_exception_class() -> &'static ClassEntry {
    // SAFETY: as for RuntimeException.
    unsafe { &*spl_ce_LogicException }
}

/// `\Throwable`.
pub fn throwable_class() -> &'static ClassEntry {
    ce::throwable()
}

/// Throws `new C($message)`.
pub fn throw<C: Class>(message: &str) -> Thrown {
    throw_new(C::entry().class(), [message.to_value()])
}

/// The message of a Throwable.
///
/// # Errors
/// If the message was never initialized.
pub fn message_of(throwable: &Object) -> Result<String> {
    let text = throwable.call("getmessage", [])?;
    let text = text.zend_str().map(|text| text.as_bytes());
    Ok(String::from_utf8_lossy(text.unwrap_or_default()).into_owned())
}

/// Throws an `\Error`.
pub fn throw_error(message: &str) -> Thrown {
    throw_new(ce::error(), [message.to_value()])
}

/// Throws a `\RuntimeException`.
pub fn throw_runtime(message: &str) -> Thrown {
    throw_new(runtime_exception_class(), [message.to_value()])
}

/// Throws a `\TypeError`.
pub fn throw_type(message: &str) -> Thrown {
    throw_new(ce::type_error(), [message.to_value()])
}

/// Throws a `\LogicException`.
pub fn throw_logic(message: &str) -> Thrown {
    throw_new(logic_exception_class(), [message.to_value()])
}

/// Throws `new $class(...$args)`.
pub(super) fn throw_new<const N: usize>(class: &ClassEntry, args: [Zval; N]) -> Thrown {
    super::call::construct(class, args).map_or_else(|thrown| thrown, throw_object)
}

/// Throws an object, which must be a Throwable.
pub fn throw_object(exception: Object) -> Thrown {
    let mut value = ManuallyDrop::new(exception.to_value());
    // SAFETY: takes over the reference to a live Throwable.
    unsafe { ffi::zend_throw_exception_object(&raw mut *value) };
    Thrown
}

/// `Err` if an exception waits in the engine. Releasing a value may run a destructor that throws:
/// check before you go on.
pub fn check() -> Result {
    // SAFETY: the executor's globals live as long as the thread; only a pointer is read.
    if unsafe { (*ffi::ext_php_rs_executor_globals()).exception.is_null() } {
        Ok(())
    } else {
        Err(Thrown)
    }
}

/// `catch (Throwable $e)`: takes the waiting exception. exit() and fatal errors travel as exceptions,
/// too; nobody may catch them, and they come back as `Err`.
///
/// # Errors
/// If exit() or a fatal error is on its way.
pub fn catch(thrown: Thrown) -> Result<Object> {
    // SAFETY: the waiting exception is a live object; it is counted before the engine lets go.
    unsafe {
        let exception = (*ffi::ext_php_rs_executor_globals()).exception;
        if exception.is_null()
            || ffi::zend_is_unwind_exit(exception)
            || ffi::zend_is_graceful_exit(exception)
        {
            return Err(thrown);
        }
        let caught = ManuallyDrop::new(Object::from_raw(exception));
        let caught = Object::clone(&caught);
        ffi::zend_clear_exception();
        Ok(caught)
    }
}

/// Catches an exception, so that you can finish something and then throw it again with
/// [`throw_object`].
///
/// # Errors
/// If exit() or a fatal error is on its way.
pub fn set_aside<R>(result: Result<R>) -> Result<std::result::Result<R, Object>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(thrown) => catch(thrown).map(Err),
    }
}

/// Runs `body` with each item, also after it throws for one; then throws the first exception.
///
/// # Errors
/// That exception; exit() and fatal errors at once.
pub fn each_in_turn<T>(
    items: impl IntoIterator<Item = T>,
    mut body: impl FnMut(T) -> Result,
) -> Result {
    let mut first = None;
    for item in items {
        if let Err(exception) = set_aside(body(item))? {
            first.get_or_insert(exception);
        }
    }
    first.map_or(Ok(()), |exception| Err(throw_object(exception)))
}

/// Runs `body` and drops its warnings and notices: PHP does not show them, and neither the user's
/// error handler nor error_get_last() gets them.
pub fn without_warnings<R>(body: impl FnOnce() -> R) -> R {
    // As `@` does: PHP still shows errors that end the script.
    const FATAL: i32 = ffi::E_FATAL_ERRORS.cast_signed();
    // SAFETY: the executor's globals live as long as the thread; two numbers change, which only
    // choose how PHP reports errors. After a bailout the engine resets them with the request.
    let (globals, reporting, handled, last) = unsafe {
        let globals = ffi::ext_php_rs_executor_globals();
        let reporting = std::mem::replace(&mut (*globals).error_reporting, FATAL);
        let handled = std::mem::replace(&mut (*globals).user_error_handler_error_reporting, 0);
        (globals, reporting, handled, last_error())
    };
    let result = body();
    // SAFETY: as above.
    unsafe {
        (*globals).error_reporting = reporting;
        (*globals).user_error_handler_error_reporting = handled;
    }
    if last_error() != last {
        // Only if `body` left an error: the function knows how each version of PHP keeps it.
        let (Ok(_) | Err(Thrown)) = super::call_function("error_clear_last", []);
    }
    result
}

/// The address of the last error's text, which changes with each error.
fn last_error() -> *const ffi::zend_string {
    // SAFETY: the core's globals live as long as the thread; a pointer is read.
    unsafe { (*ffi::ext_php_rs_process_globals()).last_error_message }
}

/// Runs `body` and turns the engine's warnings into RuntimeExceptions.
///
/// # Errors
/// Exceptions of `body`, warnings included.
pub fn warnings_as_exceptions<R>(body: impl FnOnce() -> Result<R>) -> Result<R> {
    let mut saved = std::mem::MaybeUninit::<ffi::zend_error_handling>::uninit();
    let class = ptr::from_ref(runtime_exception_class()).cast_mut();
    // SAFETY: zend_replace_error_handling fills `saved`, which zend_restore_error_handling reads.
    // A bailout in between is repaired by the engine, which resets the handling per request.
    unsafe {
        ffi::zend_replace_error_handling(
            ffi::zend_error_handling_t_EH_THROW,
            class,
            saved.as_mut_ptr(),
        );
    }
    let result = body();
    // SAFETY: filled above.
    unsafe { ffi::zend_restore_error_handling(saved.as_mut_ptr()) };
    check()?;
    result
}
