//! The PHP class of a Rust type, taken from serde.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;

/// The serde name of the struct or enum `T`, which is its PHP class; `None` for types that are not
/// objects, or objects of any class.
pub(crate) fn class_name<T: DeserializeOwned>() -> Option<&'static str> {
    let mut name = None;
    // This always fails: there is nothing to deserialize.
    let _ = T::deserialize(NameRecorder(&mut name));
    name
}

/// Whether the found class is the expected one. Class names ignore case.
pub(crate) fn is_class(found: &[u8], expected: &str) -> bool {
    found == expected.as_bytes() || found.eq_ignore_ascii_case(expected.as_bytes())
}

/// A deserializer that records the name of the struct or enum it is asked for.
struct NameRecorder<'a>(&'a mut Option<&'static str>);

impl<'de> Deserializer<'de> for NameRecorder<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("only the name is asked for"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        *self.0 = Some(name);
        self.deserialize_any(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_struct(name, &[], visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_struct(name, variants, visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        seq tuple tuple_struct map identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use std::collections::HashMap;

    #[derive(Debug, Deserialize)]
    #[serde(rename = r"App\Task")]
    #[expect(dead_code, reason = "only its name is asked for")]
    struct Task {
        path: String,
    }

    #[derive(Deserialize)]
    #[serde(rename = r"App\Stop")]
    struct Stop;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only its name is asked for")]
    struct Wrapped(Task);

    #[test]
    fn a_struct_has_the_class_it_is_renamed_to_also_behind_wrappers() {
        assert_eq!(class_name::<Task>(), Some(r"App\Task"));
        assert_eq!(class_name::<Stop>(), Some(r"App\Stop"));
        assert_eq!(class_name::<Wrapped>(), Some(r"App\Task"));
        assert_eq!(class_name::<Box<Task>>(), Some(r"App\Task"));
        assert_eq!(class_name::<Option<Task>>(), Some(r"App\Task"));
    }

    #[test]
    fn an_enum_has_the_class_it_is_renamed_to() {
        #[derive(Deserialize)]
        #[serde(rename = r"App\Command")]
        enum Command {
            Stop,
        }
        assert_eq!(class_name::<Command>(), Some(r"App\Command"));
    }

    #[test]
    fn what_is_no_struct_has_none() {
        assert_eq!(class_name::<String>(), None);
        assert_eq!(class_name::<Vec<Task>>(), None);
        assert_eq!(class_name::<HashMap<String, Task>>(), None);
    }
}
