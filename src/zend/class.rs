//! Declaring classes: the engine's own structures, built once at startup from a declaration that
//! reads like the PHP it stands for.

use super::call::{call_constructor, instantiate};
use super::function::{Function, Parameters, Returns, ValueOf};
use super::method::{Handler, handler};
use super::state::Handlers;
use super::{
    Argument, Object, Operations, Prototype, Result, Slot, Stateful, ToValue, Type, Typed, Zval,
};
use ext_php_rs::ffi;
use ext_php_rs::types::ZendStr;
use ext_php_rs::zend::ClassEntry;
use std::ffi::{CString, c_char, c_int};
use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

/// A native PHP class or interface.
pub trait Class: Sized + 'static {
    /// The name with its namespace.
    const NAME: &'static str;

    /// The static that keeps its class entry, see [`class_entry!`].
    fn entry() -> &'static Entry;

    /// Its parents, constants, properties and methods.
    fn declare() -> Declaration;

    /// Registers the class with the engine, at startup. Parents and interfaces come first.
    fn register() {
        Self::declare().register(Self::NAME, Self::entry());
    }
}

/// The `entry()` of a [`Class`].
macro_rules! class_entry {
    () => {
        fn entry() -> &'static $crate::zend::Entry {
            static ENTRY: $crate::zend::Entry = $crate::zend::Entry::new();
            &ENTRY
        }
    };
}
pub(crate) use class_entry;

/// A registered class.
pub struct Entry {
    class: AtomicPtr<ClassEntry>,
    /// The object handlers of a class with state.
    pub(super) handlers: OnceLock<Handlers>,
}

impl Entry {
    /// The entry of a class that is not registered yet.
    pub const fn new() -> Self {
        Self {
            class: AtomicPtr::new(ptr::null_mut()),
            handlers: OnceLock::new(),
        }
    }

    pub(super) fn class(&self) -> &'static ClassEntry {
        let class = self.class.load(Ordering::Relaxed);
        debug_assert!(!class.is_null(), "used before it was registered");
        // SAFETY: set once at startup, before any PHP code runs; internal classes live as long as
        // the module is loaded.
        unsafe { &*class }
    }

    /// A new object, without calling the constructor. The caller initializes every property.
    ///
    /// # Errors
    /// If the engine cannot instantiate the class.
    pub fn instantiate(&self) -> Result<Object> {
        instantiate(self.class())
    }

    /// `new $class(...$args)`.
    ///
    /// # Errors
    /// If the constructor throws.
    pub fn construct<const N: usize>(&self, args: [Zval; N]) -> Result<Object> {
        super::call::construct(self.class(), args)
    }

    /// `parent::__construct(...$args)`, called by a constructor of this class.
    ///
    /// # Errors
    /// If the parent's constructor throws.
    pub fn construct_parent<const N: usize>(&self, object: &Object, args: [Zval; N]) -> Result {
        match self.class().parent() {
            Some(parent) => call_constructor(object, parent, args),
            None => Ok(()),
        }
    }
}

/// A declared property.
#[derive(Debug)]
pub struct Property {
    name: &'static str,
    ty: Type,
    flags: u32,
    initial: Zval,
}

impl Property {
    /// `public type $name;`
    pub fn public(name: &'static str, ty: Type) -> Self {
        Self::new(name, ty, ffi::ZEND_ACC_PUBLIC)
    }

    /// `protected type $name;`
    pub fn protected(name: &'static str, ty: Type) -> Self {
        Self::new(name, ty, ffi::ZEND_ACC_PROTECTED)
    }

    /// `private type $name;`
    pub fn private(name: &'static str, ty: Type) -> Self {
        Self::new(name, ty, ffi::ZEND_ACC_PRIVATE)
    }

    /// `readonly`
    pub fn readonly(mut self) -> Self {
        self.flags |= ffi::ZEND_ACC_READONLY;
        self
    }

    /// Declared by the constructor's parameter of the same name.
    pub fn promoted(mut self) -> Self {
        self.flags |= ffi::ZEND_ACC_PROMOTED;
        self
    }

    /// `= []`
    pub fn empty_array(mut self) -> Self {
        self.initial.value.arr = (&raw const ffi::zend_empty_array).cast_mut();
        self.initial.u1.type_info = ffi::IS_ARRAY;
        self
    }

