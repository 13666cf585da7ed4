//! Writing the format.

use super::envelope::Kind;
use super::float;
use super::parse::{self, array_key};
use super::scan::deeper;
use super::value::{EMBEDDED, Key, Value};
use super::{Error, Result};
use serde::ser::{self, Serialize};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

/// Writes a value of any kind.
pub fn value(bytes: &mut Vec<u8>, value: &Value) {
    start(bytes, value);
    for (name, element) in elements(value) {
        key(bytes, name);
        self::value(bytes, element);
    }
    end(bytes, value);
}

fn elements(value: &Value) -> &[(Key, Value)] {
    match value {
        Value::Array(pairs) => pairs,
        Value::Object(object) => &object.properties,
        _ => &[],
    }
}

/// Writes the bytes before a value's elements.
fn start(bytes: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null => bytes.extend_from_slice(b"N;"),
        Value::Bool(false) => bytes.extend_from_slice(b"b:0;"),
        Value::Bool(true) => bytes.extend_from_slice(b"b:1;"),
        Value::Int(number) => int(bytes, *number),
        Value::Float(number) => float(bytes, *number),
        Value::String(text) => string(bytes, text),
        Value::Array(pairs) => {
            bytes.extend_from_slice(b"a:");
            open(bytes, pairs.len());
        }
        Value::Object(object) => {
            object_of(bytes, &object.class);
            open(bytes, object.properties.len());
        }
        Value::Enum { class, case } => enum_case(bytes, &format!("{class}:{case}")),
        Value::Custom { class, data } => {
            quoted(bytes, b'C', class.as_bytes());
            bytes.push(b':');
            open(bytes, data.len());
            bytes.extend_from_slice(data);
            bytes.push(b'}');
        }
        Value::SameObject(number) => same_object(bytes, *number),
        Value::Reference(number) => reference(bytes, *number),
    }
}

/// Writes the bytes after a value's elements.
fn end(bytes: &mut Vec<u8>, value: &Value) {
    if let Value::Array(_) | Value::Object(_) = value {
        bytes.push(b'}');
    }
}

/// Writes a key.
fn key(bytes: &mut Vec<u8>, key: &Key) {
    match key {
        Key::Int(number) => int(bytes, *number),
        Key::String(text) => string(bytes, text),
    }
}

fn same_object(bytes: &mut Vec<u8>, number: usize) {
    self::number(bytes, b'r', number);
}

fn reference(bytes: &mut Vec<u8>, number: usize) {
    self::number(bytes, b'R', number);
}

fn int(bytes: &mut Vec<u8>, number: i64) {
    self::number(bytes, b'i', number);
}

/// `i:5;`
fn number(bytes: &mut Vec<u8>, kind: u8, number: impl itoa::Integer) {
    bytes.extend_from_slice(&[kind, b':']);
    decimal(bytes, number);
    bytes.push(b';');
}

fn float(bytes: &mut Vec<u8>, number: f64) {
    bytes.extend_from_slice(b"d:");
    bytes.extend_from_slice(float::format(number, 'E').as_bytes());
    bytes.push(b';');
}

fn string(bytes: &mut Vec<u8>, text: &[u8]) {
    quoted(bytes, b's', text);
    bytes.push(b';');
}

fn object_of(bytes: &mut Vec<u8>, class: &str) {
    quoted(bytes, b'O', class.as_bytes());
    bytes.push(b':');
}

/// `s:3:"abc"`
fn quoted(bytes: &mut Vec<u8>, kind: u8, text: &[u8]) {
    let digit = |place| b'0' + (text.len() / place % 10) as u8;
    match text.len() {
        0..10 => bytes.extend_from_slice(&[kind, b':', digit(1), b':', b'"']),
        10..100 => bytes.extend_from_slice(&[kind, b':', digit(10), digit(1), b':', b'"']),
        len => {
            bytes.extend_from_slice(&[kind, b':']);
            decimal(bytes, len);
            bytes.extend_from_slice(b":\"");
        }
    }
    bytes.extend_from_slice(text);
    bytes.push(b'"');
}

