//! Reading the format.

use super::references::Numbered;
use super::scan::{Scanner, Token, deeper};
use super::value::EMBEDDED;
use super::{Error, Result};
use crate::class_name::is_class;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;
use std::collections::HashMap;

/// How to compare the names of properties with those of a struct's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// The whole name: `"\0*\0level"`.
    Exact,
    /// The name without the class or the star: `level`.
    Plain,
}

pub fn from_slice<'de, T: Deserialize<'de>>(payload: &'de [u8], names: Names) -> Result<T> {
    T::deserialize(&mut Reader::new(payload, names))
}

/// Reads the property at `position` of the object in the payload, with `behind` others after it.
pub fn from_property<'de, T: Deserialize<'de>>(
    payload: &'de [u8],
    position: usize,
    behind: usize,
) -> Result<T> {
    let mut reader = Reader::new(payload, Names::Exact);
    reader.scanner.enter(position);
    let value = deeper(|| T::deserialize(&mut reader))?;
    for _ in 0..behind {
        reader.scanner.key()?;
        reader.scanner.skip()?;
    }
    reader.scanner.close()?;
    Ok(value)
}

/// Replaces the references in a payload with copies.
pub fn without_references(payload: &[u8]) -> Result<Cow<'_, [u8]>> {
    Reader::new(payload, Names::Exact).plain()
}

struct Reader<'de> {
    payload: &'de [u8],
    scanner: Scanner<'de>,
    names: Names,
    /// Whether an array is a list, by the position of its first key.
    lists: HashMap<usize, bool>,
    /// The positions of numbered values, found out at the first reference.
    numbered: Option<Numbered>,
    /// The positions of the referenced values being read.
    followed: Vec<usize>,
    /// The number of bytes read through references.
    copied: usize,
}

impl<'de> Reader<'de> {
    fn new(payload: &'de [u8], names: Names) -> Self {
        Self {
            payload,
            scanner: Scanner::new(payload),
            names,
            lists: HashMap::new(),
            numbered: None,
            followed: Vec::new(),
            copied: 0,
        }
    }

    /// Reads the next value, or the one to which a reference leads.
    fn value<R>(&mut self, read: impl FnOnce(&mut Self, Token<'de>) -> Result<R>) -> Result<R> {
        match self.scanner.token()? {
            Token::SameObject(number) | Token::Reference(number) => self.follow(number, read),
            token => read(self, token),
        }
    }

    fn follow<R>(
        &mut self,
        number: usize,
        read: impl FnOnce(&mut Self, Token<'de>) -> Result<R>,
    ) -> Result<R> {
        let position = self.position(number)?;
        if self.followed.contains(&position) {
            let problem = "a value that contains it; Value::parse() reads such";
            return Err(Error::Reference { number, problem });
        }
        let back = self.scanner.clone();
        self.followed.push(position);
        self.scanner.go_to(position);
        let token = self.scanner.token()?;
        let value = read(self, token)?;
        self.count_copied(self.scanner.position() - position)?;
        self.followed.pop();
        self.scanner = back;
        Ok(value)
    }

    /// The position of the next value.
    fn beginning(&mut self) -> Result<usize> {
        match self.scanner.peek()? {
            Token::SameObject(number) | Token::Reference(number) => self.position(number),
            _ => Ok(self.scanner.position()),
        }
    }

    fn position(&mut self, number: usize) -> Result<usize> {
        let numbered = match self.numbered.take() {
            Some(numbered) => numbered,
            None => Numbered::of(self.payload)?,
        };
        self.numbered.insert(numbered).position(number)
    }

    /// Limits the bytes read through references: nested references can multiply a few bytes endlessly.
    fn count_copied(&mut self, bytes: usize) -> Result<()> {
        const ALWAYS: usize = 1024 * 1024;
        const TIMES: usize = 16;
        self.copied += bytes;
        let len = self.payload.len();
        let limit = ALWAYS.max(len.saturating_mul(TIMES));
        if self.copied > limit {
            return Err(Error::TooManyCopies { len, limit });
        }
        Ok(())
    }

    /// The bytes of the next value, with copies in place of references.
    fn plain(&mut self) -> Result<Cow<'de, [u8]>> {
        let start = self.scanner.clone();
        if !self.scanner.skip()? {
            return Ok(self.scanner.since(start.position()).into());
        }
        self.scanner = start;
        let mut bytes = Vec::new();
        self.copy(&mut bytes)?;
        Ok(bytes.into())
    }

    fn copy(&mut self, bytes: &mut Vec<u8>) -> Result<()> {
        let start = self.beginning()?;
        self.value(|reader, token| {
            bytes.extend_from_slice(reader.scanner.since(start));
            let (Token::Array { len } | Token::Object { len, .. }) = token else {
                return Ok(());
            };
            for _ in 0..len {
                let start = reader.scanner.position();
                reader.scanner.key()?;
                bytes.extend_from_slice(reader.scanner.since(start));
                deeper(|| reader.copy(bytes))?;
            }
            reader.scanner.close()?;
            bytes.push(b'}');
            Ok(())
        })
    }

    /// Reads the elements of an array, without their keys.
    fn list<V: Visitor<'de>>(&mut self, len: usize, visitor: V) -> Result<V::Value> {
        let value = deeper(|| visitor.visit_seq(Elements::new(self, len, &[])))?;
        self.scanner.close()?;
        Ok(value)
    }

