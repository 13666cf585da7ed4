//! Whole values, and values without references.

use super::scan::{MAX_DEPTH, Scanner, Token, deeper};
use super::value::{Key, Object, Value};
use super::write;
use super::{Error, Result};
use std::collections::HashMap;
use std::ptr;

/// The value a payload begins with.
pub fn value(payload: &[u8]) -> Result<Value> {
    read(&mut Scanner::new(payload))
}

fn read(scanner: &mut Scanner<'_>) -> Result<Value> {
    Ok(match scanner.token()? {
        Token::Null => Value::Null,
        Token::Bool(value) => Value::Bool(value),
        Token::Int(number) => Value::Int(number),
        Token::Float(number) => Value::Float(number),
        Token::String(bytes) => Value::String(bytes.into()),
        Token::Array { len } => Value::Array(pairs(scanner, len, array_key)?),
        Token::Object { class, len } => Value::Object(Object {
            class: class.to_owned(),
            properties: pairs(scanner, len, |name| Key::from(name))?,
        }),
        Token::Enum { class, case } => Value::Enum {
            class: class.to_owned(),
            case: case.to_owned(),
        },
        Token::Custom { class, data } => Value::Custom {
            class: class.to_owned(),
            data: data.into(),
        },
        Token::SameObject(number) => Value::SameObject(number),
        Token::Reference(number) => Value::Reference(number),
    })
}

fn pairs(
    scanner: &mut Scanner<'_>,
    len: usize,
    key: fn(&[u8]) -> Key,
) -> Result<Vec<(Key, Value)>> {
    // Grown as they come: a payload may announce any number.
    let mut pairs = Vec::new();
    for _ in 0..len {
        let key = match scanner.key()? {
            Token::String(bytes) => key(bytes),
            Token::Int(number) => Key::Int(number),
            _ => unreachable!("a key is an int or a string"),
        };
        pairs.push((key, deeper(|| read(scanner))?));
    }
    scanner.close()?;
    Ok(pairs)
}

impl From<&[u8]> for Key {
    fn from(bytes: &[u8]) -> Self {
        Self::String(bytes.into())
    }
}

/// The key as which PHP keeps a string in an array: an int where it looks like one.
pub fn array_key(text: &[u8]) -> Key {
    let number = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse::<i64>().ok());
    match number {
        Some(number) if number.to_string().as_bytes() == text => Key::Int(number),
        _ => Key::from(text),
    }
}

/// The payload with copies in the place of references.
pub fn without_references(payload: &[u8]) -> Result<Vec<u8>> {
    const ALWAYS: usize = 1024 * 1024;
    const TIMES: usize = 16;
    let root = value(payload)?;
    let mut copier = Copier {
        numbered: Vec::new(),
        targets: HashMap::new(),
        within: Vec::new(),
        bytes: Vec::new(),
        len: payload.len(),
        limit: ALWAYS.max(payload.len().saturating_mul(TIMES)),
    };
    copier.number(&root)?;
    copier.copy(&root)?;
    Ok(copier.bytes)
}

struct Copier<'a> {
    /// The values in the order in which PHP numbers them, from 1.
    numbered: Vec<&'a Value>,
    /// Where references lead, by the place where they stand.
    targets: HashMap<*const Value, &'a Value>,
    /// The values around the one that is copied.
    within: Vec<*const Value>,
    bytes: Vec<u8>,
    len: usize,
    limit: usize,
}

impl<'a> Copier<'a> {
    /// Numbers a value and those in it, and finds where references lead: to what was numbered
    /// before them. A reference to a value is that value, and has no number of its own; an object
    /// that stands there once more has one (var_unserializer.re).
    fn number(&mut self, value: &'a Value) -> Result<()> {
        match *value {
            Value::Reference(number) => {
                self.targets.insert(value, self.referred(number)?);
            }
            Value::SameObject(number) => {
                let object = self.referred(number)?;
                if !is_object(object) {
                    let problem = "a value that is no object";
                    return Err(Error::Reference { number, problem });
                }
                self.targets.insert(value, object);
                self.numbered.push(object);
            }
            _ => self.numbered.push(value),
        }
        for (_, element) in elements(value) {
            self.number(element)?;
        }
        Ok(())
    }

    fn referred(&self, number: usize) -> Result<&'a Value> {
        let problem = "no value before it";
        let index = number.checked_sub(1);
        let found = index.and_then(|index| self.numbered.get(index));
        found.copied().ok_or(Error::Reference { number, problem })
    }

    fn copy(&mut self, value: &'a Value) -> Result<()> {
        let (Value::SameObject(number) | Value::Reference(number)) = *value else {
            return self.write(value);
        };
        let target = self.targets[&ptr::from_ref(value)];
        if self.within.contains(&ptr::from_ref(target)) {
            let problem = "a value that contains it; Value::parse() reads such";
            return Err(Error::Reference { number, problem });
        }
        self.write(target)
    }

    fn write(&mut self, value: &'a Value) -> Result<()> {
        if self.within.len() > MAX_DEPTH {
            let (at, max) = (self.bytes.len(), MAX_DEPTH);
            return Err(Error::TooDeep { at, max });
        }
        self.within.push(value);
        write::start(&mut self.bytes, value);
        for (key, element) in elements(value) {
            write::key(&mut self.bytes, key);
            deeper(|| self.copy(element))?;
        }
        write::end(&mut self.bytes, value);
        self.within.pop();
        if self.bytes.len() > self.limit {
            let (len, limit) = (self.len, self.limit);
            return Err(Error::TooManyCopies { len, limit });
        }
        Ok(())
    }
}

fn is_object(value: &Value) -> bool {
    matches!(
        value,
        Value::Object(_) | Value::Enum { .. } | Value::Custom { .. }
    )
}

fn elements(value: &Value) -> &[(Key, Value)] {
    match value {
        Value::Array(pairs) => pairs,
        Value::Object(object) => &object.properties,
        _ => &[],
    }
}
