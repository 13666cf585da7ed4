//! PHP's objects, owned, and their declared properties.

use super::plain::plain_name;
use super::{Array, Class, FoundClass, PhpString, Result, Thrown, ToValue, throw_error};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;
use std::ffi::c_char;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, offset_of};
use std::ptr::{self, NonNull};

/// A reference to a PHP object. Cloning adds a reference; it does not copy the object.
#[derive(Debug)]
#[repr(transparent)]
pub struct Object(NonNull<ZendObject>);

/// A declared property of class `C`: its index in the order of declaration, parent classes first. Use
/// it with objects of that class only.
pub struct Slot<C> {
    index: usize,
    class: PhantomData<fn() -> C>,
}

impl<C> Slot<C> {
    /// The property at this index.
    pub const fn new(index: usize) -> Self {
        let class = PhantomData;
        Self { index, class }
    }

    /// The index.
    pub const fn index(self) -> usize {
        self.index
    }
}

impl<C> Clone for Slot<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Slot<C> {}

impl Object {
    /// Takes over a reference.
    ///
    /// # Safety
    /// `raw` must be a live object, one reference of which belongs to the caller.
    pub(super) unsafe fn from_raw(raw: *mut ZendObject) -> Self {
        // SAFETY: the caller vouches for a live object, which is not null.
        Self(unsafe { NonNull::new_unchecked(raw) })
    }

    /// Borrows the object of a zval, also through a PHP reference; `None` if it holds none.
    #[inline]
    pub fn of(value: &Zval) -> Option<&Self> {
        if !value.is_object() {
            return Self::of(value.reference()?);
        }
        // SAFETY: the zval holds an object, so its value is a non-null pointer to one, which
        // `Object` is transparent over; the zval keeps it alive as long as it is borrowed.
        Some(unsafe { &*(&raw const value.value.obj).cast::<Self>() })
    }

    /// The object of a zval; `None` if it holds none.
    pub fn take(value: Zval) -> Option<Self> {
        value.object()?;
        let value = ManuallyDrop::new(value);
        // SAFETY: the zval holds an object, whose reference moves.
        Some(unsafe { Self::from_raw(value.value.obj) })
    }

    /// Whether the object is an instance of the class, or implements the interface.
    pub fn is_a<C: Class>(&self) -> bool {
        self.as_zend().instance_of(C::entry().class())
    }

    /// Whether the object is of exactly this class.
    pub fn is_exactly<C: Class>(&self) -> bool {
        ptr::eq(self.class_entry(), C::entry().class())
    }

    /// Whether both are the same object.
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// The spl_object_id(), unique among the living objects of the request.
    pub fn id(&self) -> u32 {
        self.as_zend().handle
    }

    /// The name of its class.
    pub fn class_name(&self) -> Vec<u8> {
        // SAFETY: a class entry outlives its objects, and so does the name it owns.
        unsafe { (*self.class_entry().name).as_bytes().to_vec() }
    }

    /// The same as a string of the engine, without a copy.
    pub fn class_string(&self) -> PhpString {
        // SAFETY: as above; the reference of the class stays its own.
        let own = unsafe { ManuallyDrop::new(PhpString::from_raw(self.class_entry().name)) };
        PhpString::clone(&own)
    }

