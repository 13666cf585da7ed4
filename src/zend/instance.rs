//! Objects whose class is known to Rust's type checker.

use super::{Class, FoundClass, Object, throwable_class};
use std::marker::PhantomData;
use std::ops::Deref;

/// A class or interface that a Rust type can name: one of ours, or anybody's.
pub trait PhpClass: 'static {
    /// The name with its namespace.
    const CLASS: &'static str;

    /// Whether the object is an instance. Does not load the class: without it there is no instance.
    fn has(object: &Object) -> bool {
        let class = FoundClass::loaded(Self::CLASS.as_bytes());
        class.is_some_and(|class| class.has(object))
    }
}

impl<C: Class> PhpClass for C {
    const CLASS: &'static str = C::NAME;

    fn has(object: &Object) -> bool {
        object.is_a::<C>()
    }
}

/// `\Throwable`
pub struct Throwable;

impl PhpClass for Throwable {
    const CLASS: &'static str = "Throwable";

    fn has(object: &Object) -> bool {
        object.class_entry().instance_of(throwable_class())
    }
}

/// An object of class `C`.
#[repr(transparent)]
pub struct Instance<C> {
    object: Object,
    class: PhantomData<fn() -> C>,
}

impl<C: PhpClass> Instance<C> {
    /// Wraps an object that is known to be an instance of the class.
    pub fn of(object: Object) -> Self {
        debug_assert!(C::has(&object), "no instance of {}", C::CLASS);
        let class = PhantomData;
        Self { object, class }
    }

    /// Wraps a borrowed object that is known to be an instance of the class.
    pub(super) fn of_ref(object: &Object) -> &Self {
        debug_assert!(C::has(object), "no instance of {}", C::CLASS);
        // SAFETY: `Instance` is transparent over an object.
        unsafe { &*std::ptr::from_ref(object).cast::<Self>() }
    }
}

impl<C> Deref for Instance<C> {
    type Target = Object;

    fn deref(&self) -> &Object {
        &self.object
    }
}

impl<C> From<Instance<C>> for Object {
    fn from(instance: Instance<C>) -> Self {
        instance.object
    }
}
