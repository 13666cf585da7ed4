//! Classes that a payload names, and that have no objects in this process.

use super::json_map::CLASS_KEY;
use crate::zend::{
    AllowedClasses, Array, FoundClass, Object, PhpString, Result, Thrown, ToValue, catch,
    message_of, throw_object,
};
use std::fmt::{self, Display, Formatter};
use stream_ipc::{php, process};

/// The type that a TypeError names if an object of a missing class is refused: unserialize() makes such
/// an object in its place.
const NATIVE_STAND_IN: &str = "__PHP_Incomplete_Class";

/// The same in JSON: the map stays an array.
const JSON_STAND_IN: &str = "Cannot assign array to property ";

/// A class without objects in this process, and the reason.
#[derive(Debug)]
pub enum MissingClass {
    /// No class of this name is loaded, and no autoloader finds it.
    Unknown(String),
    /// `allowedClasses` does not name it.
    Refused(String),
}

impl MissingClass {
    /// The first one that a payload in PHP's format names, after unserialize() has tried to load them.
    pub fn in_native(payload: &[u8], allowed: &AllowedClasses) -> Option<Self> {
        php::classes(payload).find_map(|name| {
            let loaded = FoundClass::loaded(name.as_bytes());
            let is_enum = loaded.is_some_and(FoundClass::is_enum);
            if !is_enum && !allowed.allows(name.to_ascii_lowercase().as_bytes()) {
                return Some(Self::Refused(name.to_owned()));
            }
            loaded.is_none().then(|| Self::Unknown(name.to_owned()))
        })
    }

    /// The class, if it is not loaded.
    pub fn unless_loaded(name: &[u8]) -> Option<Self> {
        match FoundClass::loaded(name) {
            Some(_) => None,
            None => Some(Self::Unknown(String::from_utf8_lossy(name).into_owned())),
        }
    }

    /// The first one that decoded JSON names, after its classes were looked up.
    fn in_json(map: &Array) -> Option<Self> {
        let class = map.get_str(CLASS_KEY.as_bytes()).and_then(PhpString::of);
        class
            .and_then(|class| Self::unless_loaded(class.as_bytes()))
            .or_else(|| map.values().filter_map(Array::of).find_map(Self::in_json))
    }
}

impl Display for MissingClass {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let process = process::id();
        match self {
            Self::Unknown(class) => write!(
                f,
                "Process {process} does not know the class {class}: is it loaded there, or does an \
                 autoloader find it?"
            ),
            Self::Refused(class) => write!(
                f,
                "Process {process} refuses the class {class}: name it in the allowedClasses of its \
                 NativeMessageSerializer if it may arrive"
            ),
        }
    }
}

/// Rethrows what unserialize() has thrown. If the reason is a missing class, the exception names it
/// instead of its stand-in.
pub fn explain_native(
    thrown: Thrown,
    payload: &[u8],
    allowed: impl FnOnce() -> Result<AllowedClasses>,
) -> Thrown {
    let missing = || Ok(MissingClass::in_native(payload, &allowed()?));
    let explained =
        catch(thrown).and_then(|exception| explain(exception, NATIVE_STAND_IN, missing));
    explained.map_or_else(|thrown| thrown, throw_object)
}

/// The exception about a map that names the missing class, if that is the reason; otherwise the same.
pub fn explain_json(exception: Object, map: &Array) -> Result<Object> {
    explain(exception, JSON_STAND_IN, || Ok(MissingClass::in_json(map)))
}

fn explain(
    exception: Object,
    stand_in: &str,
    missing: impl FnOnce() -> Result<Option<MissingClass>>,
) -> Result<Object> {
    if !message_of(&exception)?.contains(stand_in) {
        return Ok(exception);
    }
    match missing()? {
        Some(missing) => FoundClass::construct("TypeError", [missing.to_string().to_value()]),
        None => Ok(exception),
    }
}