    /// Reads keys and elements, or names and properties.
    fn map<V: Visitor<'de>>(
        &mut self,
        len: usize,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        let value = deeper(|| visitor.visit_map(Elements::new(self, len, fields)))?;
        self.scanner.close()?;
        Ok(value)
    }

    /// Whether the array whose elements follow is a list: its keys are 0, 1, 2, ….
    fn is_list(&mut self, len: usize) -> Result<bool> {
        let start = self.scanner.position();
        if !self.lists.contains_key(&start) {
            look_for_lists(&mut self.scanner.clone(), len, &mut self.lists)?;
        }
        Ok(self.lists[&start])
    }

    /// The name of an enum case written as an object, as JSON has no enums.
    fn case(&mut self, len: usize) -> Result<&'de str> {
        let mut case = None;
        for _ in 0..len {
            let key = self.scanner.key()?;
            if let (Token::String(b"name"), Token::String(name)) = (key, self.scanner.peek()?) {
                case = str::from_utf8(name).ok();
            }
            self.scanner.skip()?;
        }
        self.scanner.close()?;
        case.ok_or_else(|| de::Error::missing_field("name"))
    }

    fn any<V: Visitor<'de>>(&mut self, token: Token<'de>, visitor: V) -> Result<V::Value> {
        match token {
            Token::Null => visitor.visit_unit(),
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Int(number) => visitor.visit_i64(number),
            Token::Float(number) => visitor.visit_f64(number),
            Token::String(bytes) => visit_string(bytes, visitor),
            Token::Array { len } if self.is_list(len)? => self.list(len, visitor),
            Token::Array { len } | Token::Object { len, .. } => self.map(len, &[], visitor),
            Token::Enum { case, .. } => visitor.visit_borrowed_str(self.scanner.text(case)?),
            Token::Custom { data, .. } => visitor.visit_borrowed_bytes(data),
            Token::SameObject(_) | Token::Reference(_) => unreachable!("value() follows them"),
        }
    }
}

/// Finds out whether the array whose elements follow, and each array in it, is a list. One pass for
/// all saves a pass at every level.
fn look_for_lists(
    ahead: &mut Scanner<'_>,
    len: usize,
    lists: &mut HashMap<usize, bool>,
) -> Result<()> {
    let start = ahead.position();
    let mut is_list = true;
    for index in 0..len {
        is_list &= ahead.key()? == Token::Int(index as i64);
        if let Token::Array { len } | Token::Object { len, .. } = ahead.token()? {
            look_for_lists(ahead, len, lists)?;
            ahead.close()?;
        }
    }
    lists.insert(start, is_list);
    Ok(())
}

