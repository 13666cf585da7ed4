//! unserialize() for plain values.

use super::super::lookup::LowerName;
use super::super::plain::{DEPTH, Key, Shape, Table, empty_array, set};
use super::super::{Object, ToValue};
use super::known::Known;
use super::{AllowedClasses, context};
use ext_php_rs::ffi;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ClassEntry;
use std::mem::ManuallyDrop;
use std::ptr;
use std::rc::Rc;

/// The value at the start of the bytes and its length; `None` if it is malformed or not plain.
/// `values_before` values precede it.
pub(super) fn read(
    bytes: &[u8],
    values_before: usize,
    classes: &AllowedClasses,
) -> Option<(Zval, usize)> {
    let mut reader = Reader {
        rest: bytes,
        classes,
        values: values_before,
        known: Known::new(),
        max_depth: None,
    };
    let value = reader.value(0)?;
    Some((value, bytes.len() - reader.rest.len()))
}

struct Reader<'a> {
    /// The bytes not yet read.
    rest: &'a [u8],
    classes: &'a AllowedClasses,
    /// The number of values read, which is the number of the last one.
    values: usize,
    /// The complete objects and enum cases.
    known: Known,
    /// The deepest nesting that PHP's setting allows, once it was looked up.
    max_depth: Option<usize>,
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Zval> {
        self.values += 1;
        let (kind, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        match kind {
            b"N;" => Some(Zval::null()),
            b"b:" if self.skip(b"0;").is_some() => Some(false.to_value()),
            b"b:" if self.skip(b"1;").is_some() => Some(true.to_value()),
            b"i:" => self.int().map(ToValue::to_value),
            b"d:" => self.float().map(ToValue::to_value),
            b"s:" => {
                let bytes = self.quoted()?;
                self.skip(b";")?;
                Some(bytes.to_value())
            }
            b"a:" => self.array(depth),
            b"O:" => {
                let number = self.values;
                let object = self.object(depth)?;
                self.known.keep(number, object.as_ptr());
                Some(object.to_value())
            }
            b"E:" => {
                let case = self.case()?;
                self.known.keep(self.values, case.as_ptr());
                Some(case.to_value())
            }
            b"r:" => {
                let number = self.len()?;
                self.skip(b";")?;
                let object = self.known.by_number(number)?;
                // SAFETY: the value read so far holds the object; we add a reference.
                let object = unsafe { ManuallyDrop::new(Object::from_raw(object)) };
                Some(Object::clone(&object).to_value())
            }
            _ => None,
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

    /// Skips the expected bytes; `None` if others follow.
    fn skip<const N: usize>(&mut self, expected: &[u8; N]) -> Option<()> {
        let (found, rest) = self.rest.split_first_chunk()?;
        if found != expected {
            return None;
        }
        self.rest = rest;
        Some(())
    }

    /// Reads a number without a sign; `None` if 64 bits do not hold it.
    fn number(&mut self) -> Option<u64> {
        let (&[first @ b'0'..=b'9'], mut rest) = self.rest.split_first_chunk()? else {
            return None;
        };
        let mut number = u64::from(first - b'0');
        while let &[digit @ b'0'..=b'9', ref behind @ ..] = rest {
            number = number
                .checked_mul(10)?
                .checked_add(u64::from(digit - b'0'))?;
            rest = behind;
        }
        self.rest = rest;
        Some(number)
    }

    fn len(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// `-5;`
    fn int(&mut self) -> Option<i64> {
        let negative = self.skip(b"-").is_some();
        let number = i64::try_from(self.number()?).ok()?;
        self.skip(b";")?;
        Some(if negative { -number } else { number })
    }

    /// `1.5E-7;`
    fn float(&mut self) -> Option<f64> {
        let text = self.rest;
        let negative = self.skip(b"-").is_some();
        if self.skip(b"INF;").is_some() {
            return Some(if negative {
                f64::NEG_INFINITY
            } else {
                f64::INFINITY
            });
        }
        // A number begins with a digit, not with its point.
        self.rest.first().filter(|byte| byte.is_ascii_digit())?;
        let len = memchr::memchr(b';', text)?;
        let mut end = ptr::null();
        // SAFETY: zend_strtod() stops at the first byte that is not part of a number, the semicolon at
        // the latest.
        let number = unsafe { ffi::zend_strtod(text.as_ptr().cast(), &raw mut end) };
        self.rest = &text[len + 1..];
        (end.addr() == text.as_ptr().addr() + len).then_some(number)
    }

    /// `3:"abc"`
    fn quoted(&mut self) -> Option<&'a [u8]> {
        let len = self.len()?;
        self.skip(b":\"")?;
        let (bytes, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        self.skip(b"\"")?;
        Some(bytes)
    }

    #[inline(never)]
    fn array(&mut self, depth: usize) -> Option<Zval> {
        let depth = self.deeper(depth)?;
        let len = self.len()?;
        self.skip(b":{")?;
        if len == 0 {
            self.skip(b"}")?;
            return Some(empty_array());
        }
        let mut array = Table::new(len);
        for _ in 0..len {
            let key = self.key()?;
            array.add(&key, self.value(depth)?)?;
        }
        self.skip(b"}")?;
        Some(array.finish())
    }

    fn key(&mut self) -> Option<Key> {
        if self.skip(b"i:").is_some() {
            return Some(Key::Number(self.int()?.cast_unsigned()));
        }
        self.skip(b"s:")?;
        let bytes = self.quoted()?;
        self.skip(b";")?;
        Key::of(bytes)
    }

    #[inline(never)]
    fn object(&mut self, depth: usize) -> Option<Object> {
        let depth = self.deeper(depth)?;
        let (shape, count) = self.start_of_object()?;
        let object = shape.instantiate()?;
        let mut declared = shape.properties.iter();
        for _ in 0..count {
            // serialize() writes properties in order of declaration. Searching only onward ensures that
            // none comes twice.
            let (property, rest) = declared.by_ref().find_map(|property| {
                let rest = self.rest.strip_prefix(&*property.key)?;
                Some((property, rest))
            })?;
            self.rest = rest;
            let value = self.value(depth)?;
            set(&object, property.info, value)?;
        }
        self.skip(b"}")?;
        Some(object)
    }

    /// The shape of a plain object and the number of properties that follow: `3:"App":2:{`.
    fn start_of_object(&mut self) -> Option<(Rc<Shape>, usize)> {
        if let Some((shape, rest)) = Shape::matching_last(self.rest)
            && self.classes.allows(&shape.lower_name)
        {
            self.rest = rest;
            let count = shape.properties.len();
            return Some((shape, count));
        }
        let name = self.quoted()?;
        let shape = Shape::of(self.class(name, true)?);
        if !shape.is_instantiable() {
            return None;
        }
        shape.remember_last();
        self.skip(b":")?;
        let count = self.len()?;
        self.skip(b":{")?;
        Some((shape, count))
    }

    /// The class of this name, if it is loaded and, with `must_be_allowed`, allowed.
    fn class(&self, name: &[u8], must_be_allowed: bool) -> Option<&'static ClassEntry> {
        let lower = LowerName::of(name)?;
        if must_be_allowed && !self.classes.allows(lower.as_bytes()) {
            return None;
        }
        lower.class()
    }

    /// An enum case: `8:"Suit:Two";`. All enums are allowed, as in unserialize().
    fn case(&mut self) -> Option<Object> {
        let case = self.quoted()?;
        self.skip(b";")?;
        let colon = memchr::memchr(b':', case)?;
        let (name, case) = (&case[..colon], &case[colon + 1..]);
        let class = self.class(name, false)?;
        if class.ce_flags & ffi::ZEND_ACC_ENUM == 0 {
            return None;
        }
        // SAFETY: a class's table of constants, which owns them. A case holds an object of the enum
        // once PHP has evaluated it; we add a reference.
        unsafe {
            let constants = &raw const class.constants_table;
            let found = ffi::zend_hash_str_find(constants, case.as_ptr().cast(), case.len());
            let constant = found.as_ref()?.value.ptr.cast::<ffi::zend_class_constant>();
            // Other constants may hold objects that are not cases.
            let object = Object::of(&(*constant).value)
                .filter(|object| ptr::eq(object.class_entry(), class))?;
            // A constant may be an alias of a case, which unserialize() refuses.
            let named = (*object.as_ptr()).properties_table[0].zend_str()?;
            (named.as_bytes() == case).then(|| object.clone())
        }
    }
}
