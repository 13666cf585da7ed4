//! serialize() for plain values.

use super::super::buffer::Buffer;
use super::super::plain::{DEPTH, KeyRef, Shape, digits_of, elements, is_ordinary, slot};
use super::known::Known;
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};

/// Appends a value as serialize() writes it behind `values_before` others. `None` if the value is not
/// plain; the buffer may then hold a part of it.
pub(super) fn write(buffer: &mut Buffer, value: &Zval, values_before: usize) -> Option<()> {
    let mut writer = Writer {
        buffer,
        values: values_before,
        known: Known::new(),
    };
    // SAFETY: the caller's value is live, and no PHP code runs that could change what it holds.
    unsafe { writer.value(value, DEPTH, false) }
}

struct Writer<'a> {
    buffer: &'a mut Buffer,
    /// The number of values written, which is the number of the last one.
    values: usize,
    /// The objects that may come again: those with more than one reference.
    known: Known,
}

/// Callers pass live values, which stay unchanged meanwhile.
impl Writer<'_> {
    /// Writes a value at most `depth` levels deep. `shared` says that an array around it may come again.
    unsafe fn value(&mut self, value: &Zval, depth: usize, shared: bool) -> Option<()> {
        self.values += 1;
        // SAFETY: the type says which member of the union there is, and that it is live.
        unsafe {
            match u32::from(value.u1.v.type_) {
                ffi::IS_NULL => self.buffer.append(b"N;"),
                ffi::IS_FALSE => self.buffer.append(b"b:0;"),
                ffi::IS_TRUE => self.buffer.append(b"b:1;"),
                ffi::IS_LONG => self.int(value.value.lval),
                ffi::IS_DOUBLE => self.float(value.value.dval)?,
                ffi::IS_STRING => self.string((*value.value.str_).as_bytes()),
                ffi::IS_ARRAY => self.array(&*value.value.arr, depth.checked_sub(1)?, shared)?,
                ffi::IS_OBJECT => self.object(value.value.obj, depth.checked_sub(1)?, shared)?,
                _ => return None,
            }
        }
        Some(())
    }

    /// Writes a value in an array or object. A PHP reference that nothing else shares is a plain value.
    unsafe fn element(&mut self, value: &Zval, depth: usize, shared: bool) -> Option<()> {
        // SAFETY: as for `value`; a reference's target is as live as the reference.
        unsafe {
            if u32::from(value.u1.v.type_) != ffi::IS_REFERENCE {
                return self.value(value, depth, shared);
            }
            let reference = value.value.ref_;
            if shared || (*reference).gc.refcount > 1 {
                return None;
            }
            self.value(&(*reference).val, depth, shared)
        }
    }

    fn int(&mut self, number: i64) {
        self.buffer.append_number(b'i', number, b';');
    }

    fn float(&mut self, number: f64) -> Option<()> {
        let digits = digits_of(number, b'E')?;
        self.buffer.append(b"d:");
        self.buffer.append(digits.as_bytes());
        self.buffer.append(b";");
        Some(())
    }

    fn string(&mut self, bytes: &[u8]) {
        self.buffer.append_quoted(b's', bytes, b';');
    }

    unsafe fn array(&mut self, table: &ZendHashTable, depth: usize, shared: bool) -> Option<()> {
        self.buffer.append_number(b'a', table.nNumOfElements, b':');
        self.buffer.append(b"{");
        // SAFETY: the caller vouches for the table, and so for its elements.
        unsafe {
            let immutable = table.gc.u.type_info & ffi::GC_IMMUTABLE != 0;
            let shared = shared || (!immutable && table.gc.refcount > 1);
            for (key, value) in elements(table) {
                match key {
                    KeyRef::Number(number) => self.int(number),
                    KeyRef::String(text) => self.string(text),
                }
                self.element(value, depth, shared)?;
            }
        }
        self.buffer.append(b"}");
        Some(())
    }

    unsafe fn object(&mut self, object: *mut ZendObject, depth: usize, shared: bool) -> Option<()> {
        // SAFETY: a live object of a linked class, whose slots lie where its properties say.
        unsafe {
            if shared || (*object).gc.refcount > 1 {
                if let Some(number) = self.known.number_of(object) {
                    self.buffer.append_number(b'r', number, b';');
                    return Some(());
                }
                self.known.add(self.values, object)?;
            }
            let class = &*(*object).ce;
            if class.ce_flags & ffi::ZEND_ACC_ENUM != 0 {
                return self.case(object);
            }
            // An object with a table of properties may have more than the declared ones.
            if !is_ordinary(&*object) || !(*object).properties.is_null() {
                return None;
            }
            let shape = Shape::of(class);
            if !shape.is_written_plain {
                return None;
            }
            let is_message = depth + 1 == DEPTH;
            if is_message && shape.writing.is_paused() {
                return None;
            }
            let written = self.properties(object, &shape, depth);
            shape.writing.note(written.is_some());
            written
        }
    }

    #[inline(always)]
    unsafe fn properties(
        &mut self,
        object: *mut ZendObject,
        shape: &Shape,
        depth: usize,
    ) -> Option<()> {
        // SAFETY: as in `object`, which found out the shape.
        unsafe {
            let values = shape
                .properties
                .iter()
                .map(|property| slot(object, property.info));
            let is_set = |value: *mut Zval| u32::from((*value).u1.v.type_) != ffi::IS_UNDEF;
            let count = values.clone().filter(|&value| is_set(value)).count();
            if count == shape.properties.len() {
                self.buffer.append(&shape.start);
            } else {
                self.buffer.append_quoted(b'O', shape.name, b':');
                self.buffer.append_length(count);
                self.buffer.append(b":{");
            }
            for (property, value) in shape.properties.iter().zip(values) {
                if is_set(value) {
                    self.buffer.append(&property.key);
                    self.element(&*value, depth, false)?;
                }
            }
        }
        self.buffer.append(b"}");
        Some(())
    }

    /// Writes an enum case: `E:8:"Suit:Two";`
    unsafe fn case(&mut self, object: *mut ZendObject) -> Option<()> {
        // SAFETY: the first property of a case is its name.
        unsafe {
            let class = (*(*(*object).ce).name).as_bytes();
            let name = (*object).properties_table[0].zend_str()?.as_bytes();
            let len = class.len() + 1 + name.len();
            self.buffer.append_number(b'E', len, b':');
            self.buffer.append(b"\"");
            self.buffer.append(class);
            self.buffer.append(b":");
            self.buffer.append(name);
            self.buffer.append(b"\";");
        }
        Some(())
    }
}
