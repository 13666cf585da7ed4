//! Parsing whole values.

use super::Result;
use super::scan::{Scanner, Token, deeper};
use super::value::{Key, Object, Value};

/// Parses the value at the start of a payload.
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
            class: scanner.text(class)?.to_owned(),
            properties: pairs(scanner, len, |name| Key::from(name))?,
        }),
        Token::Enum { class, case } => Value::Enum {
            class: scanner.text(class)?.to_owned(),
            case: scanner.text(case)?.to_owned(),
        },
        Token::Custom { class, data } => Value::Custom {
            class: scanner.text(class)?.to_owned(),
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
    // Without a capacity: a payload may announce any number.
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

/// A string as a key of a PHP array; one that looks like an integer becomes an int.
pub fn array_key(text: &[u8]) -> Key {
    let number = std::str::from_utf8(text)
        .ok()
        .and_then(|text| text.parse::<i64>().ok());
    match number {
        Some(number) if number.to_string().as_bytes() == text => Key::Int(number),
        _ => Key::from(text),
    }
}
