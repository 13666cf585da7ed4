//! What unserialize() takes.
//!
//! The payload's tokens are counted, one after the other and without regard to their nesting: what
//! unserialize() would not read is at worst counted too much.

use super::classes::{Classes, Known, ObjectSize};
use crate::zend::{AllowedClasses, FoundClass, Result, map_size, string_size};
use std::borrow::Cow;

/// A place among the values that others may refer to. Half of the values are keys, which have none.
const PLACE: usize = 4;

/// What is kept beside an object: its place among all objects, which doubles when it is full, and
/// places among what is to wake up.
const BESIDE_OBJECT: usize = 24 + 32;

/// The table of values that others may refer to comes in such blocks.
const PLACES: usize = 16 * 1024;

/// What `R:` makes: a value that two places share.
const REFERENCE: usize = 32;

/// What a class of the engine may keep beside its properties.
const STATE: usize = 256;

/// What it may keep for each token of its data, in a list of its own.
const STATE_OF_TOKEN: usize = 20;

/// What it may keep for each object in its data: a place in a table that doubles when it is full.
const STATE_OF_OBJECT: usize = 130;

/// What stands for objects of classes that are missing or not allowed.
const INCOMPLETE: &[u8] = b"__PHP_Incomplete_Class";

/// What unserialize() takes for a payload, at the most.
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
    // A payload that turns out to be malformed becomes the text of a message.
    let text = string_size(payload.len());
    Ok(count.total() + text)
}

struct Count<'a> {
    allowed: &'a AllowedClasses,
    classes: Classes<'a>,
    bytes: usize,
    /// The room of the largest array: a table that grows is there twice for a moment.
    largest_table: usize,
    tokens: usize,
    /// How many of the tokens are objects, or refer to what may be one.
    objects: usize,
    /// Whether there is an object of a class of the engine that makes what it likes of its data.
    keeps_state: bool,
}

impl<'a> Count<'a> {
    fn total(&self) -> usize {
        let state = match self.keeps_state {
            true => self.tokens * STATE_OF_TOKEN + self.objects * STATE_OF_OBJECT,
            false => 0,
        };
        self.bytes
            .saturating_add(self.tokens * PLACE + PLACES + state)
            .saturating_add(self.largest_table / 2)
    }

    /// Counts the first token, and returns what stands behind it; `None` where unserialize() reads
    /// no further.
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
                // Most are short.
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
        let (elements, rest) = claim(bytes)?;
        // The empty one is there already.
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
        let Some((elements, rest)) = claim(rest) else {
            return Ok(None);
        };
        let Some(size) = self.class(name)? else {
            return Ok(None);
        };
        // The data, or the table of all properties.
        self.add_table(match size.takes_array {
            true => elements,
            false => elements.saturating_add(size.properties),
        });
        Ok(Some(rest))
    }

    /// `:3:"App":5:{hello}`, which the class reads itself: often it is serialized data again.
    fn custom(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>> {
        let Some((name, rest)) = quoted(bytes) else {
            return Ok(None);
        };
        let Some((len, rest)) = claim(rest) else {
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
            // What is no token may stand before one.
            data = self.token(data)?.unwrap_or(&data[1..]);
        }
        Ok(Some(behind))
    }

    /// Counts an object of the class of this name without its table; `None` where there are none.
    fn class(&mut self, name: &'a [u8]) -> Result<Option<ObjectSize>> {
        self.add(BESIDE_OBJECT);
        let found = match self.allowed.allows(&name.to_ascii_lowercase()) {
            true => self.classes.find(name, Cow::Borrowed)?,
            false => Known::Missing,
        };
        let size = match found {
            Known::Class(size) => size,
            Known::Refused => return Ok(None),
            Known::Missing => {
                // It keeps its name, as a property.
                self.add(string_size(name.len()) + map_size(1));
                match self.classes.find(INCOMPLETE, Cow::Borrowed)? {
                    Known::Class(size) => size,
                    Known::Missing | Known::Refused => return Ok(None),
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

/// `:3:"abc"`, and what stands behind it.
fn quoted(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (len, rest) = number(bytes)?;
    let rest = rest.strip_prefix(b":\"")?;
    let (text, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    Some((text, rest.strip_prefix(b"\"")?))
}

/// `:2:{`, where no more is claimed than bytes follow, and what stands behind it.
fn claim(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (claimed, rest) = number(bytes)?;
    let claimed = usize::try_from(claimed).ok()?;
    let rest = rest.strip_prefix(b":{")?;
    (claimed <= rest.len() + 2).then_some((claimed, rest))
}

/// `:-12`, and what stands behind it. To unserialize(), a number that is too large is 0.
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

/// How many bytes a text of `len` bytes takes in which `\61` stands for one.
fn escaped(bytes: &[u8], len: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..len {
        at += if *bytes.get(at)? == b'\\' { 3 } else { 1 };
    }
    Some(at)
}
