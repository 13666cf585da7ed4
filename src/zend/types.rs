//! PHP's declared types, and the Rust types that stand for them.

use super::class::interned;
use super::{Array, Instance, PhpClass, PhpString, ToValue, Zval};
use ext_php_rs::ffi;
use ext_php_rs::flags::DataType;
use ext_php_rs::zend::ZendType;
use std::ptr;

/// The type of a property, parameter or result.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    mask: u32,
    class: Option<&'static str>,
}

impl Type {
    /// No declared type.
    pub const NONE: Self = Self::mask(0);
    /// `string`
    pub const STRING: Self = Self::mask(1 << ffi::IS_STRING);
    /// `int`
    pub const INT: Self = Self::mask(1 << ffi::IS_LONG);
    /// `float`
    pub const FLOAT: Self = Self::mask(1 << ffi::IS_DOUBLE);
    /// `bool`
    pub const BOOL: Self = Self::mask(ffi::MAY_BE_BOOL);
    /// `array`
    pub const ARRAY: Self = Self::mask(1 << ffi::IS_ARRAY);
    /// `callable`
    pub const CALLABLE: Self = Self::mask(1 << ffi::IS_CALLABLE);
    /// `mixed`
    pub const MIXED: Self = Self::mask((1 << (ffi::IS_RESOURCE + 1)) - (1 << ffi::IS_NULL));
    /// `void`
    pub const VOID: Self = Self::mask(1 << ffi::IS_VOID);

    const fn mask(mask: u32) -> Self {
        Self { mask, class: None }
    }

    /// A class or interface.
    pub const fn class(name: &'static str) -> Self {
        Self {
            mask: 0,
            class: Some(name),
        }
    }

    /// `?type`; no declared type already allows null.
    pub const fn nullable(mut self) -> Self {
        if self.is_declared() {
            self.mask |= ffi::_ZEND_TYPE_NULLABLE_BIT;
        }
        self
    }

    /// `type|other`; at most one of them is a class.
    pub const fn or(mut self, other: Self) -> Self {
        self.mask |= other.mask;
        if self.class.is_none() {
            self.class = other.class;
        }
        self
    }

    pub(super) const fn is_declared(self) -> bool {
        self.mask != 0 || self.class.is_some()
    }

    /// The engine's form for a property, which names a class by a zend_string.
    pub(super) fn of_property(self) -> ZendType {
        match self.class {
            Some(name) => ZendType {
                ptr: interned(name).cast(),
                type_mask: self.mask | ffi::_ZEND_TYPE_NAME_BIT,
            },
            None => ZendType {
                ptr: ptr::null_mut(),
                type_mask: self.mask,
            },
        }
    }

    /// The engine's form for arginfo, which names a class by a C string.
    pub(super) fn of_argument(self) -> ZendType {
        let nullable = self.mask & ffi::_ZEND_TYPE_NULLABLE_BIT != 0;
        self.class
            .and_then(|name| {
                let class = DataType::object(name);
                let mut type_ = ZendType::empty_from_type(class, false, false, nullable)?;
                type_.type_mask |= self.mask;
                Some(type_)
            })
            .unwrap_or(ZendType {
                ptr: ptr::null_mut(),
                type_mask: self.mask,
            })
    }
}

/// A Rust type that stands for a PHP type in results.
pub trait Typed: ToValue {
    /// The declared PHP type.
    const TYPE: Type;
}

impl Typed for () {
    const TYPE: Type = Type::VOID;
}

impl Typed for bool {
    const TYPE: Type = Type::BOOL;
}

impl Typed for i64 {
    const TYPE: Type = Type::INT;
}

impl Typed for f64 {
    const TYPE: Type = Type::FLOAT;
}

impl Typed for PhpString {
    const TYPE: Type = Type::STRING;
}

impl Typed for Array {
    const TYPE: Type = Type::ARRAY;
}

impl<T: ToValue> Typed for Vec<T> {
    const TYPE: Type = Type::ARRAY;
}

impl<C: PhpClass> Typed for Instance<C> {
    const TYPE: Type = Type::class(C::CLASS);
}

/// A result of the declared type `mixed`.
pub struct Mixed(pub Zval);

impl ToValue for Mixed {
    fn to_value(self) -> Zval {
        self.0
    }
}

impl Typed for Mixed {
    const TYPE: Type = Type::MIXED;
}

/// Anything.
impl Typed for Zval {
    const TYPE: Type = Type::NONE;
}

impl<T: Typed> Typed for Option<T> {
    const TYPE: Type = T::TYPE.nullable();
}
