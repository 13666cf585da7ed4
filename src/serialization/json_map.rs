//! Messages as the maps that json_encode() gets.

use crate::message::{ErrorMessage, Message};
use crate::zend::{
    Array, JSON_ERROR_DEPTH, JSON_ERROR_UNSUPPORTED_TYPE, Object, Result, Thrown, ToValue, Zval,
    catch, json_serializable, message_of, throw_json, throw_object,
};

/// The key under which a map names its class.
pub const CLASS_KEY: &str = "__class";

/// The deepest nesting, the default of json_encode() and json_decode().
const DEPTH: usize = 512;

/// The map of a message: all properties by plain name. Objects in it become maps, too.
///
/// # Errors
/// A JsonException for values nested too deep, and for objects whose state no property shows.
pub fn map_of(message: &Object) -> Result<Zval> {
    object_to_map(message, DEPTH).map_err(Refusal::throw)
}

/// Rethrows the exception of json_encode() for this map, with the place of the faulty value.
pub fn throw_with_place(thrown: Thrown, map: &Zval) -> Thrown {
    let exception = match catch(thrown) {
        Ok(exception) => exception,
        Err(thrown) => return thrown,
    };
    let Some(place) = find_fault(map) else {
        return throw_object(exception);
    };
    let told = message_of(&exception).and_then(|message| {
        let code = exception.call("getcode", [])?;
        Ok((message, code))
    });
    match told {
        Ok((message, code)) => {
            let code = code.long().unwrap_or_default();
            throw_json(&format!("{message}, in {}", place.properties), code)
        }
        Err(thrown) => thrown,
    }
}

/// The reason why a message has no map.
enum Refusal {
    /// An exception waits in the engine.
    Thrown(Thrown),
    /// An object of this class has state that no property shows.
    HiddenState(Vec<u8>, Place),
    /// Values are nested too deep; the place is the innermost property.
    TooDeep(Place),
}

impl From<Thrown> for Refusal {
    fn from(thrown: Thrown) -> Self {
        Self::Thrown(thrown)
    }
}

impl Refusal {
    /// Adds the next outer part to the place.
    fn within(self, outer: impl FnOnce(Place) -> Place) -> Self {
        match self {
            Self::HiddenState(class, place) => Self::HiddenState(class, outer(place)),
            Self::TooDeep(place) if place.properties.is_empty() => Self::TooDeep(outer(place)),
            told => told,
        }
    }

    fn throw(self) -> Thrown {
        match self {
            Self::Thrown(thrown) => thrown,
            Self::HiddenState(class, place) => {
                let class = String::from_utf8_lossy(&class).into_owned();
                let what = match place.properties {
                    place if place.is_empty() => class,
                    place => format!("An object of {class}, in {place},"),
                };
                let message = format!(
                    "{what} cannot travel as JSON, which is made of properties: its state is in \
                     none. Put a string or an array there, or an object that implements \
                     JsonSerializable"
                );
                throw_json(&message, JSON_ERROR_UNSUPPORTED_TYPE)
            }
            Self::TooDeep(place) => {
                let place = place.properties;
                let message = format!(
                    "Maximum stack depth exceeded, in {place}: more than {DEPTH} levels, or an object \
                     that contains itself"
                );
                throw_json(&message, JSON_ERROR_DEPTH)
            }
        }
    }
}

fn object_to_map(object: &Object, depth: usize) -> std::result::Result<Zval, Refusal> {
    if object.has_hidden_state() {
        return json_of_hidden_state(object, depth);
    }
    let class = object.class_name();
    let is_error = object.is_exactly::<ErrorMessage>();
    let mut map = Array::new();
    map.insert_str(CLASS_KEY.as_bytes(), class.as_slice().to_value());
    for (name, value) in object.properties() {
        let value = match value.zend_str() {
            // The text of an error arrives, whatever bytes are in it.
            Some(text) if is_error => String::from_utf8_lossy(text.as_bytes()).to_value(),
            _ => to_plain(&value, inner(depth)?)
                .map_err(|refusal| refusal.within(|place| place.in_property(&class, &name)))?,
        };
        map.insert_str(&name, value);
    }
    Ok(map.to_value())
}

