//! Calling into PHP.
//!
//! The callee may throw, may free everything the caller holds no reference to, and may never return:
//! exit() and fatal errors leave through a longjmp. Callers own what they need and little else.

use super::exception::check;
use super::stack::ensure_call;
use super::{Object, Result, Thrown, Zval, throw_error};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;
use std::mem::ManuallyDrop;
use std::ptr;

/// Calls a callable.
///
/// # Errors
/// If it throws or is not callable after all, or if too little of the stack is left.
pub fn call<const N: usize>(callable: &Zval, mut args: [Zval; N]) -> Result<Zval> {
    ensure_call()?;
    // The callee may unregister itself, so we own it during the call.
    let mut callable = callable.shallow_clone();
    let mut result = Zval::new();
    // SAFETY: call_user_function reads the callable and `N` live arguments, and writes the result.
    unsafe {
        ffi::_call_user_function_impl(
            ptr::null_mut(),
            &raw mut callable,
            &raw mut result,
            N as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    check().map(|()| result)
}

/// Calls a callable with two arguments, and with the one that `more` makes if it declares a third
/// parameter.
///
/// # Errors
/// As [`call`], and those of `more`.
pub fn call_with_more(
    callable: &Zval,
    [first, second]: [Zval; 2],
    more: impl FnOnce() -> Result<Zval>,
) -> Result<Zval> {
    ensure_call()?;
    let mut callable = callable.shallow_clone();
    // SAFETY: plain C data of pointers, for which zero is a valid value.
    let mut callee: ffi::zend_fcall_info_cache = unsafe { std::mem::zeroed() };
    let (none, no_name, no_reason) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    // SAFETY: reads the callable, and fills `callee` if it is one. We own the callable during the call.
    let is_callable = unsafe {
        ffi::zend_is_callable_ex(
            &raw mut callable,
            none,
            0,
            no_name,
            &raw mut callee,
            no_reason,
        )
    };
    if !is_callable {
        // This throws the engine's own error.
        return call(&callable, [first, second]);
    }
    let mut args = [first, second, Zval::null()];
    let count = if declares(&callee, args.len()) {
        args[2] = more().inspect_err(|_| {
            // SAFETY: filled above, and not called: frees what the engine made for __call().
            unsafe { ffi::zend_release_fcall_info_cache(&raw mut callee) }
        })?;
        3
    } else {
        2
    };
    let mut result = Zval::new();
    let mut call = ffi::zend_fcall_info {
        size: size_of::<ffi::zend_fcall_info>(),
        function_name: Zval::new(),
        retval: &raw mut result,
        params: args.as_mut_ptr(),
        object: ptr::null_mut(),
        param_count: count,
        named_params: ptr::null_mut(),
    };
    // SAFETY: a call of a function that the engine found, with `count` live arguments.
    unsafe { ffi::zend_call_function(&raw mut call, &raw mut callee) };
    check().map(|()| result)
}

/// Whether a function declares so many parameters. The last one of `...$args` does not count: such a
/// function may pass on all that it is given.
fn declares(callee: &ffi::zend_fcall_info_cache, parameters: usize) -> bool {
    // SAFETY: the engine found the function, which has this field whatever its kind.
    let declared = unsafe { (*callee.function_handler).common.num_args };
    declared as usize >= parameters
}

/// Calls a PHP function by its name.
///
/// # Errors
/// If it throws, or is disabled.
pub fn call_function<const N: usize>(name: &str, mut args: [Zval; N]) -> Result<Zval> {
    // SAFETY: looks the name up in the engine's table of functions.
    let function = unsafe { ffi::zend_fetch_function_str(name.as_ptr().cast(), name.len()) };
    if function.is_null() {
        return Err(throw_error(&format!(
            "{name}() is not available: it may be disabled"
        )));
    }
    let mut result = Zval::new();
    // SAFETY: a live function, called without an object, with `N` live arguments.
    unsafe {
        ffi::zend_call_known_function(
            function,
            ptr::null_mut(),
            ptr::null_mut(),
            &raw mut result,
            N as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    check().map(|()| result)
}

/// Whether a PHP function exists: its extension is loaded, and `disable_functions` does not name it.
pub fn function_exists(name: &str) -> bool {
    // SAFETY: looks the name up in the engine's table of functions.
    !unsafe { ffi::zend_fetch_function_str(name.as_ptr().cast(), name.len()) }.is_null()
}

/// Calls a method by its lower-case name.
pub(super) fn call_method<const N: usize>(
    object: &Object,
    method: &str,
    mut args: [Zval; N],
) -> Result<Zval> {
    ensure_call()?;
    let object = object.clone();
    let class = ptr::from_ref(object.class_entry()).cast_mut();
    let mut result = Zval::new();
    // SAFETY: a linked class's table of methods, by lower-case names.
    let function: *mut ffi::zend_function = unsafe {
        let table = &raw const (*class).function_table;
        ffi::zend_hash_str_find_ptr_lc(table, method.as_ptr().cast(), method.len()).cast()
    };
    if function.is_null() {
        let class = String::from_utf8_lossy(&object.class_name()).into_owned();
        return Err(throw_error(&format!(
            "Call to undefined method {class}::{method}()"
        )));
    }
    // SAFETY: a method of the object's own class, with `N` live arguments.
    unsafe {
        ffi::zend_call_known_function(
            function,
            object.as_ptr(),
            class,
            &raw mut result,
            N as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    check().map(|()| result)
}

/// Calls the constructor of `class` on an object of that class or of a subclass.
pub(super) fn call_constructor<const N: usize>(
    object: &Object,
    class: &ClassEntry,
    mut args: [Zval; N],
) -> Result {
    if class.constructor.is_null() {
        return Ok(());
    }
    let mut result = Zval::new();
    // SAFETY: a constructor of the object's class, with `N` live arguments.
    unsafe {
        ffi::zend_call_known_function(
            class.constructor,
            object.as_ptr(),
            ptr::from_ref(object.class_entry()).cast_mut(),
            &raw mut result,
            N as u32,
            args.as_mut_ptr(),
            ptr::null_mut(),
        );
    }
    check()
}

/// A new object of the class, without calling its constructor.
pub(super) fn instantiate(class: &ClassEntry) -> Result<Object> {
    let mut value = ManuallyDrop::new(Zval::new());
    // SAFETY: a linked class; refuses abstract ones, interfaces and enums with an Error.
    let made = unsafe { ffi::object_init_ex(&raw mut *value, ptr::from_ref(class).cast_mut()) };
    if made != 0 {
        return Err(Thrown);
    }
    // SAFETY: object_init_ex succeeded, so the zval holds a new object, whose reference moves.
    Ok(unsafe { Object::from_raw(value.value.obj) })
}

/// `new $class(...$args)`.
pub(super) fn construct<const N: usize>(class: &ClassEntry, args: [Zval; N]) -> Result<Object> {
    let object = instantiate(class)?;
    call_constructor(&object, class, args)?;
    Ok(object)
}

/// The value of a global constant; `None` if it is not defined.
pub fn constant(name: &str) -> Option<Zval> {
    // SAFETY: looks the name up in the engine's table of constants, which owns the result.
    let value = unsafe { ffi::zend_get_constant_str(name.as_ptr().cast(), name.len()).as_ref() };
    value.map(Zval::shallow_clone)
}
