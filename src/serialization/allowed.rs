//! The argument of both serializers that names the classes that they may instantiate.

use crate::envelope::{RequestEnvelope, ResponseEnvelope};
use crate::message::{ErrorMessage, LogMessage};
use crate::zend::{
    AllowedClasses, Argument, Array, Class, Passed, Position, Result, ToValue, Type, Zval,
};

/// The classes of the protocol itself, which are always allowed.
const PROTOCOL_CLASSES: [&str; 4] = [
    RequestEnvelope::NAME,
    ResponseEnvelope::NAME,
    LogMessage::NAME,
    ErrorMessage::NAME,
];

/// `array|bool $allowedClasses = true`
pub struct Allowed {
    /// The argument as the caller passed it.
    pub given: Zval,
    /// The classes as unserialize() wants them: lower-case names as keys; null for all classes.
    pub lookup: Option<Array>,
}

impl Allowed {
    fn all() -> Self {
        Self {
            given: true.to_value(),
            lookup: None,
        }
    }

    fn listed(classes: &Array, given: Zval, position: Position) -> Result<Self> {
        let lookup = Some(lookup(classes, position)?);
        Ok(Self { given, lookup })
    }
}

impl Argument for Allowed {
    const TYPE: Type = Type::ARRAY.or(Type::BOOL);

    type Of<'a> = Self;

    fn default() -> Option<String> {
        Some("true".to_owned())
    }

    fn parse(passed: Passed<'_>) -> Result<Self> {
        let (value, position) = (passed.value(), passed.position());
        if let Some(classes) = Array::of(value) {
            return Self::listed(classes, value.shallow_clone(), position);
        }
        match value.bool() {
            Some(true) => Ok(Self::all()),
            Some(false) => Self::listed(&Array::new(), false.to_value(), position),
            None => Err(passed.union_type_error("array|bool")),
        }
    }

    fn left_out<'a>(_: Position) -> Result<Self::Of<'a>> {
        Ok(Self::all())
    }
}

/// The lookup array of the protocol's classes and `classes`.
fn lookup(classes: &Array, position: Position) -> Result<Array> {
    let mut lookup = Array::new();
    for class in PROTOCOL_CLASSES {
        lookup.insert_str(class.to_ascii_lowercase().as_bytes(), true.to_value());
    }
    for class in classes.values() {
        let Some(name) = class.zend_str() else {
            return Err(position.type_error("must be an array of class names"));
        };
        lookup.insert_str(&name.as_bytes().to_ascii_lowercase(), true.to_value());
    }
    Ok(lookup)
}

/// The allowed classes of a serializer that keeps [`Allowed::lookup`] in a property.
pub fn allowed_classes(lookup: Zval) -> AllowedClasses {
    Array::take(lookup).map_or(AllowedClasses::All, AllowedClasses::Listed)
}
