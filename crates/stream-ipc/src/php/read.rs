//! Reading the format.

use super::parse;
use super::scan::{Scanner, Token, deeper};
use super::value::PASSED;
use super::{Error, Result};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Visitor};
use serde::forward_to_deserialize_any;
use std::collections::HashSet;

/// How the names of properties in a payload compare with those of a struct's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// As they are: `"\0*\0level"`.
    Exact,
    /// By what stands behind the class or the star: `level`.
    Plain,
}

pub fn from_slice<T: DeserializeOwned>(payload: &[u8], names: Names) -> Result<T> {
    let mut reader = Reader::new(payload, names);
    let read = T::deserialize(&mut reader);
    if reader.met_reference {
        let copied = parse::without_references(payload)?;
        return T::deserialize(&mut Reader::new(&copied, names));
    }
    read
}

struct Reader<'de> {
    scanner: Scanner<'de>,
    names: Names,
    /// Whether a value referred to another: only copies can be read.
    met_reference: bool,
    lists: Lists,
}

/// Which arrays are lists: their keys are 0, 1, 2, …. An array is looked at together with all that
/// it holds, so that nested ones are not looked at again and again.
#[derive(Default)]
struct Lists {
    /// The positions of their first keys.
    starts: HashSet<usize>,
    /// How far has been looked.
    known_to: usize,
}

impl Lists {
    /// Looks at the array whose elements follow.
    fn look(&mut self, ahead: &mut Scanner<'_>, len: usize) -> Result<()> {
        let start = ahead.position();
        let mut is_list = true;
        for index in 0..len {
            is_list &= ahead.key()? == Token::Int(index as i64);
            if let Token::Array { len } | Token::Object { len, .. } = ahead.token()? {
                self.look(ahead, len)?;
                ahead.close()?;
            }
        }
        if is_list {
            self.starts.insert(start);
        }
        Ok(())
    }
}

impl<'de> Reader<'de> {
    fn new(payload: &'de [u8], names: Names) -> Self {
        Self {
            scanner: Scanner::new(payload),
            names,
            met_reference: false,
            lists: Lists::default(),
        }
    }

    fn token(&mut self) -> Result<Token<'de>> {
        let token = self.scanner.token()?;
        if let Token::SameObject(number) | Token::Reference(number) = token {
            self.met_reference = true;
            let problem = "a value that is to be copied";
            return Err(Error::Reference { number, problem });
        }
        Ok(token)
    }

    /// The elements of an array, without their keys.
    fn list<V: Visitor<'de>>(&mut self, len: usize, visitor: V) -> Result<V::Value> {
        let value = deeper(|| visitor.visit_seq(Elements::new(self, len, &[])))?;
        self.scanner.close()?;
        Ok(value)
    }

    /// Keys and elements, or names and properties.
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

    /// Whether the array whose elements follow is a list.
    fn is_list(&mut self, len: usize) -> Result<bool> {
        let start = self.scanner.position();
        if start >= self.lists.known_to {
            let mut ahead = self.scanner.clone();
            self.lists.look(&mut ahead, len)?;
            self.lists.known_to = ahead.position();
        }
        Ok(self.lists.starts.contains(&start))
    }

    /// An object of this class.
    fn object<V: Visitor<'de>>(
        &mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.token()? {
            Token::Object { class, len } if class.eq_ignore_ascii_case(name) => {
                self.map(len, fields, visitor)
            }
            other => Err(other_class(name, &other)),
        }
    }
}

