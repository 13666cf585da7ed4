//! Plain objects from JSON.

use super::super::plain::{DEPTH, Key, Shape, Table, empty_array, set};
use super::super::{AllowedClasses, Object, ToValue};
use ext_php_rs::types::Zval;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::rc::Rc;

/// Reads an object, and the objects in it, from maps that name their class under `class_key`. `None`
/// if the JSON is malformed or not plain: a class is not loaded or not allowed, does not declare a
/// property, or declares it with another type.
pub fn read_plain(json: &[u8], class_key: &str, allowed: &AllowedClasses) -> Option<Object> {
    let text = std::str::from_utf8(json).ok()?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let reader = Reader {
        class_key,
        allowed,
        depth: DEPTH,
    };
    let value = reader.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Object::take(value)
}

/// Reads a value.
#[derive(Clone, Copy)]
struct Reader<'a> {
    class_key: &'a str,
    allowed: &'a AllowedClasses,
    /// The levels of nesting that are left.
    depth: usize,
}

/// A string, copied only if it contains escapes.
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

impl Reader<'_> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let depth = self.depth.checked_sub(1).ok_or_else(not_plain)?;
        Ok(Self { depth, ..self })
    }

    /// Reads the properties of a new object of this class.
    fn object<'de, M: MapAccess<'de>>(self, class: &str, mut map: M) -> Result<Object, M::Error> {
        let shape = shape_of(class, self.allowed).ok_or_else(not_plain)?;
        let object = shape.instantiate().ok_or_else(not_plain)?;
        while let Some(Text(name)) = map.next_key()? {
            let name = name.as_bytes();
            // The last of several equal names counts, as in a map; so does the last class.
            let property = shape
                .properties
                .iter()
                .find(|property| property.name == name && name != self.class_key.as_bytes())
                .ok_or_else(not_plain)?;
            let value = map.next_value_seed(self)?;
            set(&object, property.info, value).ok_or_else(not_plain)?;
        }
        Ok(object)
    }

    fn array<'de, M: MapAccess<'de>>(
        self,
        first: Cow<'de, str>,
        mut map: M,
    ) -> Result<Zval, M::Error> {
        let mut array = Table::new(0);
        let mut next = Some(Text(first));
        while let Some(Text(key)) = next {
            if key == self.class_key {
                return Err(not_plain());
            }
            let key = Key::of(key.as_bytes()).ok_or_else(not_plain)?;
            let value = map.next_value_seed(self)?;
            array.add(&key, value).ok_or_else(not_plain)?;
            next = map.next_key()?;
        }
        Ok(array.finish())
    }
}

/// The shape of a loaded, plain and allowed class, if names identify its properties and no hooks set
/// them.
fn shape_of(class: &str, allowed: &AllowedClasses) -> Option<Rc<Shape>> {
    if !allowed.allows(class.as_bytes()) {
        return None;
    }
    let shape = Shape::named(class.as_bytes())?;
    let can_be_set = !shape.json()?.has_hooks;
    (can_be_set && shape.is_instantiable()).then_some(shape)
}

fn not_plain<E: Error>() -> E {
    E::custom("not plain")
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Zval;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Zval, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Zval;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Zval, E> {
        Ok(Zval::null())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Zval, E> {
        Ok(value.to_value())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Zval, E> {
        Ok(number.to_value())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Zval, E> {
        let number = i64::try_from(number).map_err(|_| not_plain())?;
        Ok(number.to_value())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Zval, E> {
        // To PHP, "-0" is an int.
        if number == 0.0 && number.is_sign_negative() {
            return Err(not_plain());
        }
        Ok(number.to_value())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Zval, E> {
        Ok(text.to_value())
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut elements: S) -> Result<Zval, S::Error> {
        let reader = self.deeper()?;
        let mut array = None;
        for number in 0.. {
            let Some(value) = elements.next_element_seed(reader)? else {
                break;
            };
            let array = array.get_or_insert_with(|| Table::new(0));
            array
                .add(&Key::Number(number), value)
                .ok_or_else(not_plain)?;
        }
        Ok(array.map_or_else(empty_array, Table::finish))
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Zval, M::Error> {
        let reader = self.deeper()?;
        match map.next_key()? {
            None => Ok(empty_array()),
            Some(Text(key)) if key == self.class_key => {
                let Text(class) = map.next_value()?;
                reader.object(&class, map).map(ToValue::to_value)
            }
            Some(Text(key)) => reader.array(key, map),
        }
    }
}
