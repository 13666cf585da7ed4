//! JSON of plain objects.

use super::super::buffer::Buffer;
use super::super::plain::{
    DEPTH, KeyRef, Shape, digits_of, elements, is_ordinary, json_text, slot,
};
use super::super::{Object, PhpString};
use ext_php_rs::ffi;
use ext_php_rs::types::{ZendHashTable, ZendObject, Zval};
use std::io::{self, Write};

/// `prefix`, then an object as JSON, as json_encode() writes it. Each object becomes a map: its class
/// under `class_key`, which needs no escapes, then its properties by plain name. `None` if the object
/// is not plain.
pub fn write_plain(prefix: &[u8], object: &Object, class_key: &str) -> Option<PhpString> {
    let mut writer = Writer {
        buffer: Buffer::new(),
        class_key,
    };
    writer.buffer.append(prefix);
    // SAFETY: the caller's object is live, and no PHP code runs that could change what it holds.
    unsafe { writer.object(object.as_ptr(), DEPTH)? };
    Some(writer.buffer.finish())
}

struct Writer<'a> {
    buffer: Buffer,
    class_key: &'a str,
}

/// Callers of unsafe methods pass live values, which stay unchanged meanwhile.
impl Writer<'_> {
    /// Writes a value at most `depth` levels deep. PHP references are followed.
    unsafe fn value(&mut self, value: &Zval, depth: usize) -> Option<()> {
        // SAFETY: the type says which member of the union there is, and that it is live.
        unsafe {
            match u32::from(value.u1.v.type_) {
                ffi::IS_NULL => self.buffer.append(b"null"),
                ffi::IS_FALSE => self.buffer.append(b"false"),
                ffi::IS_TRUE => self.buffer.append(b"true"),
                ffi::IS_LONG => self.int(value.value.lval),
                ffi::IS_DOUBLE => self.float(value.value.dval)?,
                ffi::IS_STRING => self.string((*value.value.str_).as_bytes())?,
                ffi::IS_ARRAY => self.array(&*value.value.arr, depth.checked_sub(1)?)?,
                ffi::IS_OBJECT => self.object(value.value.obj, depth.checked_sub(1)?)?,
                ffi::IS_REFERENCE => self.value(&(*value.value.ref_).val, depth)?,
                _ => return None,
            }
        }
        Some(())
    }

    fn int(&mut self, number: i64) {
        self.buffer
            .append(itoa::Buffer::new().format(number).as_bytes());
    }

    fn float(&mut self, number: f64) -> Option<()> {
        let number = Some(number).filter(|number| number.is_finite())?;
        self.buffer.append(digits_of(number, b'e')?.as_bytes());
        Some(())
    }

    fn string(&mut self, bytes: &[u8]) -> Option<()> {
        serde_json::to_writer(Appender(&mut self.buffer), json_text(bytes)?).ok()
    }

    /// Writes a key, always as a string.
    fn key(&mut self, key: KeyRef<'_>) -> Option<()> {
        match key {
            KeyRef::String(text) => self.string(text)?,
            KeyRef::Number(number) => {
                self.buffer.append(b"\"");
                self.int(number);
                self.buffer.append(b"\"");
            }
        }
        self.buffer.append(b":");
        Some(())
    }

    unsafe fn array(&mut self, table: &ZendHashTable, depth: usize) -> Option<()> {
        // SAFETY: the caller vouches for the table, and so for its elements.
        unsafe {
            let is_list = (0..)
                .zip(elements(table))
                .all(|(index, (key, _))| matches!(key, KeyRef::Number(number) if number == index));
            self.buffer.append(if is_list { b"[" } else { b"{" });
            for (index, (key, value)) in elements(table).enumerate() {
                if index > 0 {
                    self.buffer.append(b",");
                }
                if !is_list {
                    self.key(key)?;
                }
                self.value(value, depth)?;
            }
            self.buffer.append(if is_list { b"]" } else { b"}" });
        }
        Some(())
    }

    unsafe fn object(&mut self, object: *mut ZendObject, depth: usize) -> Option<()> {
        // SAFETY: a live object of a linked class, whose slots lie where its properties say.
        unsafe {
            // An object with a table of properties may have more than the declared ones.
            if !is_ordinary(&*object) || !(*object).properties.is_null() {
                return None;
            }
            let shape = Shape::of(&*(*object).ce);
            let json = shape.json().filter(|_| shape.is_written_plain)?;
            self.buffer.append(b"{\"");
            self.buffer.append(self.class_key.as_bytes());
            self.buffer.append(b"\":");
            self.buffer.append(&json.name);
            for (property, key) in shape.properties.iter().zip(&json.keys) {
                let value = &*slot(object, property.info);
                if property.name == self.class_key.as_bytes() {
                    return None;
                }
                if u32::from(value.u1.v.type_) != ffi::IS_UNDEF {
                    self.buffer.append(b",");
                    self.buffer.append(key);
                    self.value(value, depth)?;
                }
            }
        }
        self.buffer.append(b"}");
        Some(())
    }
}

/// Lets serde_json write to a buffer.
struct Appender<'a>(&'a mut Buffer);

impl Write for Appender<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.append(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
