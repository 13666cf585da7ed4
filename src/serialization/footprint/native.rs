//! The memory that unserialize() takes.
//!
//! We count the payload's tokens one after the other and ignore their nesting. Where unserialize()
//! would stop reading, we count too much at worst.

use super::classes::{Classes, Lookup, ObjectSize};
use crate::zend::{AllowedClasses, FoundClass, Result, map_size, string_size};
use std::borrow::Cow;

/// Bytes per token in the table of values that references may refer to: 8 per value, and half of the
/// tokens are keys, which have none.
const VALUE_ENTRY: usize = 4;

/// Bytes per object outside of it: in the table of all objects, which doubles when it is full, and in
/// the list of delayed `__wakeup()` calls.
const OBJECT_ENTRY: usize = 24 + 32;

/// Bytes of a block of the table of values that references may refer to.
const VALUE_TABLE_BLOCK: usize = 16 * 1024;

/// Bytes of the PHP reference that `R:` makes.
const REFERENCE: usize = 32;

/// Bytes of native state that an object of an engine class may hold.
const STATE: usize = 256;

/// Bytes of native state per token of its data, in a list of its own.
const STATE_PER_TOKEN: usize = 20;

/// Bytes of native state per object in its data, in a table that doubles when it is full.
const STATE_PER_OBJECT: usize = 130;

/// The class of objects whose own class is missing or not allowed.
const INCOMPLETE: &[u8] = b"__PHP_Incomplete_Class";

/// An upper bound of the memory that unserialize() takes for a payload.
///
/// # Errors
/// exit() in an autoloader.
pub fn footprint(payload: &[u8], allowed: &AllowedClasses) -> Result<usize> {
    let mut count = Count {
        allowed,
        classes: Classes::new(FoundClass::by_serialized_name, FoundClass::instantiate),
        bytes: 0,
        largest_table: 0,
        tokens: 0,
        objects: 0,
        keeps_state: false,
    };
    let mut rest = payload;
    while let Some(behind) = count.token(rest)? {
        rest = behind;
    }
    // A malformed payload becomes the text of a message.
    let text = string_size(payload.len());
    Ok(count.total() + text)
}

struct Count<'a> {
    allowed: &'a AllowedClasses,
    classes: Classes<'a>,
    bytes: usize,
    /// Bytes of the largest array: a table that grows exists twice for a moment.
    largest_table: usize,
    tokens: usize,
    /// The number of tokens that are objects or references, which may lead to objects.
    objects: usize,
    /// Whether there is an object that builds native state from its data.
    keeps_state: bool,
}

impl<'a> Count<'a> {
    fn total(&self) -> usize {
        let state = match self.keeps_state {
            true => self.tokens * STATE_PER_TOKEN + self.objects * STATE_PER_OBJECT,
            false => 0,
        };
        self.bytes
            .saturating_add(self.tokens * VALUE_ENTRY + VALUE_TABLE_BLOCK + state)
            .saturating_add(self.largest_table / 2)
    }

