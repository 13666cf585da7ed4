//! Classes by their names.

use super::call::{call, construct, instantiate};
use super::exception::check;
use super::ini::ini_string;
use super::{Object, PhpString, Result, ToValue, Zval, throw_error};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;

/// The longest name that fits a [`LowerName`].
const LONGEST_NAME: usize = 128;

/// The lower-case name of a class, its key in the engine's table of classes.
pub(super) struct LowerName {
    bytes: [u8; LONGEST_NAME],
    len: usize,
}

impl LowerName {
    /// `None` if the name is too long, empty, or that of a class still being declared.
    pub fn of(name: &[u8]) -> Option<Self> {
        // Such names begin with a NUL.
        if name.first().is_none_or(|&byte| byte == 0) {
            return None;
        }
        let mut bytes = [0; LONGEST_NAME];
        let lower = bytes.get_mut(..name.len())?;
        lower.copy_from_slice(name);
        lower.make_ascii_lowercase();
        let len = name.len();
        Some(Self { bytes, len })
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// The class, if it and its parents are loaded.
    pub fn class(&self) -> Option<&'static ClassEntry> {
        let name = self.as_bytes();
        // SAFETY: the executor's globals live as long as the thread. The table of classes holds
        // pointers to class entries by lower-case names, which outlive their objects.
        let class = unsafe {
            let classes = (*ffi::ext_php_rs_executor_globals()).class_table;
            let found = ffi::zend_hash_str_find(classes, name.as_ptr().cast(), name.len());
            &*found.as_ref()?.value.ce
        };
        (class.ce_flags & ffi::ZEND_ACC_LINKED != 0).then_some(class)
    }
}

/// A class found by its name.
#[derive(Debug, Clone, Copy)]
pub struct FoundClass(&'static ClassEntry);

impl FoundClass {
    /// The class or enum of this name, autoloaded if necessary, as class_exists() does.
    ///
    /// # Errors
    /// Exceptions of autoloaders.
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

    /// The class that unserialize() finds by this name. If [`Self::by_name`] finds none, the function
    /// that the setting unserialize_callback_func names may declare it.
    ///
    /// # Errors
    /// Exceptions of autoloaders and of that function.
    pub fn by_serialized_name(name: &[u8]) -> Result<Option<Self>> {
        let found = Self::by_name(name)?;
        let declare = ini_string(c"unserialize_callback_func");
        match declare.filter(|_| found.is_none()) {
            Some(declare) if declare.is_callable() => {
                call(&declare, [name.to_value()])?;
                Ok(Self::loaded(name))
            }
            _ => Ok(found),
        }
    }

    /// `new $name(...$args)`
    ///
    /// # Errors
    /// If there is no such class, or the constructor throws.
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
        // SAFETY: a live string; the engine only looks at its table of classes.
        let class = unsafe {
            ffi::zend_lookup_class_ex(name.as_ptr(), std::ptr::null_mut(), NO_AUTOLOAD).as_ref()
        };
        class.map(Self)
    }

    /// Whether it is an enum.
    pub fn is_enum(self) -> bool {
        self.0.ce_flags & ffi::ZEND_ACC_ENUM != 0
    }

    /// The number of declared properties, including those of parents.
    pub fn properties(self) -> usize {
        self.0.default_properties_count as usize
    }

    /// Whether unserialize() passes an array to a method of the class, `__unserialize()`.
    pub fn takes_array(self) -> bool {
        !self.0.__unserialize.is_null()
    }

    /// Whether its objects may hold native state beside their properties.
    pub fn has_own_state(self) -> bool {
        // SAFETY: a union of two function pointers; for a class it is create_object.
        unsafe { self.0.__bindgen_anon_2.create_object }.is_some()
    }

    /// A new object, without calling its constructor, as unserialize() makes it.
    ///
    /// # Errors
    /// If unserialize() cannot instantiate the class.
    pub fn instantiate(self) -> Result<Object> {
        if self.0.ce_flags & ffi::ZEND_ACC_NOT_SERIALIZABLE != 0 {
            let name = self.0.name().unwrap_or_default();
            return Err(throw_error(&format!("{name} cannot be unserialized")));
        }
        instantiate(self.0)
    }

    /// Whether the object is an instance of the class, or implements the interface.
    pub fn has(self, object: &Object) -> bool {
        object.class_entry().instance_of(self.0)
    }

    /// A new object, without calling its constructor, as ReflectionClass makes it.
    ///
    /// # Errors
    /// An `\Error` for abstract classes, enums and the engine's final classes with native state.
    pub fn instantiate_without_constructor(self) -> Result<Object> {
        let class = self.0;
        let internal = class.type_ == ffi::ZEND_INTERNAL_CLASS as std::ffi::c_char;
        if internal && self.has_own_state() && class.ce_flags & ffi::ZEND_ACC_FINAL != 0 {
            let name = class.name().unwrap_or_default();
            return Err(throw_error(&format!(
                "Class {name} is an internal class marked as final that cannot be instantiated \
                 without invoking its constructor"
            )));
        }
        instantiate(class)
    }
}
