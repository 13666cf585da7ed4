//! What json_decode() takes, and the objects that are made of it.

use super::classes::{Classes, Known};
use crate::serialization::json_map::CLASS_KEY;
use crate::zend::{FoundClass, Result, list_size, map_size, string_size};
use std::borrow::Cow;

/// How deep json_decode() goes.
const DEPTH: usize = 512;

/// The place of an object among all, which doubles when it is full.
const BESIDE_OBJECT: usize = 24;

/// What a message in JSON takes, at the most: the arrays that json_decode() makes, and what is made
/// of them while they are there.
///
/// # Errors
/// exit() in an autoloader.
pub fn footprint(payload: &[u8]) -> Result<usize> {
    let mut count = Count {
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
    // The copy that is decoded; or, where that fails, the text that says so.
    let text = string_size(payload.len());
    Ok(count.total().saturating_add(2 * text))
}

/// An array whose end has not been read.
#[derive(Debug, Clone, Copy)]
struct Open<'a> {
    is_map: bool,
    /// How many elements were begun, after the first.
    commas: usize,
    is_empty: bool,
    /// Bytes of the keys, as strings.
    keys: usize,
    /// Whether the next string is a key.
    expects_key: bool,
    /// Whether the next string names the class.
    expects_class: bool,
    class: Option<&'a [u8]>,
}

struct Count<'a> {
    classes: Classes<'a>,
    open: Vec<Open<'a>>,
    bytes: usize,
    /// The room of the largest array: a table that grows is there twice for a moment.
    largest_table: usize,
}

impl<'a> Count<'a> {
    fn total(&self) -> usize {
        self.bytes.saturating_add(self.largest_table / 2)
    }

    fn add(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Counts the first token, and returns what stands behind it; `None` where json_decode() reads
    /// no further.
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

    /// Notes that an element begins.
    fn begin(&mut self) {
        if let Some(array) = self.open.last_mut() {
            array.is_empty = false;
            array.expects_class = false;
        }
    }

    /// A string behind its first quote.
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

    /// Counts an array, and what is made of it.
    fn close(&mut self, array: Open<'a>) -> Result {
        let elements = array.commas + 1;
        let table = match array.is_map {
            // The empty one is there already.
            _ if array.is_empty => 0,
            true => map_size(elements),
            false => list_size(elements),
        };
        self.largest_table = self.largest_table.max(table);
        let made = match array
            .class
            .map(|name| self.classes.find(name, unescaped))
            .transpose()?
        {
            Some(Known::Class(size)) => size.object + BESIDE_OBJECT,
            Some(Known::Missing | Known::Refused) => 0,
            // Another array, of what is made of its elements.
            None => table + array.keys,
        };
        self.add(table + made);
        Ok(())
    }
}

/// The string that is written so, where it is a name of a class or a property.
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
            // Letters stand for characters that no name has.
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
