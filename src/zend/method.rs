//! Method calls: the handlers that the engine calls, and their arguments.

use super::function::Function;
use super::{Argument, Object, Passed, Position, Result, Thrown, ToValue};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ExecuteData;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

/// The C function that the engine calls for a method.
pub(super) type Handler = unsafe extern "C" fn(*mut ExecuteData, *mut Zval);

/// The handler of the method whose body is `F`. A panic becomes an `\Error`.
///
/// # Safety
/// Only the engine may call it, with the frame of the call and the place of its result.
pub(super) unsafe extern "C" fn handler<P, F: Function<P>>(
    frame: *mut ExecuteData,
    result: *mut Zval,
) {
    const { assert!(size_of::<F>() == 0, "a method body is a function item") };
    // SAFETY: F has no size, so any well-aligned pointer reads as one; the declaration was given a
    // value of F, so it is inhabited.
    let body = unsafe { NonNull::<F>::dangling().read() };
    let run = AssertUnwindSafe(|| {
        // SAFETY: the frame of a call that lasts as long as this function runs.
        let call = unsafe { Call::new(frame) }?;
        let returned = body.call(&call)?.to_value();
        // SAFETY: the engine's place for the result, which holds null until the method writes it.
        unsafe { result.write(returned) };
        Ok(())
    });
    match catch_unwind(run) {
        Ok(Ok(()) | Err(Thrown)) => {}
        Err(panic) => {
            let reason = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no reason given");
            let Thrown = super::throw_error(&format!(
                "Internal error of stream_ipc, please report it: {reason}"
            ));
        }
    }
}

/// A method call: `$this` and the arguments, converted as PHP converts them for a userland function.
///
/// Only pointers reach the frame itself, as the engine writes to it while the method runs. The
/// arguments behind it belong to the method: nothing else writes to them.
pub struct Call<'a> {
    this: ManuallyDrop<Object>,
    args: *mut Zval,
    count: u32,
    lifetime: PhantomData<&'a Zval>,
}

impl Call<'_> {
    /// # Safety
    /// `frame` must be the frame of a method call, and outlive the result.
    unsafe fn new(frame: *mut ExecuteData) -> Result<Self> {
        // SAFETY: the engine fills the frame of a method call: `This` holds the object and, in u2,
        // the number of arguments; the function has its counts; the arguments lie right behind the
        // frame (ZEND_CALL_ARG). The engine keeps all of them alive until the call returns.
        unsafe {
            let count = (*frame).This.u2.num_args;
            let function = &raw const (*(*frame).func).common;
            let (min, max) = ((*function).required_num_args, (*function).num_args);
            if count < min {
                ffi::zend_wrong_parameters_count_error(min, max);
                return Err(Thrown);
            }
            let slots = size_of::<ExecuteData>().div_ceil(size_of::<Zval>());
            Ok(Self {
                this: ManuallyDrop::new(Object::from_raw((*frame).This.value.obj)),
                args: frame.cast::<Zval>().add(slots),
                count,
                lifetime: PhantomData,
            })
        }
    }

    /// `$this`
    pub fn this(&self) -> &Object {
        &self.this
    }

    /// The argument at this index, counted from 0, as the type `A`.
    ///
    /// # Errors
    /// If the argument does not fit, or is required and missing.
    pub(super) fn argument<A: Argument>(&self, index: u32) -> Result<A::Of<'_>> {
        match self.passed(index) {
            Some(passed) => A::parse(passed),
            None => A::left_out(Position::new(index)),
        }
    }

    fn passed(&self, index: u32) -> Option<Passed<'_>> {
        if index >= self.count {
            return None;
        }
        // SAFETY: one of the arguments behind the frame, which live as long as the call. PHP passes
        // them by value, so none is a reference; an argument that named arguments skipped is
        // undefined.
        unsafe {
            let value = self.args.add(index as usize);
            let is_passed = u32::from((*value).u1.v.type_) != ffi::IS_UNDEF;
            is_passed.then(|| Passed::new(value, Position::new(index)))
        }
    }
}
