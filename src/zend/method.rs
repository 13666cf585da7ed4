//! Method bodies: what the engine calls, and the arguments it passes.

use super::{Array, Class, FoundClass, Object, PhpString, Result, Thrown, ToValue, type_name};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ExecuteData};
use std::ffi::CString;
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{self, NonNull};

/// What the engine calls for a method.
pub(super) type Handler = unsafe extern "C" fn(*mut ExecuteData, *mut Zval);

/// The Rust function behind a method: a function item, which has no size.
pub trait Body<R>: Fn(&Call<'_>) -> Result<R> + Copy + 'static {}

impl<R, F: Fn(&Call<'_>) -> Result<R> + Copy + 'static> Body<R> for F {}

/// The handler of the method whose body is `F`. A panic becomes an `\Error`.
///
/// # Safety
/// To be called by the engine, with the frame of the call and the place of its result.
pub(super) unsafe extern "C" fn handler<R: ToValue, F: Body<R>>(
    frame: *mut ExecuteData,
    result: *mut Zval,
) {
    const { assert!(size_of::<F>() == 0, "a method body is a function item") };
    // SAFETY: F has no size, so any well-aligned pointer reads as it; a value of it was passed to
    // the declaration, so it is inhabited.
    let body = unsafe { NonNull::<F>::dangling().read() };
    let run = AssertUnwindSafe(|| {
        // SAFETY: the frame of a call that lasts as long as this function runs.
        let call = unsafe { Call::new(frame) }?;
        let returned = body(&call)?.to_value();
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

    /// The argument as it was passed; `None` where it was not.
    pub fn value(&self, index: u32) -> Option<&Zval> {
        let value = self.raw(index)?;
        // SAFETY: a live argument slot, which the engine leaves alone. Only the conversion of this
        // argument to a scalar type writes to it, which whoever asks for that does first.
        Some(unsafe { &*value })
    }

    /// A `string` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn string(&self, index: u32) -> Result<PhpString> {
        self.parse_string(index, ffi::_zend_expected_type_Z_EXPECTED_STRING)
    }

    /// A `?string` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_string(&self, index: u32) -> Result<Option<PhpString>> {
        let expected = ffi::_zend_expected_type_Z_EXPECTED_STRING_OR_NULL;
        self.optional(index, |call| call.parse_string(index, expected))
    }

    /// An `int` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn int(&self, index: u32) -> Result<i64> {
        self.parse_int(index, ffi::_zend_expected_type_Z_EXPECTED_LONG)
    }

    /// A `?int` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_int(&self, index: u32) -> Result<Option<i64>> {
        let expected = ffi::_zend_expected_type_Z_EXPECTED_LONG_OR_NULL;
        self.optional(index, |call| call.parse_int(index, expected))
    }

    /// A `float` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn float(&self, index: u32) -> Result<f64> {
        self.parse_float(index, ffi::_zend_expected_type_Z_EXPECTED_DOUBLE)
    }

    /// A `?float` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn optional_float(&self, index: u32) -> Result<Option<f64>> {
        let expected = ffi::_zend_expected_type_Z_EXPECTED_DOUBLE_OR_NULL;
        self.optional(index, |call| call.parse_float(index, expected))
    }

    /// An `array` argument.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn array(&self, index: u32) -> Result<Array> {
        let value = self.required(index)?;
        // SAFETY: a live argument slot.
        Array::take(unsafe { (*value).shallow_clone() })
            .ok_or_else(|| self.type_error(index, ffi::_zend_expected_type_Z_EXPECTED_ARRAY, value))
    }

    /// An object argument of a class or interface of ours.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object<C: Class>(&self, index: u32) -> Result<&Object> {
        self.object_of(index, C::entry().class())
    }

    /// The same, or null.
    ///
    /// # Errors
    /// A TypeError where it is neither.
    pub fn optional_object<C: Class>(&self, index: u32) -> Result<Option<&Object>> {
        self.optional_object_of(index, C::entry().class())
    }

    /// An object argument of a class or interface of the engine.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object_of(&self, index: u32, class: &ClassEntry) -> Result<&Object> {
        self.object_where(
            index,
            |object| is_instance(object, class),
            |number, value| {
                // SAFETY: a class's name as a C string, and a live argument slot.
                unsafe {
                    ffi::zend_wrong_parameter_class_error(number, c_name(class).as_ptr(), value)
                }
            },
        )
    }

    /// The same, or null.
    ///
    /// # Errors
    /// A TypeError where it is neither.
    pub fn optional_object_of(&self, index: u32, class: &ClassEntry) -> Result<Option<&Object>> {
        self.optional(index, |call| {
            call.object_where(
                index,
                |object| is_instance(object, class),
                |number, value| {
                    let name = c_name(class);
                    // SAFETY: a class's name as a C string, and a live argument slot.
                    unsafe {
                        ffi::zend_wrong_parameter_class_or_null_error(number, name.as_ptr(), value);
                    }
                },
            )
        })
    }

    /// An object argument of a class of PHP code, which is loaded where there is such an object.
    ///
    /// # Errors
    /// A TypeError where it is none.
    pub fn object_named(&self, index: u32, class: &str) -> Result<&Object> {
        let known = FoundClass::loaded(class.as_bytes());
        let fits = |object: &Object| known.is_some_and(|class| class.has(object));
        self.object_where(index, fits, |number, value| {
            let name = CString::new(class).unwrap_or_default();
            // SAFETY: a class's name as a C string, and a live argument slot.
            unsafe { ffi::zend_wrong_parameter_class_error(number, name.as_ptr(), value) }
        })
    }

    /// A `callable` argument.
    ///
    /// # Errors
    /// A TypeError where it cannot be called from here.
    pub fn callable(&self, index: u32) -> Result<Zval> {
        let value = self.required(index)?;
        let mut reason = ptr::null_mut();
        // SAFETY: a live argument slot; the reason, where one is given, belongs to us, and
        // zend_wrong_callback_error frees it.
        unsafe {
            let callable = ffi::zend_is_callable_ex(
                value,
                ptr::null_mut(),
                0,
                ptr::null_mut(),
                ptr::null_mut(),
                &raw mut reason,
            );
            if callable {
                return Ok((*value).shallow_clone());
            }
            ffi::zend_wrong_callback_error(index + 1, reason);
        }
        Err(Thrown)
    }

    /// Throws the TypeError for an argument that is of none of the `expected` types.
    pub fn union_type_error(&self, index: u32, expected: &str) -> Thrown {
        let given = self
            .value(index)
            .map_or_else(|| "none".to_owned(), type_name);
        self.argument_type_error(index, &format!("must be of type {expected}, {given} given"))
    }

    /// Throws the TypeError for an argument that is not an open stream.
    pub fn stream_error(&self, index: u32) -> Thrown {
        match self.raw(index) {
            // SAFETY: a live argument slot.
            Some(value) if !unsafe { &*value }.is_resource() => {
                self.type_error(index, ffi::_zend_expected_type_Z_EXPECTED_RESOURCE, value)
            }
            _ => self.argument_type_error(
                index,
                "must be an open stream, another or a closed resource given",
            ),
        }
    }

    /// Throws a TypeError that names the argument: "… must be a teapot".
    pub fn argument_type_error(&self, index: u32, problem: &str) -> Thrown {
        let problem = CString::new(problem).unwrap_or_default();
        // SAFETY: a format that takes the one C string given.
        unsafe { ffi::zend_argument_type_error(index + 1, c"%s".as_ptr(), problem.as_ptr()) };
        Thrown
    }

    /// Throws a ValueError that names the argument: "… must be positive".
    pub fn argument_value_error(&self, index: u32, problem: &str) -> Thrown {
        let problem = CString::new(problem).unwrap_or_default();
        // SAFETY: a format that takes the one C string given.
        unsafe { ffi::zend_argument_value_error(index + 1, c"%s".as_ptr(), problem.as_ptr()) };
        Thrown
    }

    fn raw(&self, index: u32) -> Option<*mut Zval> {
        if index >= self.count {
            return None;
        }
        // SAFETY: one of the arguments behind the frame. They are passed by value, so none is a
        // reference; one that named arguments skipped without a default is undefined.
        unsafe {
            let value = self.args.add(index as usize);
            (u32::from((*value).u1.v.type_) != ffi::IS_UNDEF).then_some(value)
        }
    }

    fn required(&self, index: u32) -> Result<*mut Zval> {
        self.raw(index)
            .ok_or_else(|| super::throw_error(&format!("Argument #{} was not passed", index + 1)))
    }

    fn optional<'s, T>(
        &'s self,
        index: u32,
        get: impl FnOnce(&'s Self) -> Result<T>,
    ) -> Result<Option<T>> {
        match self.value(index) {
            None => Ok(None),
            Some(value) if value.is_null() => Ok(None),
            Some(_) => get(self).map(Some),
        }
    }

    fn parse_string(&self, index: u32, expected: ffi::_zend_expected_type) -> Result<PhpString> {
        let value = self.required(index)?;
        // SAFETY: a live argument slot, which zend_parse_arg_str_slow may convert in place.
        let valid = unsafe {
            let mut string = ptr::null_mut();
            (*value).is_string()
                || (!(*value).is_null()
                    && ffi::zend_parse_arg_str_slow(value, &raw mut string, index + 1))
        };
        // SAFETY: a live argument slot.
        let string = valid.then(|| PhpString::of(unsafe { &*value })).flatten();
        string.ok_or_else(|| self.type_error(index, expected, value))
    }

    fn parse_int(&self, index: u32, expected: ffi::_zend_expected_type) -> Result<i64> {
        self.scalar(index, expected, Zval::long, |value, into, number| {
            // SAFETY: a live argument slot and a place to write to.
            unsafe { ffi::zend_parse_arg_long_slow(value, into, number) }
        })
    }

    fn parse_float(&self, index: u32, expected: ffi::_zend_expected_type) -> Result<f64> {
        self.scalar(index, expected, Zval::double, |value, into, number| {
            // SAFETY: a live argument slot and a place to write to.
            unsafe { ffi::zend_parse_arg_double_slow(value, into, number) }
        })
    }

    fn object_where(
        &self,
        index: u32,
        fits: impl FnOnce(&Object) -> bool,
        refuse: impl FnOnce(u32, *mut Zval),
    ) -> Result<&Object> {
        let value = self.required(index)?;
        // SAFETY: a live argument slot, which keeps its object alive as long as the call.
        let object = Object::of(unsafe { &*value });
        object.filter(|object| fits(object)).ok_or_else(|| {
            refuse(index + 1, value);
            Thrown
        })
    }

    /// A scalar that is of its type, or that the engine converts; null it is not, as for a
    /// userland function.
    fn scalar<T: Default>(
        &self,
        index: u32,
        expected: ffi::_zend_expected_type,
        exact: impl FnOnce(&Zval) -> Option<T>,
        convert: impl FnOnce(*mut Zval, *mut T, u32) -> bool,
    ) -> Result<T> {
        let value = self.required(index)?;
        // SAFETY: a live argument slot.
        if let Some(exact) = exact(unsafe { &*value }) {
            return Ok(exact);
        }
        let mut converted = T::default();
        // SAFETY: a live argument slot.
        let null = unsafe { &*value }.is_null();
        if !null && convert(value, &raw mut converted, index + 1) {
            return Ok(converted);
        }
        Err(self.type_error(index, expected, value))
    }

    fn type_error(
        &self,
        index: u32,
        expected: ffi::_zend_expected_type,
        value: *mut Zval,
    ) -> Thrown {
        // SAFETY: a live argument slot.
        unsafe { ffi::zend_wrong_parameter_type_error(index + 1, expected, value) };
        Thrown
    }
}

fn is_instance(object: &Object, class: &ClassEntry) -> bool {
    object.class_entry().instance_of(class)
}

fn c_name(class: &ClassEntry) -> CString {
    CString::new(class.name().unwrap_or_default()).unwrap_or_default()
}