    /// `= null`
    pub fn null(mut self) -> Self {
        self.initial = Zval::null();
        self
    }

    fn new(name: &'static str, ty: Type, flags: u32) -> Self {
        let mut initial = Zval::new();
        initial.u1.type_info = if ty.is_declared() {
            ffi::IS_UNDEF
        } else {
            ffi::IS_NULL
        };
        Self {
            name,
            ty,
            flags,
            initial,
        }
    }
}

/// A parameter of a method.
#[derive(Debug)]
pub struct Param {
    name: &'static str,
    ty: Type,
    default: Option<String>,
}

impl Param {
    /// A parameter of type `A`.
    pub(super) fn of<A: Argument>(name: &'static str) -> Self {
        Self {
            name,
            ty: A::TYPE,
            default: A::default(),
        }
    }
}

/// A method.
struct Method {
    name: &'static str,
    handler: Option<Handler>,
    flags: u32,
    params: Vec<Param>,
    returns: Type,
}

impl Method {
    fn new<P: Parameters, R: Typed>(
        name: &'static str,
        names: P::Names,
        handler: Option<Handler>,
        flags: u32,
    ) -> Self {
        Self {
            name,
            handler,
            flags,
            params: P::declare(names),
            returns: R::TYPE,
        }
    }

    /// The entry for the engine's table of methods. Its arginfo is leaked: the engine keeps pointers
    /// into it as long as the process lives.
    fn entry(&self) -> ffi::zend_function_entry {
        let required = self
            .params
            .iter()
            .rposition(|param| param.default.is_none())
            .map_or(0, |last| last + 1);
        let result = ffi::zend_internal_arg_info {
            // The first entry describes the function; its name field holds the count.
            name: ptr::without_provenance(required),
            type_: self.returns.of_argument(),
            default_value: ptr::null(),
        };
        let params = self.params.iter().map(|param| ffi::zend_internal_arg_info {
            name: leaked(param.name),
            type_: param.ty.of_argument(),
            default_value: param.default.as_deref().map_or(ptr::null(), leaked),
        });
        let arg_info: Box<[_]> = std::iter::once(result).chain(params).collect();
        // SAFETY: plain C data of pointers and numbers, for which zero is a valid value.
        let mut entry: ffi::zend_function_entry = unsafe { std::mem::zeroed() };
        entry.fname = leaked(self.name);
        entry.handler = self.handler;
        entry.arg_info = Box::leak(arg_info).as_ptr();
        entry.num_args = self.params.len() as u32;
        entry.flags = self.flags;
        entry
    }
}