fn other_class(expected: &'static str, token: &Token<'_>) -> Error {
    let found = match token {
        Token::Object { class, .. } | Token::Enum { class, .. } | Token::Custom { class, .. } => {
            (*class).to_owned()
        }
        other => other.kind().to_owned(),
    };
    Error::Class { expected, found }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.token()? {
            Token::Null => visitor.visit_unit(),
            Token::Bool(value) => visitor.visit_bool(value),
            Token::Int(number) => visitor.visit_i64(number),
            Token::Float(number) => visitor.visit_f64(number),
            Token::String(bytes) => visit_string(bytes, visitor),
            Token::Array { len } if self.is_list(len)? => self.list(len, visitor),
            Token::Array { len } | Token::Object { len, .. } => self.map(len, &[], visitor),
            Token::Enum { case, .. } => visitor.visit_borrowed_str(case),
            Token::Custom { data, .. } => visitor.visit_borrowed_bytes(data),
            Token::SameObject(_) | Token::Reference(_) => unreachable!("token() refuses them"),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.scanner.peek()? {
            Token::Null => {
                self.token()?;
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.scanner.peek()? {
            Token::String(bytes) => {
                self.token()?;
                visitor.visit_borrowed_bytes(bytes)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        match self.token()? {
            Token::Object { class, len } if class.eq_ignore_ascii_case(name) => {
                for _ in 0..len {
                    self.scanner.key()?;
                    self.scanner.skip()?;
                }
                self.scanner.close()?;
                visitor.visit_unit()
            }
            other => Err(other_class(name, &other)),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value> {
        if name != PASSED {
            return visitor.visit_newtype_struct(self);
        }
        let start = self.scanner.position();
        // A reference leads out of what is passed on: only copies can be.
        self.pass()?;
        visitor.visit_borrowed_bytes(self.scanner.since(start))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.scanner.peek()? {
            Token::Array { len } => {
                self.token()?;
                self.list(len, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
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
        match self.scanner.peek()? {
            Token::Array { len } | Token::Object { len, .. } => {
                self.token()?;
                self.map(len, &[], visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        self.object(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.token()? {
            Token::Enum { class, case } if class.eq_ignore_ascii_case(name) => {
                visitor.visit_enum(BorrowedStrDeserializer::new(case))
            }
            Token::Object { class, len }
                if self.names == Names::Plain && class.eq_ignore_ascii_case(name) =>
            {
                let case = self.case(len)?;
                visitor.visit_enum(BorrowedStrDeserializer::new(case))
            }
            Token::Array { len: 1 } => {
                let value = deeper(|| visitor.visit_enum(Elements::new(self, 1, &[])))?;
                self.scanner.close()?;
                Ok(value)
            }
            other => Err(other_class(name, &other)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.scanner.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string unit identifier
    }
}

impl<'de> Reader<'de> {
    /// The name of an enum case that is written as an object: JSON has no enums.
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

    /// Passes over a value without references.
    fn pass(&mut self) -> Result<()> {
        if let Token::Array { len } | Token::Object { len, .. } = self.token()? {
            for _ in 0..len {
                self.scanner.key()?;
                self.pass()?;
            }
            self.scanner.close()?;
        }
        Ok(())
    }
}

fn visit_string<'de, V: Visitor<'de>>(bytes: &'de [u8], visitor: V) -> Result<V::Value> {
    match std::str::from_utf8(bytes) {
        Ok(text) => visitor.visit_borrowed_str(text),
        Err(_) => visitor.visit_borrowed_bytes(bytes),
    }
}

/// The elements of an array or object that is being read.
struct Elements<'r, 'de> {
    reader: &'r mut Reader<'de>,
    left: usize,
    /// The fields of the struct it becomes.
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

    /// The field that a property of this name is.
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
            Some(Token::String(name)) => Key::String(self.field(name)),
            Some(Token::Int(number)) => Key::Int(number),
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
    type Variant = Content<'r, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        mut self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant)> {
        let name = de::MapAccess::next_key_seed(&mut self, seed)?;
        let name = name.expect("an array of one element has a key");
        Ok((name, Content(self.reader)))
    }
}

/// The data of a variant.
struct Content<'r, 'de>(&'r mut Reader<'de>);

impl<'de> de::VariantAccess<'de> for Content<'_, 'de> {
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

/// A key. PHP keeps strings that look like integers as such in arrays, so an int is a string to
/// whoever wants one.
enum Key<'de> {
    Int(i64),
    String(&'de [u8]),
}

impl Key<'_> {
    /// The field of a struct, or a string: never a field by its number.
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

impl<'de> de::Deserializer<'de> for Key<'de> {
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
        self.text(visitor)
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
