//! One argument of a call, and the errors about it.

use crate::zend::{Object, PhpString, Result, Thrown, Zval, throw_error, type_name};
use ext_php_rs::ffi;
use std::ffi::CString;
use std::marker::PhantomData;
use std::ptr;

/// An argument of the running method.
#[derive(Clone, Copy)]
pub struct Passed<'a> {
    pub(super) slot: *mut Zval,
    pub(super) position: Position,
    /// Whether null is allowed, too; the TypeError says so.
    nullable: bool,
    call: PhantomData<&'a Zval>,
}

/// The type that a TypeError names, without and with "or null".
pub(super) struct Expected {
    pub type_: ffi::_zend_expected_type,
    pub or_null: ffi::_zend_expected_type,
}

impl Expected {
    pub const STRING: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_STRING,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_STRING_OR_NULL,
    };
    pub const INT: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_LONG,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_LONG_OR_NULL,
    };
    pub const FLOAT: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_DOUBLE,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_DOUBLE_OR_NULL,
    };
    pub const BOOL: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_BOOL,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_BOOL_OR_NULL,
    };
    pub const ARRAY: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_ARRAY,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_ARRAY_OR_NULL,
    };
    pub const RESOURCE: Self = Self {
        type_: ffi::_zend_expected_type_Z_EXPECTED_RESOURCE,
        or_null: ffi::_zend_expected_type_Z_EXPECTED_RESOURCE_OR_NULL,
    };
}

impl<'a> Passed<'a> {
    /// # Safety
    /// `slot` must be an argument of the running method that lives as long as `'a`, is not a
    /// reference, and is written to by nobody else.
    pub(in crate::zend) unsafe fn new(slot: *mut Zval, position: Position) -> Self {
        Self {
            slot,
            position,
            nullable: false,
            call: PhantomData,
        }
    }

    /// The argument as the caller passed it.
    pub fn value(self) -> &'a Zval {
        // SAFETY: a live argument slot, which the engine leaves alone. Only the conversion of this
        // argument to a scalar type writes to it, before anything borrows it.
        unsafe { &*self.slot }
    }

    /// The position among the arguments.
    pub fn position(self) -> Position {
        self.position
    }

    /// Throws the TypeError for an argument that has none of the `expected` types.
    pub fn union_type_error(self, expected: &str) -> Thrown {
        let given = type_name(self.value());
        let problem = format!("must be of type {expected}, {given} given");
        self.position.type_error(&problem)
    }

    pub(super) fn or_null(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The object, if `fits` accepts it; otherwise the TypeError that names `class`.
    pub(in crate::zend) fn object(
        self,
        class: &str,
        fits: impl FnOnce(&Object) -> bool,
    ) -> Result<&'a Object> {
        let object = Object::of(self.value());
        object
            .filter(|object| fits(object))
            .ok_or_else(|| self.refuse_for_class(class))
    }

    /// The string, converted by the engine if necessary.
    pub(super) fn string(self) -> Result<&'a PhpString> {
        let number = self.position.number();
        // SAFETY: a live argument slot, which zend_parse_arg_str_slow may convert in place.
        let is_string = unsafe {
            let mut string = ptr::null_mut();
            (*self.slot).is_string()
                || (!(*self.slot).is_null()
                    && ffi::zend_parse_arg_str_slow(self.slot, &raw mut string, number))
        };
        let string = is_string.then(|| PhpString::borrow(self.value())).flatten();
        string.ok_or_else(|| self.refuse(Expected::STRING))
    }

    /// A scalar of the exact type, or one that the engine converts. Null is refused, as for a userland
    /// function.
    pub(super) fn scalar<T: Default>(
        self,
        expected: Expected,
        exact: impl FnOnce(&Zval) -> Option<T>,
        convert: impl FnOnce(*mut Zval, *mut T, u32) -> bool,
    ) -> Result<T> {
        if let Some(exact) = exact(self.value()) {
            return Ok(exact);
        }
        let mut converted = T::default();
        let number = self.position.number();
        if !self.value().is_null() && convert(self.slot, &raw mut converted, number) {
            return Ok(converted);
        }
        Err(self.refuse(expected))
    }

    #[cold]
    pub(super) fn refuse(self, expected: Expected) -> Thrown {
        let expected = match self.nullable {
            true => expected.or_null,
            false => expected.type_,
        };
        // SAFETY: a live argument slot.
        unsafe {
            ffi::zend_wrong_parameter_type_error(self.position.number(), expected, self.slot);
        }
        Thrown
    }

    #[cold]
    fn refuse_for_class(self, class: &str) -> Thrown {
        let number = self.position.number();
        let class = CString::new(class).unwrap_or_default();
        // SAFETY: a class's name as a C string, and a live argument slot.
        unsafe {
            match self.nullable {
                true => {
                    ffi::zend_wrong_parameter_class_or_null_error(number, class.as_ptr(), self.slot)
                }
                false => ffi::zend_wrong_parameter_class_error(number, class.as_ptr(), self.slot),
            }
        }
        Thrown
    }

    #[cold]
    pub(in crate::zend) fn refuse_as_stream(self) -> Thrown {
        if self.value().is_resource() {
            let problem = "must be an open stream, another or a closed resource given";
            return self.position.type_error(problem);
        }
        self.refuse(Expected::RESOURCE)
    }
}

/// The position of an argument of the running method.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    index: u32,
}

impl Position {
    /// Counted from 0.
    pub(in crate::zend) const fn new(index: u32) -> Self {
        Self { index }
    }

    /// Throws a TypeError that names the argument: "… must be a teapot".
    pub fn type_error(self, problem: &str) -> Thrown {
        let problem = CString::new(problem).unwrap_or_default();
        // SAFETY: a format that takes the one C string given.
        unsafe {
            ffi::zend_argument_type_error(self.number(), c"%s".as_ptr(), problem.as_ptr());
        }
        Thrown
    }

    /// Throws a ValueError that names the argument: "… must be positive".
    pub fn value_error(self, problem: &str) -> Thrown {
        let problem = CString::new(problem).unwrap_or_default();
        // SAFETY: a format that takes the one C string given.
        unsafe {
            ffi::zend_argument_value_error(self.number(), c"%s".as_ptr(), problem.as_ptr());
        }
        Thrown
    }

    /// Counted from 1, as the engine does.
    pub(super) fn number(self) -> u32 {
        self.index + 1
    }

    #[cold]
    pub(in crate::zend) fn throw_missing(self) -> Thrown {
        throw_error(&format!("Argument #{} was not passed", self.number()))
    }
}
