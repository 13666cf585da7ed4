//! Method bodies: what the engine calls, and the arguments it passes.

use super::argument::{Argument, Callable, Passed, Position};
use super::{
    Array, Class, FoundClass, Instance, Object, PhpString, Result, Throwable, Thrown, ToValue,
};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;

/// What the engine calls for a method.
pub(super) type Handler = unsafe extern "C" fn(*mut ExecuteData, *mut Zval);

/// The Rust function behind a method: a function item, which has no size.
pub trait Body<R>: Fn(&Call<'_>) -> Result<R> + Copy + 'static {}

impl<R, F: Fn(&Call<'_>) -> Result<R> + Copy + 'static> Body<R> for F {}

/// The handler of the method whose body is `F`.
///
/// # Safety
/// To be called by the engine, with the frame of the call and the place of its result.
pub(super) unsafe extern "C" fn handler<R: ToValue, F: Body<R>>(
    frame: *mut ExecuteData,
    result: *mut Zval,
) {
    // SAFETY: the engine vouches for the frame and the place of the result; whoever declared the
    // method had an `F`.
    unsafe { run(frame, result, |call, body: F| body(call)) }
}

/// Runs the body `F` of a method for a call. A panic becomes an `\Error`.
///
/// # Safety
/// `frame` must be the frame of a method call, and `result` the place of its result; a value of `F`
/// must exist.
pub(super) unsafe fn run<F: Copy, R: ToValue>(
    frame: *mut ExecuteData,
    result: *mut Zval,
    call_body: impl FnOnce(&Call<'_>, F) -> Result<R>,
) {
    const { assert!(size_of::<F>() == 0, "a method body is a function item") };
    // SAFETY: F has no size, so any well-aligned pointer reads as it; the caller vouches for it to be
    // inhabited.
    let body = unsafe { NonNull::<F>::dangling().read() };
    let run = AssertUnwindSafe(|| {
        // SAFETY: the frame of a call that lasts as long as this function runs.
        let call = unsafe { Call::new(frame) }?;
        let returned = call_body(&call, body)?.to_value();
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

/// A method call: `$this` and the arguments, converted as PHP converts them for a function that
/// declares their types.
///
/// The frame itself is reached through pointers only, as the engine writes to it while the method
/// runs. The arguments behind it belong to the method: nothing else writes to them.
pub struct Call<'a> {
    this: ManuallyDrop<Object>,
    args: *mut Zval,
    count: u32,
    lifetime: PhantomData<&'a Zval>,
}

impl Call<'_> {
    /// # Safety
    /// `frame` must be the frame of a method call, and outlive what is made of it.
    unsafe fn new(frame: *mut ExecuteData) -> Result<Self> {
        // SAFETY: the engine fills the frame of a method call: the object in This, the number of
        // arguments in its u2, the function with its counts, and the arguments right behind the
        // frame (ZEND_CALL_ARG). It keeps all of them alive until the call returns.
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
    /// Where it does not fit, or is required and was not passed.
    pub fn argument<A: Argument>(&self, index: u32) -> Result<A::Of<'_>> {
        match self.passed(index) {
            Some(passed) => A::parse(passed),
            None => A::left_out(Position::new(index)),
        }
    }

    fn passed(&self, index: u32) -> Option<Passed<'_>> {
        if index >= self.count {
            return None;
        }
        // SAFETY: one of the arguments behind the frame, which live as long as the call. They are
        // passed by value, so none is a reference; one that named arguments skipped without a default
        // is undefined.
        unsafe {
            let value = self.args.add(index as usize);
            let is_passed = u32::from((*value).u1.v.type_) != ffi::IS_UNDEF;
            is_passed.then(|| Passed::new(value, Position::new(index)))
        }
    }
}

/// Arguments by their indexes, for bodies that take a [`Call`].
impl Call<'_> {
    /// The argument as it was passed; `None` where it was not.
    pub fn value(&self, index: u32) -> Option<&Zval> {
        self.passed(index).map(Passed::value)
    }

    /// A `string` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn string(&self, index: u32) -> Result<PhpString> {
        self.argument::<PhpString>(index)
    }

    /// A `?string` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_string(&self, index: u32) -> Result<Option<PhpString>> {
        self.argument::<Option<PhpString>>(index)
    }

    /// An `int` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn int(&self, index: u32) -> Result<i64> {
        self.argument::<i64>(index)
    }

    /// A `?int` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_int(&self, index: u32) -> Result<Option<i64>> {
        self.argument::<Option<i64>>(index)
    }

    /// A `float` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn float(&self, index: u32) -> Result<f64> {
        self.argument::<f64>(index)
    }

    /// A `?float` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_float(&self, index: u32) -> Result<Option<f64>> {
        self.argument::<Option<f64>>(index)
    }

    /// An `array` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn array(&self, index: u32) -> Result<Array> {
        self.argument::<&Array>(index).cloned()
    }

    /// An object argument of a class or interface of ours.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object<C: Class>(&self, index: u32) -> Result<&Object> {
        let object = self.argument::<&Instance<C>>(index)?;
        Ok(object)
    }

    /// The same, or null.
    ///
    /// # Errors
    /// A TypeError where it is neither.
    pub fn optional_object<C: Class>(&self, index: u32) -> Result<Option<&Object>> {
        let object = self.argument::<Option<&Instance<C>>>(index)?;
        Ok(object.map(Deref::deref))
    }

    /// An object argument of a class or interface of the engine.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object_of(&self, index: u32, class: &ClassEntry) -> Result<&Object> {
        self.required(index)?
            .object(class.name().unwrap_or_default(), |object| {
                object.class_entry().instance_of(class)
            })
    }

    /// A Throwable, or null.
    ///
    /// # Errors
    /// A TypeError where it is neither.
    pub fn optional_object_of(
        &self,
        index: u32,
        _throwable: &ClassEntry,
    ) -> Result<Option<&Object>> {
        let object = self.argument::<Option<&Instance<Throwable>>>(index)?;
        Ok(object.map(Deref::deref))
    }

    /// An object argument of a class of PHP code, which is loaded where there is such an object.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object_named(&self, index: u32, class: &str) -> Result<&Object> {
        let known = FoundClass::loaded(class.as_bytes());
        let fits = |object: &Object| known.is_some_and(|class| class.has(object));
        self.required(index)?.object(class, fits)
    }

    /// A `callable` argument.
    ///
    /// # Errors
    /// A TypeError where it cannot be called from here.
    pub fn callable(&self, index: u32) -> Result<Zval> {
        self.argument::<&Callable>(index)
            .map(|callable| callable.shallow_clone())
    }

    /// Throws the TypeError for an argument that is not an open stream.
    pub fn stream_error(&self, index: u32) -> Thrown {
        match self.required(index) {
            Ok(passed) => passed.refuse_as_stream(),
            Err(thrown) => thrown,
        }
    }

    /// Throws a TypeError that names the argument: "… must be a teapot".
    pub fn argument_type_error(&self, index: u32, problem: &str) -> Thrown {
        Position::new(index).type_error(problem)
    }

    /// Throws a ValueError that names the argument: "… must be positive".
    pub fn argument_value_error(&self, index: u32, problem: &str) -> Thrown {
        Position::new(index).value_error(problem)
    }

    fn required(&self, index: u32) -> Result<Passed<'_>> {
        let passed = self.passed(index);
        passed.ok_or_else(|| Position::new(index).throw_missing())
    }
}
