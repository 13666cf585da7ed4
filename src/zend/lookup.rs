//! Classes by their names.

use super::call::{construct, instantiate};
use super::exception::check;
use super::{Object, PhpString, Result, Zval, throw_error};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;

/// A class that code found by its name.
#[derive(Debug, Clone, Copy)]
pub struct FoundClass(&'static ClassEntry);

impl FoundClass {
    /// The class or enum of this name, autoloaded where need be: what class_exists() says.
    ///
    /// # Errors
    /// What an autoloader throws.
    pub fn by_name(name: &[u8]) -> Result<Option<Self>> {
        let name = PhpString::new(name);
        // SAFETY: a live string; a class entry outlives whatever uses it in this request.
        let class = unsafe { ffi::zend_lookup_class(name.as_ptr()).as_ref() };
        check()?;
        let no_class = ffi::ZEND_ACC_INTERFACE | ffi::ZEND_ACC_TRAIT;
        Ok(class
            .filter(|class| class.ce_flags & no_class == 0)
            .map(Self))
    }

    /// `new $name(...$args)`
    ///
    /// # Errors
    /// Where there is no such class, or the constructor throws.
    pub fn construct<const N: usize>(name: &str, args: [Zval; N]) -> Result<Object> {
        match Self::by_name(name.as_bytes())? {
            Some(class) => construct(class.0, args),
            None => Err(throw_error(&format!("Class \"{name}\" not found"))),
        }
    }

    /// The class or interface of this name, if it is loaded.
    pub fn loaded(name: &[u8]) -> Option<Self> {
        const NO_AUTOLOAD: u32 = 0x80;
        let name = PhpString::new(name);
        // SAFETY: a live string; nothing but the table of classes is looked at.
        let class = unsafe {
            ffi::zend_lookup_class_ex(name.as_ptr(), std::ptr::null_mut(), NO_AUTOLOAD).as_ref()
        };
        class.map(Self)
    }

    /// Whether the object is an instance of the class, or implements the interface.
    pub fn has(self, object: &Object) -> bool {
        object.class_entry().instance_of(self.0)
    }

    /// A new object, its constructor not called, as ReflectionClass makes it.
    ///
    /// # Errors
    /// An `\Error` for abstract classes, enums and the engine's final classes with a state of
    /// their own.
    pub fn instantiate_without_constructor(self) -> Result<Object> {
        let class = self.0;
        // SAFETY: a union of two function pointers; for a class it is create_object.
        let own_state = unsafe { class.__bindgen_anon_2.create_object }.is_some();
        let internal = class.type_ == ffi::ZEND_INTERNAL_CLASS as std::ffi::c_char;
        if internal && own_state && class.ce_flags & ffi::ZEND_ACC_FINAL != 0 {
            let name = class.name().unwrap_or_default();
            return Err(throw_error(&format!(
                "Class {name} is an internal class marked as final that cannot be instantiated \
                 without invoking its constructor"
            )));
        }
        instantiate(class)
    }
}
