//! PHP's types as arguments.

use super::passed::Expected;
use super::{Argument, Passed};
use crate::zend::{Array, Instance, PhpClass, PhpString, Result, Stream, Thrown, Type, Zval};
use ext_php_rs::ffi;
use std::ops::Deref;
use std::ptr;

impl Argument for i64 {
    const TYPE: Type = Type::INT;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        passed.scalar(Expected::INT, Zval::long, |value, into, number| {
            // SAFETY: a live argument slot and a place to write to.
            unsafe { ffi::zend_parse_arg_long_slow(value, into, number) }
        })
    }
}

impl Argument for f64 {
    const TYPE: Type = Type::FLOAT;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        passed.scalar(Expected::FLOAT, Zval::double, |value, into, number| {
            // SAFETY: a live argument slot and a place to write to.
            unsafe { ffi::zend_parse_arg_double_slow(value, into, number) }
        })
    }
}

impl Argument for bool {
    const TYPE: Type = Type::BOOL;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        passed.scalar(Expected::BOOL, Zval::bool, |value, into, number| {
            // SAFETY: a live argument slot and a place to write to.
            unsafe { ffi::zend_parse_arg_bool_slow(value, into, number) }
        })
    }
}

impl Argument for &PhpString {
    const TYPE: Type = Type::STRING;

    type Of<'a> = &'a PhpString;

    fn parse(passed: Passed<'_>) -> Result<&PhpString> {
        passed.string()
    }
}

/// The bytes of a string.
impl Argument for &[u8] {
    const TYPE: Type = Type::STRING;

    type Of<'a> = &'a [u8];

    fn parse(passed: Passed<'_>) -> Result<&[u8]> {
        passed.string().map(PhpString::as_bytes)
    }
}

impl Argument for PhpString {
    const TYPE: Type = Type::STRING;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        passed.string().cloned()
    }
}

impl Argument for &Array {
    const TYPE: Type = Type::ARRAY;

    type Of<'a> = &'a Array;

    fn parse(passed: Passed<'_>) -> Result<&Array> {
        Array::of(passed.value()).ok_or_else(|| passed.refuse(Expected::ARRAY))
    }
}

impl<C: PhpClass> Argument for &Instance<C> {
    const TYPE: Type = Type::class(C::CLASS);

    type Of<'a> = &'a Instance<C>;

    fn parse(passed: Passed<'_>) -> Result<&Instance<C>> {
        let object = passed.object(C::CLASS, C::has)?;
        Ok(Instance::of_ref(object))
    }
}

/// An argument of any type.
impl Argument for &Zval {
    const TYPE: Type = Type::NONE;

    type Of<'a> = &'a Zval;

    fn parse(passed: Passed<'_>) -> Result<&Zval> {
        Ok(passed.value())
    }
}

/// An open stream.
impl Argument for Stream {
    const TYPE: Type = Type::NONE;

    type Of<'a> = Self;

    fn parse(passed: Passed<'_>) -> Result<Self> {
        Self::of(passed.value()).ok_or_else(|| passed.refuse_as_stream())
    }
}

/// A callable.
#[repr(transparent)]
pub struct Callable(Zval);

impl Deref for Callable {
    type Target = Zval;

    fn deref(&self) -> &Zval {
        &self.0
    }
}

impl Argument for &Callable {
    const TYPE: Type = Type::CALLABLE;

    type Of<'a> = &'a Callable;

    fn parse(passed: Passed<'_>) -> Result<&Callable> {
        let mut reason = ptr::null_mut();
        // SAFETY: a live argument slot; the engine may give us a reason, which
        // zend_wrong_callback_error frees. `Callable` is transparent over a zval.
        unsafe {
            let callable = ffi::zend_is_callable_ex(
                passed.slot,
                ptr::null_mut(),
                0,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut reason,
            );
            if callable {
                return Ok(&*passed.slot.cast::<Callable>());
            }
            ffi::zend_wrong_callback_error(passed.position.number(), reason);
        }
        Err(Thrown)
    }
}
