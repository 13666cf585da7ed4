//! Rust values as PHP values.

use super::{Instance, Object, PhpString, Stream};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use std::ffi::CStr;

/// A type whose values can become PHP values.
pub trait ToValue {
    /// The PHP value. An owned reference moves into it; a borrowed one adds a reference.
    fn to_value(self) -> Zval;
}

impl ToValue for Zval {
    fn to_value(self) -> Zval {
        self
    }
}

/// The result of a `void` method.
impl ToValue for () {
    fn to_value(self) -> Zval {
        Zval::null()
    }
}

impl ToValue for bool {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        value.set_bool(self);
        value
    }
}

impl ToValue for i64 {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        value.set_long(self);
        value
    }
}

impl ToValue for f64 {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        value.set_double(self);
        value
    }
}

impl ToValue for PhpString {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        let string = self.into_raw();
        // SAFETY: the reference moves into the zval, whose type says whether it is counted:
        // interned strings, which have IS_STR_INTERNED (GC_IMMUTABLE) set, are not.
        unsafe {
            let interned = (*string).gc.u.type_info & ffi::GC_IMMUTABLE != 0;
            value.value.str_ = string;
            value.u1.type_info = if interned {
                ffi::IS_INTERNED_STRING_EX
            } else {
                ffi::IS_STRING_EX
            };
        }
        value
    }
}

impl ToValue for &PhpString {
    fn to_value(self) -> Zval {
        self.clone().to_value()
    }
}

impl ToValue for &[u8] {
    fn to_value(self) -> Zval {
        PhpString::new(self).to_value()
    }
}

impl ToValue for &str {
    fn to_value(self) -> Zval {
        self.as_bytes().to_value()
    }
}

impl ToValue for String {
    fn to_value(self) -> Zval {
        self.as_str().to_value()
    }
}

impl ToValue for Object {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        value.value.obj = self.into_raw();
        value.u1.type_info = ffi::IS_OBJECT_EX;
        value
    }
}

impl ToValue for &Object {
    fn to_value(self) -> Zval {
        self.clone().to_value()
    }
}

impl<C> ToValue for Instance<C> {
    fn to_value(self) -> Zval {
        Object::from(self).to_value()
    }
}

impl<C> ToValue for &Instance<C> {
    fn to_value(self) -> Zval {
        Object::clone(self).to_value()
    }
}

impl ToValue for Stream {
    fn to_value(self) -> Zval {
        let mut value = Zval::new();
        value.value.res = self.into_raw();
        value.u1.type_info = ffi::IS_RESOURCE_EX;
        value
    }
}

impl ToValue for &Stream {
    fn to_value(self) -> Zval {
        self.clone().to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(self) -> Zval {
        self.map_or_else(Zval::null, ToValue::to_value)
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(self) -> Zval {
        let mut array = super::Array::new();
        for value in self {
            array.push(value.to_value());
        }
        array.to_value()
    }
}

/// The name of the type; for an object that of its class, without the file of an anonymous one.
pub fn type_name(value: &Zval) -> String {
    let name = match Object::of(value) {
        Some(object) => object.class_name(),
        // SAFETY: a live value; the engine's names of types are static.
        None => unsafe { CStr::from_ptr(ffi::zend_zval_type_name(value)) }
            .to_bytes()
            .to_vec(),
    };
    let end = memchr::memchr(0, &name).unwrap_or(name.len());
    String::from_utf8_lossy(&name[..end]).into_owned()
}
