//! Rust state beside an object's properties.
//!
//! The state lies in front of the zend_object; the engine provides for it with the `offset` of the
//! object handlers. State holds no PHP value that could be part of a cycle: those live in declared
//! properties, where the garbage collector sees them.

use super::{Class, Object};
use ext_php_rs::ffi;
use ext_php_rs::types::ZendObject;
use ext_php_rs::zend::ClassEntry;
use std::cell::RefCell;
use std::mem::offset_of;
use std::ptr;

/// A final class whose objects have Rust state.
pub trait Stateful: Class {
    /// The state; a new object starts with its default.
    type State: Default + 'static;

    /// The state of an object of this class. Do not keep it borrowed while PHP runs.
    fn state(object: &Object) -> &RefCell<Self::State> {
        assert!(object.is_exactly::<Self>(), "an object of another class");
        // SAFETY: every object of the class was made by `create`, in front of whose zend_object
        // the state lies; it lives as long as the object, which the borrow keeps alive.
        unsafe { &(*container::<Self::State>(object.as_ptr())).state }
    }
}

/// The object handlers of a class with state.
pub(super) struct Handlers(ffi::zend_object_handlers);

// SAFETY: function pointers and numbers, which nobody writes once they are set up.
unsafe impl Sync for Handlers {}
// SAFETY: as above.
unsafe impl Send for Handlers {}

#[repr(C)]
struct Container<T> {
    state: RefCell<T>,
    object: ZendObject,
}

fn container<T>(object: *mut ZendObject) -> *mut Container<T> {
    object
        .wrapping_byte_sub(offset_of!(Container<T>, object))
        .cast()
}

/// Gives objects of the class their state.
pub(super) fn attach<C: Stateful>(class: &'static mut ClassEntry) {
    C::entry().handlers.get_or_init(|| {
        // SAFETY: a copy of the engine's standard handlers, which are plain function pointers.
        let mut handlers = unsafe { ptr::read(&raw const ffi::std_object_handlers) };
        handlers.offset = offset_of!(Container<C::State>, object) as i32;
        handlers.free_obj = Some(free::<C>);
        handlers.clone_obj = None;
        Handlers(handlers)
    });
    class.__bindgen_anon_2.create_object = Some(create::<C>);
}

unsafe extern "C" fn create<C: Stateful>(class: *mut ClassEntry) -> *mut ZendObject {
    // SAFETY: zend_object_alloc makes room for the container and the properties behind its object. We
    // write the state before anything can read it, then initialize the object as zend_objects_new
    // does.
    unsafe {
        let size = size_of::<Container<C::State>>();
        let container =
            ffi::ext_php_rs_zend_object_alloc(size, class).cast::<Container<C::State>>();
        (&raw mut (*container).state).write(RefCell::default());
        let object = &raw mut (*container).object;
        ffi::zend_object_std_init(object, class);
        ffi::object_properties_init(object, class);
        let handlers = C::entry().handlers.get().expect("attached at startup");
        (*object).handlers = &raw const handlers.0;
        object
    }
}

unsafe extern "C" fn free<C: Stateful>(object: *mut ZendObject) {
    // SAFETY: the engine calls this once for an object that `create` made; after that it only frees
    // the memory, by the offset. We drop the state last: releasing the properties may still use it.
    unsafe {
        ffi::zend_object_std_dtor(object);
        ptr::drop_in_place(&raw mut (*container::<C::State>(object)).state);
    }
}