enum Constant {
    String(&'static [u8]),
    Float(f64),
}

/// The parts of a class, in the order of declaration.
#[must_use]
pub struct Declaration {
    flags: u32,
    parent: Option<&'static ClassEntry>,
    interfaces: Vec<&'static ClassEntry>,
    constants: Vec<(&'static str, Constant)>,
    properties: Vec<(usize, Property)>,
    methods: Vec<Method>,
    state: Option<fn(&'static mut ClassEntry)>,
}

impl Declaration {
    /// `class`
    pub fn class() -> Self {
        Self::new(0)
    }

    /// `final class`
    pub fn final_class() -> Self {
        Self::new(ffi::ZEND_ACC_FINAL | ffi::ZEND_ACC_NO_DYNAMIC_PROPERTIES)
    }

    /// `final readonly class`
    pub fn final_readonly_class() -> Self {
        let mut class = Self::final_class();
        class.flags |= ffi::ZEND_ACC_READONLY_CLASS;
        class
    }

    /// `abstract class`
    pub fn abstract_class() -> Self {
        Self::new(ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS)
    }

    /// `interface`
    pub fn interface() -> Self {
        Self::new(ffi::ZEND_ACC_INTERFACE)
    }

    /// `extends`, with a class of ours.
    pub fn extends<C: Class>(self) -> Self {
        self.extends_class(C::entry().class())
    }

    /// `extends`, with a class of the engine.
    pub fn extends_class(mut self, parent: &'static ClassEntry) -> Self {
        self.parent = Some(parent);
        self
    }

    /// `implements`
    pub fn implements<C: Class>(mut self) -> Self {
        self.interfaces.push(C::entry().class());
        self
    }

    /// `implements`, with an interface of the engine.
    pub fn implements_class(mut self, interface: &'static ClassEntry) -> Self {
        self.interfaces.push(interface);
        self
    }

    /// `public const NAME = 'value';`
    pub fn string_constant(mut self, name: &'static str, value: &'static [u8]) -> Self {
        self.constants.push((name, Constant::String(value)));
        self
    }

    /// `public const NAME = 1.0;`
    pub fn float_constant(mut self, name: &'static str, value: f64) -> Self {
        self.constants.push((name, Constant::Float(value)));
        self
    }

    /// Adds a property. Its place in the order of declaration must be this slot.
    pub fn property<C: Class>(mut self, slot: Slot<C>, property: Property) -> Self {
        self.properties.push((slot.index(), property));
        self
    }

    /// `public function __construct($names)`, with the types of the Rust function `body`.
    pub fn constructor<P: Parameters, F: Function<P, Returned = Result>>(
        self,
        names: P::Names,
        body: F,
    ) -> Self {
        self.untyped("__construct", names, body)
    }

    /// `private function __construct()`: only the extension makes objects.
    pub fn private_constructor(mut self) -> Self {
        fn construct(_: &Object) -> Result {
            Ok(())
        }
        self = self.untyped("__construct", [], construct);
        let constructor = self.methods.last_mut().expect("declared just now");
        constructor.flags = ffi::ZEND_ACC_PRIVATE;
        self
    }

    /// `public function __destruct()`
    pub fn destructor<F: Function<(), Returned = Result>>(self, body: F) -> Self {
        self.untyped("__destruct", [], body)
    }

    /// `public function name($names)`, with the types of the Rust function `body`.
    pub fn public<P: Parameters, F: Function<P>>(
        self,
        name: &'static str,
        names: P::Names,
        body: F,
    ) -> Self {
        self.with_body(name, names, body, ffi::ZEND_ACC_PUBLIC)
    }

    /// `protected function name($names)`, likewise.
    pub fn protected<P: Parameters, F: Function<P>>(
        self,
        name: &'static str,
        names: P::Names,
        body: F,
    ) -> Self {
        self.with_body(name, names, body, ffi::ZEND_ACC_PROTECTED)
    }

    /// `private function name($names)`, likewise.
    pub fn private<P: Parameters, F: Function<P>>(
        self,
        name: &'static str,
        names: P::Names,
        body: F,
    ) -> Self {
        self.with_body(name, names, body, ffi::ZEND_ACC_PRIVATE)
    }

    /// A public method whose signature several classes share.
    pub fn public_like<P, R, F>(self, prototype: Prototype<P, R>, body: F) -> Self
    where
        P: Parameters,
        F: Function<P, Returned: Returns<Value = R>>,
    {
        self.public(prototype.name, prototype.names, body)
    }

    /// `abstract public function`, also in an interface.
    pub fn abstract_method<P: Parameters, R: Typed>(mut self, prototype: Prototype<P, R>) -> Self {
        let Prototype { name, names, .. } = prototype;
        let flags = ffi::ZEND_ACC_PUBLIC | ffi::ZEND_ACC_ABSTRACT;
        self.methods
            .push(Method::new::<P, R>(name, names, None, flags));
        self
    }

    fn with_body<P: Parameters, F: Function<P>>(
        mut self,
        name: &'static str,
        names: P::Names,
        _body: F,
        flags: u32,
    ) -> Self {
        let method = Method::new::<P, ValueOf<F, P>>(name, names, Some(handler::<P, F>), flags);
        self.methods.push(method);
        self
    }

    /// A constructor or destructor: a method without a return type.
    fn untyped<P: Parameters, F: Function<P, Returned = Result>>(
        mut self,
        name: &'static str,
        names: P::Names,
        _body: F,
    ) -> Self {
        let handler: Handler = handler::<P, F>;
        self.methods.push(Method {
            returns: Type::NONE,
            ..Method::new::<P, ()>(name, names, Some(handler), ffi::ZEND_ACC_PUBLIC)
        });
        self
    }

    /// Gives each object Rust state beside its properties. Objects with state can be neither cloned
    /// nor serialized.
    pub fn stateful<C: Stateful>(mut self) -> Self {
        self.state = Some(super::state::attach::<C>);
        self.flags |= ffi::ZEND_ACC_NOT_SERIALIZABLE;
        self
    }

    /// Gives a parent class the operations for objects of exactly this class.
    pub fn operations<C: Class, T>(self, of_parent: &Operations<T>, operations: T) -> Self {
        of_parent.add(C::entry(), operations);
        self
    }

    fn new(flags: u32) -> Self {
        Self {
            flags,
            parent: None,
            interfaces: Vec::new(),
            constants: Vec::new(),
            properties: Vec::new(),
            methods: Vec::new(),
            state: None,
        }
    }

    fn register(self, name: &str, entry: &Entry) {
        let class = self.register_methods(name);
        class.ce_flags |= self.flags;
        for interface in &self.interfaces {
            let interface = ptr::from_ref(*interface).cast_mut();
            // SAFETY: both are registered classes, the second an interface.
            unsafe { ffi::zend_do_implement_interface(class, interface) };
        }
        for (name, value) in &self.constants {
            declare_constant(class, name, value);
        }
        let readonly = if self.flags & ffi::ZEND_ACC_READONLY_CLASS != 0 {
            ffi::ZEND_ACC_READONLY
        } else {
            0
        };
        for (slot, property) in self.properties {
            let next = class.default_properties_count as usize;
            assert_eq!(slot, next, "the slot of {name}::${}", property.name);
            declare_property(class, property, readonly);
        }
        entry.class.store(class, Ordering::Relaxed);
        if let Some(attach) = self.state {
            attach(class);
        }
    }

    fn register_methods(&self, name: &str) -> &'static mut ClassEntry {
        // SAFETY: plain C data, zero but for what is set below (INIT_CLASS_ENTRY).
        let mut class: ClassEntry = unsafe { std::mem::zeroed() };
        // SAFETY: as above; a table of methods ends with an entry of zeroes.
        let end: ffi::zend_function_entry = unsafe { std::mem::zeroed() };
        let mut methods: Vec<_> = self.methods.iter().map(Method::entry).collect();
        methods.push(end);
        class.name = interned(name);
        class.info.internal.builtin_functions = methods.as_ptr();
        let parent = self
            .parent
            .map_or(ptr::null_mut(), |parent| ptr::from_ref(parent).cast_mut());
        let interface = self.flags & ffi::ZEND_ACC_INTERFACE != 0;
        // SAFETY: called at startup with a complete entry, which the engine copies, and a table of
        // methods, of which it keeps only the names and the arginfo; we leak those.
        unsafe {
            let registered = if interface {
                ffi::zend_register_internal_interface(&raw mut class)
            } else {
                ffi::zend_register_internal_class_ex(&raw mut class, parent)
            };
            (*registered).info.internal.builtin_functions = ptr::null();
            &mut *registered
        }
    }
}

fn declare_constant(class: &mut ClassEntry, name: &str, value: &Constant) {
    let mut value = ManuallyDrop::new(match value {
        Constant::Float(value) => value.to_value(),
        Constant::String(bytes) => persistent_string(bytes),
    });
    let flags = ffi::ZEND_ACC_PUBLIC as c_int;
    // SAFETY: an internal class takes over a persistent value under an interned name.
    unsafe {
        ffi::zend_declare_class_constant_ex(
            class,
            interned(name),
            &raw mut *value,
            flags,
            ptr::null_mut(),
        );
    }
}

fn declare_property(class: &mut ClassEntry, property: Property, flags: u32) {
    let mut initial = ManuallyDrop::new(property.initial);
    // SAFETY: an internal class takes over an uncounted value, an interned name, and a type whose
    // class name is interned.
    unsafe {
        ffi::zend_declare_typed_property(
            class,
            interned(property.name),
            &raw mut *initial,
            (property.flags | flags) as c_int,
            ptr::null_mut(),
            property.ty.of_property(),
        );
    }
}

/// An interned string, which lives as long as the module.
pub(super) fn interned(text: &str) -> *mut ZendStr {
    ZendStr::new_interned(text, true).into_raw()
}

fn persistent_string(bytes: &[u8]) -> Zval {
    let mut value = Zval::new();
    // SAFETY: set when the engine starts; returns an interned string, which is not counted.
    unsafe {
        let intern = ffi::zend_string_init_interned.expect("set by the engine");
        value.value.str_ = intern(bytes.as_ptr().cast(), bytes.len(), true);
    }
    value.u1.type_info = ffi::IS_INTERNED_STRING_EX;
    value
}

fn leaked(text: &str) -> *const c_char {
    CString::new(text).expect("names have no NUL").into_raw()
}