    /// Counts the first token, and returns the bytes behind it; `None` where unserialize() stops.
    fn token(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>> {
        let Some((&kind, rest)) = bytes.split_first() else {
            return Ok(None);
        };
        if kind == b'}' {
            return Ok(Some(rest));
        }
        self.tokens += 1;
        self.objects += usize::from(matches!(kind, b'O' | b'C' | b'E' | b'r' | b'R'));
        match kind {
            b's' | b'S' => Ok(self.string(rest, kind == b'S')),
            b'a' => Ok(self.array(rest)),
            b'O' => self.object(rest),
            b'C' => self.custom(rest),
            b'E' => Ok(quoted(rest).map(|(_, rest)| rest.strip_prefix(b";").unwrap_or(rest))),
            _ => {
                if kind == b'R' {
                    self.add(REFERENCE);
                }
                // Most tokens are short.
                let end = rest.iter().position(|&byte| byte == b';');
                Ok(end.map(|end| &rest[end + 1..]))
            }
        }
    }

    fn add(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn add_table(&mut self, elements: usize) {
        let size = map_size(elements);
        self.largest_table = self.largest_table.max(size);
        self.add(size);
    }

    /// `:3:"abc";`
    fn string(&mut self, bytes: &'a [u8], is_escaped: bool) -> Option<&'a [u8]> {
        let (len, rest) = number(bytes)?;
        let rest = rest.strip_prefix(b":\"")?;
        let len = usize::try_from(len).ok()?;
        let end = if is_escaped { escaped(rest, len)? } else { len };
        let behind = rest.get(end..)?;
        self.add(string_size(len));
        let behind = behind.strip_prefix(b"\"")?;
        Some(behind.strip_prefix(b";").unwrap_or(behind))
    }

    /// `:2:{`
    fn array(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let (elements, rest) = announced(bytes)?;
        // The engine has one empty array for all.
        if elements > 0 {
            self.add_table(elements);
        }
        Some(rest)
    }

    /// `:3:"App":2:{`
    fn object(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>> {
        let Some((name, rest)) = quoted(bytes) else {
            return Ok(None);
        };
        let Some((elements, rest)) = announced(rest) else {
            return Ok(None);
        };
        let Some(size) = self.class(name)? else {
            return Ok(None);
        };
        // unserialize() makes a table of the data, or of all properties.
        self.add_table(match size.takes_array {
            true => elements,
            false => elements.saturating_add(size.properties),
        });
        Ok(Some(rest))
    }

    /// `:3:"App":5:{hello}`: the class reads the data itself, which is often serialized again.
    fn custom(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>> {
        let Some((name, rest)) = quoted(bytes) else {
            return Ok(None);
        };
        let Some((len, rest)) = announced(rest) else {
            return Ok(None);
        };
        if self.class(name)?.is_none() {
            return Ok(None);
        }
        let Some((mut data, behind)) = rest.split_at_checked(len) else {
            return Ok(None);
        };
        self.add(string_size(len) + STATE);
        self.keeps_state = true;
        while !data.is_empty() {
            // Other bytes may precede a token.
            data = self.token(data)?.unwrap_or(&data[1..]);
        }
        Ok(Some(behind))
    }

    /// Counts an object of this class, without its table; `None` if the class has no objects.
    fn class(&mut self, name: &'a [u8]) -> Result<Option<ObjectSize>> {
        self.add(OBJECT_ENTRY);
        let found = match self.allowed.allows(name) {
            true => self.classes.find(name, Cow::Borrowed)?,
            false => Lookup::Missing,
        };
        let size = match found {
            Lookup::Class(size) => size,
            Lookup::Refused => return Ok(None),
            Lookup::Missing => {
                // The object keeps the name of its class in a property.
                self.add(string_size(name.len()) + map_size(1));
                match self.classes.find(INCOMPLETE, Cow::Borrowed)? {
                    Lookup::Class(size) => size,
                    Lookup::Missing | Lookup::Refused => return Ok(None),
                }
            }
        };
        self.add(size.object);
        if size.takes_array && size.has_own_state {
            self.add(STATE);
            self.keeps_state = true;
        }
        Ok(Some(size))
    }
}

/// Reads `:3:"abc"`; returns the text and the rest.
fn quoted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = number(bytes)?;
    let rest = rest.strip_prefix(b":\"")?;
    let (text, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    Some((text, rest.strip_prefix(b"\"")?))
}

/// Reads `:2:{`; returns the number of elements and the rest. `None` if fewer bytes follow.
fn announced(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (elements, rest) = number(bytes)?;
    let elements = usize::try_from(elements).ok()?;
    let rest = rest.strip_prefix(b":{")?;
    (elements <= rest.len() + 2).then_some((elements, rest))
}

/// Reads `:-12`; returns the number and the rest. unserialize() takes a number that is too large for 0.
fn number(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let bytes = bytes.strip_prefix(b":")?;
    let (negative, mut rest) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let mut number = Some(0_i64);
    rest.first().filter(|first| first.is_ascii_digit())?;
    while let &[digit @ b'0'..=b'9', ref behind @ ..] = rest {
        let shifted = number.and_then(|number| number.checked_mul(10));
        number = shifted.and_then(|number| number.checked_add(i64::from(digit - b'0')));
        rest = behind;
    }
    let number = number.unwrap_or(0);
    Some((if negative { -number } else { number }, rest))
}

/// The written length of a text of `len` bytes, in which `\61` stands for one byte.
fn escaped(bytes: &[u8], len: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..len {
        at += if *bytes.get(at)? == b'\\' { 3 } else { 1 };
    }
    Some(at)
}