fn other_class(expected: &'static str, token: &Token<'_>) -> Error {
    let found = match token {
        Token::Object { class, .. } | Token::Enum { class, .. } | Token::Custom { class, .. } => {
            String::from_utf8_lossy(class).into_owned()
        }
        other => other.kind().to_owned(),
    };
    Error::Class { expected, found }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(|reader, token| reader.any(token, visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.payload[self.beginning()?] {
            b'N' => self.value(|_, _| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::String(bytes) => visitor.visit_borrowed_bytes(bytes),
            other => reader.any(other, visitor),
        })
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::Object { class, len } if is_class(class, name) => {
                for _ in 0..len {
                    reader.scanner.key()?;
                    reader.scanner.skip()?;
                }
                reader.scanner.close()?;
                visitor.visit_unit()
            }
            other => Err(other_class(name, &other)),
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match name {
            EMBEDDED => visitor.visit_bytes(&self.plain()?),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::Array { len } => reader.list(len, visitor),
            other => reader.any(other, visitor),
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::Array { len } | Token::Object { len, .. } => reader.map(len, &[], visitor),
            other => reader.any(other, visitor),
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::Object { class, len } if is_class(class, name) => {
                reader.map(len, fields, visitor)
            }
            other => Err(other_class(name, &other)),
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.value(|reader, token| match token {
            Token::Enum { class, case } if is_class(class, name) => {
                let case = reader.scanner.text(case)?;
                visitor.visit_enum(BorrowedStrDeserializer::new(case))
            }
            Token::Object { class, len }
                if reader.names == Names::Plain && is_class(class, name) =>
            {
                let case = reader.case(len)?;
                visitor.visit_enum(BorrowedStrDeserializer::new(case))
            }
            Token::Array { len: 1 } => {
                let value = deeper(|| visitor.visit_enum(Elements::new(reader, 1, &[])))?;
                reader.scanner.close()?;
                Ok(value)
            }
            other => Err(other_class(name, &other)),
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.scanner.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit identifier
    }
}

fn visit_string<'de, V: Visitor<'de>>(bytes: &'de [u8], visitor: V) -> Result<V::Value> {
    match std::str::from_utf8(bytes) {
        Ok(text) => visitor.visit_borrowed_str(text),
        Err(_) => visitor.visit_borrowed_bytes(bytes),
    }
}

/// The remaining elements of an array or object.
struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
    /// The fields of the struct to read.
    fields: &'static [&'static str],
}

impl<'r, 'de> Elements<'r, 'de> {
    fn new(reader: &'r mut Reader<'de>, left: usize, fields: &'static [&'static str]) -> Self {
        Self {
            reader,
            left,
            fields,
        }
    }

    fn key(&mut self) -> Result<Option<Token<'de>>> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        self.reader.scanner.key().map(Some)
    }

    /// The name of the field for a property of this name.
    fn field(&self, name: &'de [u8]) -> &'de [u8] {
        let plain = |field: &&&str| field.rsplit('\0').next().map(str::as_bytes) == Some(name);
        match self.reader.names {
            Names::Exact => name,
            Names::Plain => self
                .fields
                .iter()
                .find(plain)
                .map_or(name, |field| field.as_bytes()),
        }
    }
}

impl<'de> de::SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        match self.key()? {
            Some(_) => seed.deserialize(&mut *self.reader).map(Some),
            None => Ok(None),
        }
    }
}

impl<'de> de::MapAccess<'de> for Elements<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let key = match self.key()? {
            Some(Token::String(name)) => KeyDeserializer::String(self.field(name)),
            Some(Token::Int(number)) => KeyDeserializer::Int(number),
            _ => return Ok(None),
        };
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        seed.deserialize(&mut *self.reader)
    }
}

/// A variant with data: its name is the key, the data the element.
impl<'r, 'de> de::EnumAccess<'de> for Elements<'r, 'de> {
    type Error = Error;
    type Variant = VariantData<'r, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant)> {
        let name = de::MapAccess::next_key_seed(&mut self, seed)?;
        let name = name.expect("an array of one element has a key");
        Ok((name, VariantData(self.reader)))
    }
}

/// The data of a variant.
struct VariantData<'r, 'de>(&'r mut Reader<'de>);

impl<'de> de::VariantAccess<'de> for VariantData<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<()> {
        de::Deserialize::deserialize(self.0)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value> {
        de::Deserializer::deserialize_seq(self.0, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        de::Deserializer::deserialize_map(self.0, visitor)
    }
}

/// A key. In arrays PHP turns strings that look like integers into ints, so an int can be read as a
/// string, too.
enum KeyDeserializer<'de> {
    Int(i64),
    String(&'de [u8]),
}

impl KeyDeserializer<'_> {
    /// Reads the name of a field, or a string; never a field's index.
    fn text<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value>
    where
        Self: 'de,
    {
        match self {
            Self::Int(number) => visitor.visit_string(number.to_string()),
            Self::String(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => visitor.visit_str(text),
                Err(_) => visitor.visit_bytes(bytes),
            },
        }
    }
}

impl<'de> de::Deserializer<'de> for KeyDeserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            Self::Int(number) => visitor.visit_i64(number),
            Self::String(bytes) => visit_string(bytes, visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.text(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self {
            // serde compares names of fields as bytes, so they may be any.
            Self::String(bytes) => visitor.visit_borrowed_bytes(bytes),
            Self::Int(_) => self.text(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self {
            Self::String(bytes) => match std::str::from_utf8(bytes) {
                Ok(name) => visitor.visit_enum(BorrowedStrDeserializer::new(name)),
                Err(_) => Err(de::Error::custom("the name of a variant is not UTF-8")),
            },
            Self::Int(number) => Err(de::Error::invalid_type(
                de::Unexpected::Signed(number),
                &"the name of a variant",
            )),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct ignored_any
    }
}
