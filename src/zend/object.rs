//! PHP's objects, owned, and their declared properties.

use super::plain::plain_name;
use super::{Array, Class, FoundClass, PhpString, Result, Thrown, ToValue, throw_error};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;

/// A reference to a PHP object. Cloning counts a reference, it does not copy the object.
#[derive(Debug)]
#[repr(transparent)]
pub struct Object(NonNull<ZendObject>);

/// Which declared property of an object: its place in the order of declaration, those of parent
/// classes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot(pub usize);

impl Object {
    /// Takes over a reference.
    ///
    /// # Safety
    /// `raw` must be a live object, one reference of which belongs to the caller.
    pub(super) unsafe fn from_raw(raw: *mut ZendObject) -> Self {
        // SAFETY: the caller vouches for a live object, which is not null.
        Self(unsafe { NonNull::new_unchecked(raw) })
    }

    /// Borrows the object of a zval; `None` where it holds none.
    pub fn of(value: &Zval) -> Option<&Self> {
        value.object()?;
        // SAFETY: the zval holds an object, so its value is a non-null pointer to one, which
        // `Object` is transparent over; the zval keeps it alive as long as it is borrowed.
        Some(unsafe { &*(&raw const value.value.obj).cast::<Self>() })
    }

    /// The object of a zval; `None` where it holds none.
    pub fn take(value: Zval) -> Option<Self> {
        value.object()?;
        let value = ManuallyDrop::new(value);
        // SAFETY: the zval holds an object, whose reference moves.
        Some(unsafe { Self::from_raw(value.value.obj) })
    }

    /// Whether it is an instance of the class, or implements the interface.
    pub fn is_a<C: Class>(&self) -> bool {
        self.as_zend().instance_of(C::entry().class())
    }

    /// Whether it is of exactly this class.
    pub fn is_exactly<C: Class>(&self) -> bool {
        std::ptr::eq(self.class_entry(), C::entry().class())
    }

    /// Whether both are the same object.
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// What spl_object_id() gives: unique among the living objects of the request.
    pub fn id(&self) -> u32 {
        self.as_zend().handle
    }

    /// The name of its class.
    pub fn class_name(&self) -> Vec<u8> {
        // SAFETY: a class entry outlives its objects, and so does the name it owns.
        unsafe { (*self.class_entry().name).as_bytes().to_vec() }
    }