    pub(super) fn class_entry(&self) -> &'static ClassEntry {
        // SAFETY: an object has a class, which outlives it.
        unsafe { &*self.as_zend().ce }
    }

    /// Whether the object has state that its properties do not show, as most objects of the engine's
    /// classes and their subclasses do.
    pub fn has_hidden_state(&self) -> bool {
        let is_internal = |class: &&ClassEntry| class.type_ == ffi::ZEND_INTERNAL_CLASS as c_char;
        let mut line = std::iter::successors(Some(self.class_entry()), |class| class.parent());
        let Some(internal) = line.find(is_internal) else {
            return false;
        };
        // SAFETY: the handlers of a live object, and the engine's own.
        let (handlers, free) =
            unsafe { (&*self.as_zend().handlers, ffi::std_object_handlers.free_obj) };
        let frees_properties_only = match (handlers.free_obj, free) {
            (Some(own), Some(free)) => ptr::fn_addr_eq(own, free),
            _ => false,
        };
        internal.ce_flags & ffi::ZEND_ACC_NOT_SERIALIZABLE != 0
            || handlers.offset != 0
            || !frees_properties_only
    }

    /// Prevents the destructor from running, as the object was never constructed.
    pub(super) fn skip_destructor(&self) {
        // SAFETY: a live object; zend_object_store_ctor_failed().
        unsafe { (*self.as_ptr()).gc.u.type_info |= ffi::IS_OBJ_DESTRUCTOR_CALLED };
    }

    /// The initialized properties by plain name, in order of declaration, whatever their visibility.
    pub fn properties(&self) -> Vec<(Vec<u8>, Zval)> {
        let object = self.as_ptr();
        // SAFETY: every object has the handler, which returns its live table of properties; we clone
        // the values before PHP runs again. The entry of a declared property points to its slot
        // (IS_INDIRECT).
        unsafe {
            let get = (*(*object).handlers)
                .get_properties
                .expect("every object has it");
            let Some(table) = get(object).as_ref() else {
                return Vec::new();
            };
            super::array::entries(table)
                .map(|(key, value)| (name_of(&key), value.indirect().unwrap_or(value)))
                .filter(|(_, value)| !is_undefined(value))
                .map(|(name, value)| (name, value.dereference().shallow_clone()))
                .collect()
        }
    }

    /// Sets the declared property of this name, whatever its visibility, as its own class would;
    /// `false` if there is none.
    ///
    /// # Errors
    /// If the value does not fit the property's type.
    pub fn set_declared(&self, name: &[u8], value: Zval) -> Result<bool> {
        let class = self.class_entry();
        let mut value = value;
        // SAFETY: a linked class's table of property descriptions by plain name, which live as long
        // as the class. The engine checks the write as one from the declaring class.
        unsafe {
            let table = &raw const class.properties_info;
            let found = ffi::zend_hash_str_find(table, name.as_ptr().cast(), name.len());
            let Some(found) = found.as_ref() else {
                return Ok(false);
            };
            let info = found.value.ptr.cast::<ffi::zend_property_info>();
            if (*info).flags & ffi::ZEND_ACC_STATIC != 0 {
                return Ok(false);
            }
            let name = PhpString::new(name);
            let scope = (*info).ce;
            ffi::zend_update_property_ex(scope, self.as_ptr(), name.as_ptr(), &raw mut value);
        }
        super::exception::check().map(|()| true)
    }

    /// Calls a method by its lower-case name.
    ///
    /// # Errors
    /// If the method throws.
    pub fn call<const N: usize>(&self, method: &str, args: [Zval; N]) -> Result<Zval> {
        super::call::call_method(self, method, args)
    }

    /// A Closure of a method, which may be private.
    ///
    /// # Errors
    /// If there is no such method.
    pub fn closure(&self, method: &str) -> Result<Zval> {
        let args = [self.to_value(), method.to_value()];
        let method = FoundClass::construct("ReflectionMethod", args)?;
        method.call("getclosure", [self.to_value()])
    }

    /// `WeakReference::create($object)`
    ///
    /// # Errors
    /// None in practice.
    pub fn weak_reference(&self) -> Result<Zval> {
        super::call(&"WeakReference::create".to_value(), [self.to_value()])
    }

    /// The value of a property.
    ///
    /// # Errors
    /// The engine's own Error if the property was never initialized. This and all methods below throw
    /// an Error if the object is of another class.
    #[inline]
    pub fn get<C: Class>(&self, slot: Slot<C>) -> Result<Zval> {
        let value = self.peek(slot)?;
        if is_undefined(value) {
            return Err(self.throw_uninitialized(slot));
        }
        Ok(value.shallow_clone())
    }

    /// The object in a property.
    ///
    /// # Errors
    /// If the property was never initialized.
    #[inline]
    pub fn get_object<C: Class>(&self, slot: Slot<C>) -> Result<Self> {
        let object = Self::of(self.peek(slot)?).cloned();
        object.ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// The string in a property.
    ///
    /// # Errors
    /// If the property was never initialized.
    #[inline]
    pub fn get_string<C: Class>(&self, slot: Slot<C>) -> Result<PhpString> {
        PhpString::of(self.peek(slot)?).ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// A snapshot of the array in a property; later changes to the property leave it alone.
    ///
    /// # Errors
    /// If the property was never initialized.
    #[inline]
    pub fn get_array<C: Class>(&self, slot: Slot<C>) -> Result<Array> {
        let value = self.peek(slot)?.shallow_clone();
        Array::take(value).ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// Sets a property of an object that is known to be of the class. Releases the former value last,
    /// as that may run PHP code.
    #[inline]
    pub fn set<C: Class>(&self, slot: Slot<C>, value: impl ToValue) {
        let value = value.to_value();
        assert!(self.has_slots_of::<C>(), "an object of another class");
        // SAFETY: a property of the object's class. The value moves in and the former one out, and no
        // PHP code runs in between.
        let former = unsafe {
            let property = (*self.property(slot)).dereference_mut();
            std::mem::replace(property, value)
        };
        drop(former);
    }

    /// Sets a property for the first time, as a constructor does with a readonly one.
    ///
    /// # Errors
    /// The engine's own Error if the property is set already.
    pub fn initialize<C: Class>(&self, slot: Slot<C>, value: impl ToValue) -> Result {
        if !is_undefined(self.peek(slot)?) {
            // SAFETY: every slot of the table is described by the class's table of the same order.
            unsafe { ffi::zend_readonly_property_modification_error(self.property_info(slot)) };
            return Err(Thrown);
        }
        self.set(slot, value);
        Ok(())
    }

    /// Changes the array in a property in place. `change` must not call into PHP, so it returns removed
    /// values instead of dropping them.
    ///
    /// # Errors
    /// If the property was never initialized.
    pub fn update<C: Class, R>(
        &self,
        slot: Slot<C>,
        change: impl FnOnce(&mut Array) -> R,
    ) -> Result<R> {
        self.ensure_is::<C>()?;
        // SAFETY: a property of the object's class; a reference's target is as live as the
        // reference.
        let value = unsafe { (*self.property(slot)).dereference_mut() };
        // We take the array out while it changes: with two references it would be copied in vain.
        let Some(mut array) = Array::take(std::mem::take(value)) else {
            return Err(self.throw_uninitialized(slot));
        };
        let result = change(&mut array);
        *value = array.to_value();
        Ok(result)
    }

    /// Borrows the value of a property, also through a PHP reference; undefined if the property was
    /// never initialized. The borrow must end before PHP runs.
    ///
    /// # Errors
    /// If the object is of another class.
    #[inline]
    pub fn peek<C: Class>(&self, slot: Slot<C>) -> Result<&Zval> {
        self.ensure_is::<C>()?;
        // SAFETY: a property of the object's class; a reference's target is as live as the
        // reference.
        Ok(unsafe { (*self.property(slot)).dereference() })
    }

    #[inline]
    fn ensure_is<C: Class>(&self) -> Result {
        match self.has_slots_of::<C>() {
            true => Ok(()),
            false => Err(self.throw_misplaced(C::NAME)),
        }
    }

    /// Whether the object is an instance of the class. Takes a few instructions if it is of exactly
    /// this class, or of a direct child.
    #[inline]
    fn has_slots_of<C: Class>(&self) -> bool {
        let (own, class) = (self.class_entry(), C::entry().class());
        // SAFETY: a class that has objects is linked: its parent is a class, not a name.
        let parent = unsafe { own.__bindgen_anon_1.parent };
        own == class || ptr::eq(parent, class) || own.instance_of(class)
    }

    #[cold]
    #[inline(never)]
    fn throw_misplaced(&self, expected: &str) -> Thrown {
        let class = String::from_utf8_lossy(&self.class_name()).into_owned();
        throw_error(&format!(
            "An object of {class} stands where one of {expected} is expected"
        ))
    }

    /// The address of a property; the object must be of the class.
    fn property<C: Class>(&self, slot: Slot<C>) -> *mut Zval {
        // The engine lays out declared properties in a table at the object's end, parents first, as
        // many as the class counts. `Declaration` has checked the slots at startup.
        let table = self
            .as_ptr()
            .wrapping_byte_add(offset_of!(ZendObject, properties_table));
        table.cast::<Zval>().wrapping_add(slot.index)
    }

    /// The description of a property; the object must be of the class.
    fn property_info<C: Class>(&self, slot: Slot<C>) -> *mut ffi::zend_property_info {
        // SAFETY: a linked class has a table of its properties' descriptions by slot.
        unsafe { *self.class_entry().properties_info_table.add(slot.index) }
    }

    #[cold]
    #[inline(never)]
    fn throw_uninitialized<C: Class>(&self, slot: Slot<C>) -> Thrown {
        // SAFETY: the description of a property and the strings it owns live as long as its class.
        let (class, name) = unsafe {
            let info = &*self.property_info(slot);
            ((*(*info.ce).name).as_bytes(), (*info.name).as_bytes())
        };
        throw_error(&format!(
            "Typed property {}::${} must not be accessed before initialization",
            String::from_utf8_lossy(class),
            String::from_utf8_lossy(plain_name(name))
        ))
    }

    pub(super) fn as_ptr(&self) -> *mut ZendObject {
        self.0.as_ptr()
    }

    pub(super) fn into_raw(self) -> *mut ZendObject {
        ManuallyDrop::new(self).0.as_ptr()
    }

    fn as_zend(&self) -> &ZendObject {
        // SAFETY: an object we hold a reference to is live. The borrow ends before PHP runs.
        unsafe { self.0.as_ref() }
    }
}

/// Whether a property was never initialized.
pub(super) fn is_undefined(value: &Zval) -> bool {
    // SAFETY: every zval has a type.
    u32::from(unsafe { value.u1.v.type_ }) == ffi::IS_UNDEF
}

/// The plain name of a property from its key in a table of properties.
fn name_of(key: &Zval) -> Vec<u8> {
    match key.zend_str() {
        Some(name) => plain_name(name.as_bytes()).to_vec(),
        None => key.long().unwrap_or_default().to_string().into_bytes(),
    }
}

impl Clone for Object {
    fn clone(&self) -> Self {
        // SAFETY: a live object; GC_ADDREF.
        unsafe { (*self.0.as_ptr()).gc.refcount += 1 };
        Self(self.0)
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        // SAFETY: gives up the one reference we hold: OBJ_RELEASE.
        unsafe { ffi::ext_php_rs_zend_object_release(self.0.as_ptr()) }
    }
}
