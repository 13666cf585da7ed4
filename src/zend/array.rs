//! PHP's arrays, owned.

use super::ToValue;
use super::plain::elements;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendHashTable, Zval};
use std::mem::ManuallyDrop;
use std::ptr;

/// A reference to a PHP array. Cloning adds a reference; writing to a shared array separates it
/// first, as in PHP, so a clone is a snapshot.
#[derive(Debug)]
#[repr(transparent)]
pub struct Array(Zval);

impl Array {
    /// An empty array.
    pub fn new() -> Self {
        let mut value = Zval::new();
        value.set_hashtable(ZendHashTable::new());
        Self(value)
    }

    /// Borrows the array that a zval holds; `None` where it holds none.
    #[inline]
    pub fn of(value: &Zval) -> Option<&Self> {
        // SAFETY: `Array` is transparent over a zval that holds an array, as this one does.
        (value.is_array()).then(|| unsafe { &*ptr::from_ref(value).cast::<Self>() })
    }

    /// The array a zval holds; `None` where it holds none.
    pub fn take(value: Zval) -> Option<Self> {
        value.is_array().then_some(Self(value))
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.table().len()
    }

    /// Whether there are no elements.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.table().nNumOfElements == 0
    }

    /// The element at an integer key.
    pub fn get(&self, key: i64) -> Option<&Zval> {
        self.table().get_index(key)
    }

    /// The element at a string key. Strings that look like integers stay strings here.
    pub fn get_str(&self, key: &[u8]) -> Option<&Zval> {
        // SAFETY: zend_hash_str_find reads `len` bytes of the key and returns an element or null.
        unsafe { ffi::zend_hash_str_find(self.table(), key.as_ptr().cast(), key.len()).as_ref() }
    }

    /// The keys (ints and strings) and elements in order.
    pub fn iter(&self) -> impl Iterator<Item = (Zval, &Zval)> {
        entries(self.table())
    }

    /// The elements in order.
    pub fn values(&self) -> impl Iterator<Item = &Zval> {
        // SAFETY: a live table, which stays as it is while it is borrowed: where PHP code runs meanwhile,
        // the caller owns the array, and so the code writes to a copy.
        unsafe { elements(self.table()) }.map(|(_, value)| value)
    }

    /// The key that the next appended element gets.
    pub fn next_key(&self) -> i64 {
        match self.table().nNextFreeElement {
            i64::MIN => 0,
            key => key,
        }
    }

    /// Whether removed elements have left more empty slots than there are elements. Iterating visits
    /// empty slots, too.
    pub fn is_sparse(&self) -> bool {
        const FEW: usize = 16;
        self.table().nNumUsed as usize > 2 * self.len() + FEW
    }

    /// Appends an element. Drops it if the largest possible key is taken.
    pub fn push(&mut self, value: Zval) {
        let mut value = ManuallyDrop::new(value);
        // SAFETY: the table is ours alone once separated, and takes over the value, unless the
        // largest possible key is taken.
        unsafe {
            let place = ffi::zend_hash_next_index_insert(self.separated(), &raw mut *value);
            if place.is_null() {
                ManuallyDrop::drop(&mut value);
            }
        }
    }

    /// Sets the element at an integer key, and returns the former one.
    pub fn insert(&mut self, key: i64, value: Zval) -> Option<Zval> {
        let replaced = self.get(key).map(Zval::shallow_clone);
        let mut value = ManuallyDrop::new(value);
        // SAFETY: the table is ours alone once separated, and takes over the value.
        unsafe { ffi::zend_hash_index_update(self.separated(), key as u64, &raw mut *value) };
        replaced
    }

    /// Sets the element at a string key, and returns the former one. A key that looks like a number
    /// stays a string.
    pub fn insert_str(&mut self, key: &[u8], value: Zval) -> Option<Zval> {
        let replaced = self.get_str(key).map(Zval::shallow_clone);
        let mut value = ManuallyDrop::new(value);
        let table = self.separated();
        // SAFETY: the table is ours alone once separated, copies the key and takes over the value.
        unsafe {
            ffi::zend_hash_str_update(table, key.as_ptr().cast(), key.len(), &raw mut *value);
        }
        replaced
    }

    /// Removes the element at an integer key, and returns it.
    pub fn remove(&mut self, key: i64) -> Option<Zval> {
        let removed = self.get(key)?.shallow_clone();
        // SAFETY: the table is ours alone once separated; the element lives on in `removed`.
        unsafe { ffi::zend_hash_index_del(self.separated(), key as u64) };
        Some(removed)
    }

    /// Removes the element at a string key, and returns it.
    pub fn remove_str(&mut self, key: &[u8]) -> Option<Zval> {
        let removed = self.get_str(key)?.shallow_clone();
        // SAFETY: the table is ours alone once separated; the element lives on in `removed`.
        unsafe { ffi::zend_hash_str_del(self.separated(), key.as_ptr().cast(), key.len()) };
        Some(removed)
    }

    pub(super) fn as_ptr(&self) -> *mut ZendHashTable {
        ptr::from_ref(self.table()).cast_mut()
    }

    /// Removes the first element that is identical to `value`, and returns it.
    pub fn remove_value(&mut self, value: &Zval) -> Option<Zval> {
        let (key, _) = self
            .iter()
            .find(|(_, element)| element.is_identical(value))?;
        match key.zend_str() {
            Some(key) => self.remove_str(key.as_bytes()),
            None => self.remove(key.long()?),
        }
    }

    fn table(&self) -> &ZendHashTable {
        self.0.array().expect("holds an array")
    }

    /// The table, copied first if others share it (SEPARATE_ARRAY).
    fn separated(&mut self) -> *mut ZendHashTable {
        // SAFETY: the zval holds a live array. An immutable or shared one is duplicated, and a
        // counted reference to the original is given up.
        unsafe {
            let table = self.0.value.arr;
            let immutable = (*table).gc.u.type_info & ffi::GC_IMMUTABLE != 0;
            if immutable || (*table).gc.refcount > 1 {
                let duplicate = ffi::zend_array_dup(table);
                if !immutable {
                    (*table).gc.refcount -= 1;
                }
                self.0.value.arr = duplicate;
                self.0.u1.type_info = ffi::IS_ARRAY_EX;
            }
            self.0.value.arr
        }
    }
}

/// The keys (ints and strings) and elements of a table in order.
pub(super) fn entries(table: &ZendHashTable) -> impl Iterator<Item = (Zval, &Zval)> {
    let mut position = 0;
    // SAFETY: a live table, which the borrow keeps from changing; a position is an index into it.
    unsafe {
        ffi::zend_hash_internal_pointer_reset_ex(ptr::from_ref(table).cast_mut(), &raw mut position)
    };
    std::iter::from_fn(move || {
        let raw = ptr::from_ref(table).cast_mut();
        let mut key = Zval::new();
        // SAFETY: as above. The data is null behind the last element; a string key is counted.
        unsafe {
            let value = ffi::zend_hash_get_current_data_ex(raw, &raw mut position).as_ref()?;
            ffi::zend_hash_get_current_key_zval_ex(raw, &raw mut key, &raw mut position);
            ffi::zend_hash_move_forward_ex(raw, &raw mut position);
            Some((key, value))
        }
    })
}

impl Clone for Array {
    fn clone(&self) -> Self {
        Self(self.0.shallow_clone())
    }
}

impl ToValue for Array {
    fn to_value(self) -> Zval {
        self.0
    }
}
