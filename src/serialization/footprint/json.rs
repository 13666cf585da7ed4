//! The memory that json_decode() takes, and the objects made from its result.

use super::classes::{Classes, Lookup};
use crate::serialization::json_map::CLASS_KEY;
use crate::zend::{AllowedClasses, FoundClass, Result, list_size, map_size, string_size};
use std::borrow::Cow;

/// The deepest nesting that json_decode() accepts.
const DEPTH: usize = 512;

/// Bytes per object in the table of all objects, which doubles when it is full.
const OBJECT_ENTRY: usize = 24;

/// An upper bound of the memory that a message in JSON takes: the arrays that json_decode() makes, and
/// the objects made from them while they exist.
///
/// # Errors
/// exit() in an autoloader.
pub fn footprint(payload: &[u8], allowed: &AllowedClasses) -> Result<usize> {
    let mut count = Count {
        allowed,
        classes: Classes::new(
            FoundClass::by_name,
            FoundClass::instantiate_without_constructor,
        ),
        open: Vec::new(),
        bytes: 0,
        largest_table: 0,
    };
    let mut rest = payload;
    while let Some(behind) = count.token(rest)? {
        rest = behind;
    }
    while let Some(array) = count.open.pop() {
        count.close(array)?;
    }
    // PHP decodes a copy. If that fails, the payload becomes the text of an error instead.
    let text = string_size(payload.len());
    Ok(count.total().saturating_add(2 * text))
}

/// An array whose end has not been read.
#[derive(Debug, Clone, Copy)]
struct Open<'a> {
    is_map: bool,
    /// The number of elements after the first.
    commas: usize,
    is_empty: bool,
    /// Bytes of memory that the keys take.
    keys: usize,
    /// Whether the next string is a key.
    expects_key: bool,
    /// Whether the next string is the name of the class.
    expects_class: bool,
    class: Option<&'a [u8]>,
}

struct Count<'a> {
    allowed: &'a AllowedClasses,
    classes: Classes<'a>,
    open: Vec<Open<'a>>,
    bytes: usize,
    /// Bytes of the largest array: a table that grows exists twice for a moment.
    largest_table: usize,
}

impl<'a> Count<'a> {
    fn total(&self) -> usize {
        self.bytes.saturating_add(self.largest_table / 2)
    }

    fn add(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Counts the first token, and returns the bytes behind it; `None` where json_decode() stops.
    fn token(&mut self, bytes: &'a [u8]) -> Result<Option<&'a [u8]>> {
        let Some((&kind, rest)) = bytes.split_first() else {
            return Ok(None);
        };
        match kind {
            b'{' | b'[' => {
                self.begin();
                if self.open.len() > DEPTH {
                    return Ok(None);
                }
                self.open.push(Open {
                    is_map: kind == b'{',
                    commas: 0,
                    is_empty: true,
                    keys: 0,
                    expects_key: kind == b'{',
                    expects_class: false,
                    class: None,
                });
            }
            b'}' | b']' => {
                let Some(array) = self.open.pop() else {
                    return Ok(None);
                };
                self.close(array)?;
            }
            b',' => {
                if let Some(array) = self.open.last_mut() {
                    array.commas += 1;
                    array.expects_key = array.is_map;
                }
            }
            b':' => {
                if let Some(array) = self.open.last_mut() {
                    array.expects_key = false;
                }
            }
            b'"' => return Ok(self.string(rest)),
            b' ' | b'\t' | b'\n' | b'\r' => {}
            _ => self.begin(),
        }
        Ok(Some(rest))
    }

    /// Begins an element.
    fn begin(&mut self) {
        if let Some(array) = self.open.last_mut() {
            array.is_empty = false;
            array.expects_class = false;
        }
    }

    /// Counts a string, given the bytes behind its first quote.
    fn string(&mut self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let mut end = 0;
        loop {
            end += memchr::memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes[end] == b'"' {
                break;
            }
            end += 2;
        }
        let text = &bytes[..end];
        let size = string_size(end);
        self.add(size);
        if let Some(array) = self.open.last_mut() {
            array.is_empty = false;
            if array.expects_key {
                array.keys += size;
                array.expects_class = *unescaped(text) == *CLASS_KEY.as_bytes();
            } else if std::mem::take(&mut array.expects_class) {
                array.class = Some(text);
            }
        }
        Some(&bytes[end + 1..])
    }

    /// Looks up the class that a map names. One that is not allowed is not loaded.
    fn class(&mut self, name: &'a [u8]) -> Result<Lookup> {
        match self.allowed.allows(&unescaped(name).to_ascii_lowercase()) {
            true => self.classes.find(name, unescaped),
            false => Ok(Lookup::Missing),
        }
    }

    /// Counts an array, and the object or array made from it.
    fn close(&mut self, array: Open<'a>) -> Result {
        let elements = array.commas + 1;
        let table = match array.is_map {
            // The engine has one empty array for all.
            _ if array.is_empty => 0,
            true => map_size(elements),
            false => list_size(elements),
        };
        self.largest_table = self.largest_table.max(table);
        let made = match array.class.map(|name| self.class(name)).transpose()? {
            Some(Lookup::Class(size)) => size.object + OBJECT_ENTRY,
            Some(Lookup::Missing | Lookup::Refused) => 0,
            // A map without a class becomes another array.
            None => table + array.keys,
        };
        self.add(table + made);
        Ok(())
    }
}

/// Decodes a string, as far as names of classes and properties need it.
fn unescaped(written: &[u8]) -> Cow<'_, [u8]> {
    let Some(first) = memchr::memchr(b'\\', written) else {
        return Cow::Borrowed(written);
    };
    let mut text = written[..first].to_vec();
    let mut rest = &written[first..];
    let mut units = Vec::new();
    loop {
        if let [b'\\', b'u', behind @ ..] = rest
            && let Some(unit) = behind.first_chunk::<4>().and_then(hexadecimal)
        {
            units.push(unit);
            rest = &behind[4..];
            continue;
        }
        text.extend(String::from_utf16_lossy(&units).bytes());
        units.clear();
        rest = match rest {
            [] => return Cow::Owned(text),
            // Escapes with letters stand for characters that no name contains.
            [b'\\', escaped, behind @ ..] => {
                text.push(if escaped.is_ascii_alphabetic() {
                    0
                } else {
                    *escaped
                });
                behind
            }
            [byte, behind @ ..] => {
                text.push(*byte);
                behind
            }
        };
    }
}

fn hexadecimal(digits: &[u8; 4]) -> Option<u16> {
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}