fn decimal(bytes: &mut Vec<u8>, number: impl itoa::Integer) {
    bytes.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Writes the number of elements that follow, and returns its place in `bytes`.
fn open(bytes: &mut Vec<u8>, len: usize) -> Range<usize> {
    let start = bytes.len();
    decimal(bytes, len);
    let end = bytes.len();
    bytes.extend_from_slice(b":{");
    start..end
}

/// `E:8:"Suit:Two";`
fn enum_case(bytes: &mut Vec<u8>, name: &str) {
    quoted(bytes, b'E', name.as_bytes());
    bytes.push(b';');
}

/// Appends a value to `bytes`.
pub fn append<T: Serialize + ?Sized>(bytes: Vec<u8>, value: &T) -> Result<Vec<u8>> {
    let mut output = Output {
        bytes,
        ..Output::default()
    };
    value.serialize(Serializer::value(&mut output))?;
    Ok(output.bytes)
}

/// Appends an envelope with this message to `bytes`.
pub fn append_enclosed<T: Serialize + ?Sized>(
    mut bytes: Vec<u8>,
    kind: Kind,
    id: &str,
    content: &T,
) -> Result<Vec<u8>> {
    bytes.extend_from_slice(kind.start());
    decimal(&mut bytes, id.len());
    bytes.extend_from_slice(b":\"");
    bytes.extend_from_slice(id.as_bytes());
    bytes.extend_from_slice(kind.middle());
    let mut output = Output {
        bytes,
        values: Kind::VALUES_BEFORE_CONTENT,
        ..Output::default()
    };
    element(&mut output, content)?;
    output.bytes.push(b'}');
    Ok(output.bytes)
}

/// The written bytes, and the values that references may refer to.
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
    /// The number of values, which is the number of the last one.
    values: usize,
    /// The numbers of the enum cases, which are objects: a repeated one is written as `r:`.
    cases: HashMap<String, usize>,
}

impl Output {
    fn enum_case(&mut self, class: &str, case: &str) {
        match self.cases.entry(format!("{class}:{case}")) {
            Entry::Occupied(number) => same_object(&mut self.bytes, *number.get()),
            Entry::Vacant(entry) => {
                enum_case(&mut self.bytes, entry.key());
                entry.insert(self.values);
            }
        }
    }

    /// Writes a value whose references count from its own beginning. `before` values precede it.
    fn embed(&mut self, value: &Value, before: usize) -> Result<()> {
        match value {
            Value::Enum { class, case } => self.enum_case(class, case),
            Value::SameObject(number) => {
                let number = self.number_in_whole(*number, before)?;
                same_object(&mut self.bytes, number);
            }
            Value::Reference(number) => {
                let number = self.number_in_whole(*number, before)?;
                reference(&mut self.bytes, number);
                self.values -= 1;
            }
            _ => {
                start(&mut self.bytes, value);
                for (name, element) in elements(value) {
                    key(&mut self.bytes, name);
                    self.values += 1;
                    deeper(|| self.embed(element, before))?;
                }
                end(&mut self.bytes, value);
            }
        }
        Ok(())
    }

    /// Converts the number of a value in an embedded one to its number in the whole payload.
    fn number_in_whole(&self, number: usize, before: usize) -> Result<usize> {
        let within = self.values - before;
        if !(1..within).contains(&number) {
            let problem = "no value before it";
            return Err(Error::Reference { number, problem });
        }
        Ok(before + number)
    }
}

/// A serde serializer of the format.
struct Serializer<'a> {
    output: &'a mut Output,
    /// What comes next: a value, a key of an array, or the bytes of a [`Value`].
    place: Place,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Value,
    Key,
    Embedded,
}

impl<'a> Serializer<'a> {
    fn value(output: &'a mut Output) -> Self {
        output.values += 1;
        let place = Place::Value;
        Self { output, place }
    }

    fn key(output: &'a mut Output) -> Self {
        let place = Place::Key;
        Self { output, place }
    }

    fn only_as_value(&self, what: &str) -> Result<()> {
        if self.place == Place::Key {
            return Err(Error::Unsupported(format!(
                "{what} cannot be the key of an array in PHP: only integers and strings can"
            )));
        }
        Ok(())
    }

    fn string(self, text: &[u8]) -> Result<()> {
        match self.place {
            Place::Value => string(&mut self.output.bytes, text),
            Place::Key => key(&mut self.output.bytes, &array_key(text)),
            Place::Embedded => {
                let before = self.output.values - 1;
                return self.output.embed(&parse::value(text)?, before);
            }
        }
        Ok(())
    }

    /// Opens an array of so many elements, or of an unknown number.
    fn array(self, len: Option<usize>) -> Result<Elements<'a>> {
        self.only_as_value("an array")?;
        self.output.bytes.extend_from_slice(b"a:");
        Ok(Elements::open(self.output, len.unwrap_or(0)))
    }

    /// Opens an array whose only key is the variant's name.
    fn variant(self, variant: &str) -> Result<Self> {
        self.only_as_value("a variant with data")?;
        self.output.bytes.extend_from_slice(b"a:1:{");
        key(&mut self.output.bytes, &array_key(variant.as_bytes()));
        Ok(Self::value(self.output))
    }
}

fn element<T: Serialize + ?Sized>(output: &mut Output, value: &T) -> Result<()> {
    deeper(|| value.serialize(Serializer::value(output)))
}

macro_rules! integers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, number: $type) -> Result<()> {
            int(&mut self.output.bytes, number.into());
            Ok(())
        })*
    };
}