/// The JSON of an object whose state is not in its properties: what jsonSerialize() returns. Messages
/// themselves are refused: the other side could not make an object of that again.
fn json_of_hidden_state(object: &Object, depth: usize) -> std::result::Result<Zval, Refusal> {
    let hidden = || Refusal::HiddenState(object.class_name(), Place::default());
    if object.is_a::<Message>() {
        return Err(hidden());
    }
    let said = json_serializable(object)?.ok_or_else(hidden)?;
    match Object::of(&said) {
        Some(itself) if itself.is(object) => Err(hidden()),
        _ => to_plain(&said, inner(depth)?),
    }
}

/// The value with maps in place of objects.
fn to_plain(value: &Zval, depth: usize) -> std::result::Result<Zval, Refusal> {
    // We own the value: PHP code may run, and change what it refers to.
    let value = value.dereference().shallow_clone();
    if let Some(object) = Object::of(&value) {
        return object_to_map(object, depth);
    }
    let Some(array) = Array::take(value.shallow_clone()) else {
        return Ok(value);
    };
    let mut plain = Array::new();
    for (key, element) in array.iter() {
        let element = to_plain(element, inner(depth)?)
            .map_err(|refusal| refusal.within(|place| place.in_element(&key)))?;
        match key.zend_str() {
            Some(key) => plain.insert_str(key.as_bytes(), element),
            None => plain.insert(key.long().unwrap_or_default(), element),
        };
    }
    Ok(plain.to_value())
}

/// One level less of nesting; cycles end here.
fn inner(depth: usize) -> std::result::Result<usize, Refusal> {
    let inner = depth.checked_sub(1);
    inner.ok_or_else(|| Refusal::TooDeep(Place::default()))
}

/// The place of the first value or key that JSON cannot hold.
fn find_fault(value: &Zval) -> Option<Place> {
    let is_text = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok();
    let is_fault = match (value.zend_str(), value.double()) {
        (Some(text), _) => !is_text(text.as_bytes()),
        (_, Some(number)) => !number.is_finite(),
        _ => value.is_resource(),
    };
    if is_fault {
        return Some(Place::default());
    }
    let array = Array::take(value.shallow_clone())?;
    let class = array.get_str(CLASS_KEY.as_bytes()).and_then(Zval::zend_str);
    array.iter().find_map(|(key, element)| {
        let name = key.zend_str();
        let place = match name.filter(|name| !is_text(name.as_bytes())) {
            Some(_) => Place::default(),
            None => find_fault(element)?,
        };
        Some(match (class, name) {
            (Some(class), Some(name)) => place.in_property(class.as_bytes(), name.as_bytes()),
            _ => place.in_element(&key),
        })
    })
}

/// The place of a value in a message, built from the inside out:
/// `Customer::$names['de'], in Order::$customer`.
#[derive(Default)]
struct Place {
    properties: String,
    /// The keys of arrays in the property that comes next.
    keys: String,
}

impl Place {
    fn in_property(mut self, class: &[u8], name: &[u8]) -> Self {
        if !self.properties.is_empty() {
            self.properties.push_str(", in ");
        }
        let (class, name) = (
            String::from_utf8_lossy(class),
            String::from_utf8_lossy(name),
        );
        let keys = std::mem::take(&mut self.keys);
        self.properties += &format!("{class}::${name}{keys}");
        self
    }

    fn in_element(mut self, key: &Zval) -> Self {
        let key = match key.zend_str() {
            Some(key) => format!("['{}']", String::from_utf8_lossy(key.as_bytes())),
            None => format!("[{}]", key.long().unwrap_or_default()),
        };
        self.keys.insert_str(0, &key);
        self
    }
}