    pub(super) fn class_entry(&self) -> &'static ClassEntry {
        self.as_zend().get_class_entry()
    }

    /// Its properties in order of declaration, whatever their visibility, by their plain names.
    /// Uninitialized ones are left out.
    pub fn properties(&self) -> Vec<(Vec<u8>, Zval)> {
        let object = self.as_ptr();
        // SAFETY: every object has the handler, which returns its live table of properties; values
        // are cloned out before PHP runs again. A declared property stands in the table as a
        // pointer to its slot (IS_INDIRECT).
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
    /// `false` where none is declared.
    ///
    /// # Errors
    /// Where the value does not fit the property's type.
    pub fn set_declared(&self, name: &[u8], value: Zval) -> Result<bool> {
        let class = self.class_entry();
        let mut value = value;
        // SAFETY: a linked class's table of property descriptions by plain name, which live as
        // long as the class. The write is checked as one from the declaring class's scope.
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
    /// Where the method throws.
    pub fn call<const N: usize>(&self, method: &str, args: [Zval; N]) -> Result<Zval> {
        super::call::call_method(self, method, args)
    }

    /// A Closure of a method, private ones included.
    ///
    /// # Errors
    /// Where there is no such method.
    pub fn closure(&self, method: &str) -> Result<Zval> {
        let args = [self.to_value(), method.to_value()];
        let method = FoundClass::construct("ReflectionMethod", args)?;
        method.call("getclosure", [self.to_value()])
    }

    /// The value of a property.
    ///
    /// # Errors
    /// Where a typed property was never initialized: the engine's own Error.
    pub fn get(&self, slot: Slot) -> Result<Zval> {
        let value = self.value(slot);
        if is_undefined(value) {
            return Err(self.throw_uninitialized(slot));
        }
        Ok(value.shallow_clone())
    }

    /// The object in a property.
    ///
    /// # Errors
    /// Where the property was never initialized.
    pub fn get_object(&self, slot: Slot) -> Result<Self> {
        let object = Self::of(self.value(slot)).cloned();
        object.ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// The string in a property.
    ///
    /// # Errors
    /// Where the property was never initialized.
    pub fn get_string(&self, slot: Slot) -> Result<PhpString> {
        PhpString::of(self.value(slot)).ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// The array in a property: a snapshot that later changes to the property leave alone.
    ///
    /// # Errors
    /// Where the property was never initialized.
    pub fn get_array(&self, slot: Slot) -> Result<Array> {
        let value = self.value(slot).shallow_clone();
        Array::take(value).ok_or_else(|| self.throw_uninitialized(slot))
    }

    /// Sets a property. What it held is released last, as that may run PHP code.
    pub fn set(&self, slot: Slot, value: impl ToValue) {
        drop(self.replace(slot, value.to_value()));
    }

    /// Sets a property that nothing has set yet, as a constructor does with a readonly one.
    ///
    /// # Errors
    /// Where it is set already: the engine's own Error.
    pub fn initialize(&self, slot: Slot, value: impl ToValue) -> Result {
        if !is_undefined(self.value(slot)) {
            // SAFETY: every slot of the table is described by the class's table of the same order.
            unsafe { ffi::zend_readonly_property_modification_error(self.property_info(slot)) };
            return Err(Thrown);
        }
        self.set(slot, value);
        Ok(())
    }

    /// Changes the array in a property in place. `change` must not call into PHP, and returns
    /// what it takes out instead of dropping it.
    ///
    /// # Errors
    /// Where the property was never initialized.
    pub fn update<R>(&self, slot: Slot, change: impl FnOnce(&mut Array) -> R) -> Result<R> {
        let property = self.property(slot);
        // SAFETY: a live property slot; a reference's target is as live as the reference.
        let value = unsafe { (*property).dereference_mut() };
        // Taken out while it changes, so that it is not counted twice and separated in vain.
        let Some(mut array) = Array::take(std::mem::take(value)) else {
            return Err(self.throw_uninitialized(slot));
        };
        let result = change(&mut array);
        *value = array.to_value();
        Ok(result)
    }

    /// What a property holds, references looked through. The borrow must end before PHP runs.
    fn value(&self, slot: Slot) -> &Zval {
        // SAFETY: a live property slot; a reference's target is as live as the reference.
        unsafe { (*self.property(slot)).dereference() }
    }

    fn replace(&self, slot: Slot, value: Zval) -> Zval {
        // SAFETY: a live property slot. Writing moves the value in and the former one out, without
        // running PHP code in between.
        let property = unsafe { (*self.property(slot)).dereference_mut() };
        std::mem::replace(property, value)
    }

    fn property(&self, Slot(index): Slot) -> *mut Zval {
        debug_assert!(index < self.class_entry().default_properties_count as usize);
        // SAFETY: the engine lays an object's declared properties out in a table at its end, as
        // many as its class counts; slots are checked against the declaration at startup.
        unsafe {
            (&raw mut (*self.0.as_ptr()).properties_table)
                .cast::<Zval>()
                .add(index)
        }
    }

    fn property_info(&self, Slot(index): Slot) -> *mut ffi::zend_property_info {
        // SAFETY: a linked class has a table of its properties' descriptions by slot.
        unsafe { *self.class_entry().properties_info_table.add(index) }
    }

    fn throw_uninitialized(&self, slot: Slot) -> Thrown {
        // SAFETY: the description of a property and the strings it owns live as long as its class.
        let (class, name) = unsafe {
            let info = &*self.property_info(slot);
            ((*(*info.ce).name).as_bytes(), (*info.name).as_bytes())
        };
        let name = name.rsplit(|&byte| byte == 0).next().unwrap_or(name);
        throw_error(&format!(
            "Typed property {}::${} must not be accessed before initialization",
            String::from_utf8_lossy(class),
            String::from_utf8_lossy(name)
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

/// The name of a property that stands in a table under this key, without whose it is.
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
