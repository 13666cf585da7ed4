//! unserialize() for plain values.

use super::super::plain::{DEPTH, Key, Shape, Table, empty_array, set};
use super::super::{Object, ToValue};
use super::known::Known;
use super::{AllowedClasses, context};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use std::mem::ManuallyDrop;
use std::ptr;
use stream_ipc::php::scan::{Scanner, Token};

/// The value at the start of the bytes and its length; `None` if it is malformed or not plain.
/// `values_before` values precede it.
pub(super) fn read(
    bytes: &[u8],
    values_before: usize,
    classes: &AllowedClasses,
) -> Option<(Zval, usize)> {
    let mut reader = Reader {
        scanner: Scanner::new(bytes),
        classes,
        values: values_before,
        known: Known::new(),
        max_depth: None,
    };
    let value = reader.value(0)?;
    Some((value, reader.scanner.position()))
}

struct Reader<'a> {
    scanner: Scanner<'a>,
    classes: &'a AllowedClasses,
    /// The number of values read, which is the number of the last one.
    values: usize,
    /// The complete objects and enum cases.
    known: Known,
    /// The deepest nesting that PHP's setting allows, once it was looked up.
    max_depth: Option<usize>,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<Zval> {
        self.values += 1;
        if self.scanner.is_at_object()
            && let Some(shape) = Shape::last_read(|shape| self.scanner.begin_object(&shape.start))
        {
            return self.object(shape.name, &shape, shape.properties.len(), depth);
        }
        match self.scanner.token().ok()? {
            Token::Null => Some(Zval::null()),
            Token::Bool(value) => Some(value.to_value()),
            Token::Int(number) => Some(number.to_value()),
            Token::Float(number) => Some(number.to_value()),
            Token::String(bytes) => Some(bytes.to_value()),
            Token::Array { len } => self.array(len, depth),
            Token::Object { class, len } => {
                let shape = Shape::named(class).filter(|shape| shape.is_instantiable())?;
                shape.remember_read();
                self.object(class, &shape, len, depth)
            }
            Token::Enum { class, case } => {
                let case = case_of(class, case)?;
                let place = self.known.begin(self.values);
                self.known.complete(place, case.as_ptr());
                Some(case.to_value())
            }
            Token::SameObject(number) => {
                let object = self.known.by_number(number)?;
                // SAFETY: the value read so far holds the object; we add a reference.
                let object = unsafe { ManuallyDrop::new(Object::from_raw(object)) };
                Some(Object::clone(&object).to_value())
            }
            Token::Reference(_) | Token::Custom { .. } => None,
        }
    }

    /// One level deeper than `depth`; `None` if that is too deep.
    fn deeper(&mut self, depth: usize) -> Option<usize> {
        // Every setting allows one level, and looking it up takes time.
        if depth > 0 {
            let ask = || context::max_depth().min(DEPTH);
            let max = *self.max_depth.get_or_insert_with(ask);
            if depth >= max {
                return None;
            }
        }
        Some(depth + 1)
    }

    #[inline(never)]
    fn array(&mut self, len: usize, depth: usize) -> Option<Zval> {
        let depth = self.deeper(depth)?;
        let mut array = (len > 0).then(|| Table::new(len));
        if let Some(array) = &mut array {
            for _ in 0..len {
                let key = self.key()?;
                array.add(&key, self.value(depth)?)?;
            }
        }
        self.scanner.close().ok()?;
        Some(array.map_or_else(empty_array, Table::finish))
    }

    fn key(&mut self) -> Option<Key> {
        match self.scanner.key().ok()? {
            Token::Int(number) => Some(Key::Number(number.cast_unsigned())),
            Token::String(bytes) => Key::of(bytes),
            _ => None,
        }
    }

    #[inline(never)]
    fn object(&mut self, name: &[u8], shape: &Shape, len: usize, depth: usize) -> Option<Zval> {
        let depth = self.deeper(depth)?;
        if !self.classes.allows(name) {
            return None;
        }
        let is_message = depth == 1;
        if is_message && shape.reading.is_paused() {
            return None;
        }
        let object = self.properties(shape, len, depth);
        shape.reading.note(object.is_some());
        object
    }

    #[inline(always)]
    fn properties(&mut self, shape: &Shape, len: usize, depth: usize) -> Option<Zval> {
        let place = self.known.begin(self.values);
        let object = shape.instantiate()?;
        let mut declared = shape.properties.iter();
        for _ in 0..len {
            // serialize() writes properties in order of declaration. Searching only onward ensures that
            // none comes twice.
            let property = declared.find(|property| self.scanner.skip_prefix(&property.key))?;
            let value = self.value(depth)?;
            set(&object, property.info, value)?;
        }
        self.scanner.close().ok()?;
        self.known.complete(place, object.as_ptr());
        Some(object.to_value())
    }
}

/// An enum case. All enums are allowed, as in unserialize().
fn case_of(class: &[u8], name: &[u8]) -> Option<Object> {
    let class = Shape::named(class)?.class;
    if class.ce_flags & ffi::ZEND_ACC_ENUM == 0 {
        return None;
    }
    // SAFETY: a class's table of constants, which owns them. A case holds an object of the enum once
    // PHP has evaluated it; we add a reference.
    unsafe {
        let constants = &raw const class.constants_table;
        let found = ffi::zend_hash_str_find(constants, name.as_ptr().cast(), name.len());
        let constant = found.as_ref()?.value.ptr.cast::<ffi::zend_class_constant>();
        // Other constants may hold objects that are not cases.
        let object =
            Object::of(&(*constant).value).filter(|object| ptr::eq(object.class_entry(), class))?;
        // A constant may be an alias of a case, which unserialize() refuses.
        let case = (*object.as_ptr()).properties_table[0].zend_str()?;
        (case.as_bytes() == name).then(|| object.clone())
    }
}