impl<'a> ser::Serializer for Serializer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Elements<'a>;
    type SerializeTuple = Elements<'a>;
    type SerializeTupleStruct = Elements<'a>;
    type SerializeTupleVariant = Variant<'a>;
    type SerializeMap = Elements<'a>;
    type SerializeStruct = Elements<'a>;
    type SerializeStructVariant = Variant<'a>;

    integers!(
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32
    );

    fn serialize_u64(self, number: u64) -> Result<()> {
        let signed = i64::try_from(number).map_err(|_| too_large(&number))?;
        self.serialize_i64(signed)
    }

    fn serialize_i128(self, number: i128) -> Result<()> {
        let signed = i64::try_from(number).map_err(|_| too_large(&number))?;
        self.serialize_i64(signed)
    }

    fn serialize_u128(self, number: u128) -> Result<()> {
        let signed = i64::try_from(number).map_err(|_| too_large(&number))?;
        self.serialize_i64(signed)
    }

    fn serialize_bool(self, value: bool) -> Result<()> {
        self.only_as_value("a bool")?;
        start(&mut self.output.bytes, &Value::Bool(value));
        Ok(())
    }

    fn serialize_f32(self, number: f32) -> Result<()> {
        self.serialize_f64(number.into())
    }

    fn serialize_f64(self, number: f64) -> Result<()> {
        self.only_as_value("a float")?;
        float(&mut self.output.bytes, number);
        Ok(())
    }

    fn serialize_char(self, char: char) -> Result<()> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.string(text.as_bytes())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        self.string(bytes)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.only_as_value("null")?;
        start(&mut self.output.bytes, &Value::Null);
        Ok(())
    }

    fn serialize_unit_struct(self, name: &'static str) -> Result<()> {
        ser::SerializeStruct::end(self.serialize_struct(name, 0)?)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<()> {
        match self.place {
            Place::Key => self.serialize_str(variant),
            _ => {
                self.output.enum_case(name, variant);
                Ok(())
            }
        }
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        let place = match name {
            EMBEDDED => {
                self.only_as_value("a Value")?;
                Place::Embedded
            }
            _ => self.place,
        };
        value.serialize(Serializer { place, ..self })
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<()> {
        let Self { output, place } = self.variant(variant)?;
        let content = Serializer { output, place };
        deeper(|| value.serialize(content))?;
        output.bytes.push(b'}');
        Ok(())
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Elements<'a>> {
        self.array(len)
    }

    fn serialize_tuple(self, len: usize) -> Result<Elements<'a>> {
        self.array(Some(len))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Elements<'a>> {
        self.array(Some(len))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Variant<'a>> {
        self.variant(variant)?.array(Some(len)).map(Variant)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Elements<'a>> {
        self.array(len)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Elements<'a>> {
        self.only_as_value("an object")?;
        object_of(&mut self.output.bytes, name);
        Ok(Elements::open(self.output, len))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Variant<'a>> {
        self.variant(variant)?.array(Some(len)).map(Variant)
    }
}

fn too_large(number: &dyn std::fmt::Display) -> Error {
    Error::Unsupported(format!(
        "{number} is no int of PHP's, which lie between {} and {}; send it as a string",
        i64::MIN,
        i64::MAX
    ))
}

/// The elements of an array or object.
struct Elements<'a> {
    output: &'a mut Output,
    /// The place of their number.
    header: Range<usize>,
    announced: usize,
    count: usize,
}

impl<'a> Elements<'a> {
    fn open(output: &'a mut Output, announced: usize) -> Self {
        let header = open(&mut output.bytes, announced);
        let count = 0;
        Self {
            output,
            header,
            announced,
            count,
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let index = i64::try_from(self.count).expect("memory holds fewer");
        int(&mut self.output.bytes, index);
        self.count += 1;
        element(self.output, value)
    }

    /// Closes the array, and corrects its number if another number of elements came.
    fn close(self) -> &'a mut Vec<u8> {
        let bytes = &mut self.output.bytes;
        if self.count != self.announced {
            let count = self.count.to_string().into_bytes();
            bytes.splice(self.header, count);
        }
        bytes.push(b'}');
        bytes
    }
}

macro_rules! lists {
    ($($trait:ident::$method:ident),*) => {
        $(impl ser::$trait for Elements<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.item(value)
            }

            fn end(self) -> Result<()> {
                self.close();
                Ok(())
            }
        })*
    };
}

lists!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field
);

impl ser::SerializeMap for Elements<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.count += 1;
        key.serialize(Serializer::key(self.output))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        element(self.output, value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStruct for Elements<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        self.count += 1;
        string(&mut self.output.bytes, name.as_bytes());
        element(self.output, value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

/// The elements of an enum variant, an array in an array.
struct Variant<'a>(Elements<'a>);

impl Variant<'_> {
    fn close(self) {
        self.0.close().push(b'}');
    }
}

impl ser::SerializeTupleVariant for Variant<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.0.item(value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}

impl ser::SerializeStructVariant for Variant<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        ser::SerializeMap::serialize_entry(&mut self.0, name, value)
    }

    fn end(self) -> Result<()> {
        self.close();
        Ok(())
    }
}
