//! Maps in the place of objects, as json_encode() is given them.

use crate::message::{ErrorMessage, Message};
use crate::zend::{
    Array, JSON_ERROR_DEPTH, JSON_ERROR_UNSUPPORTED_TYPE, Object, Result, Thrown, ToValue, Zval,
    catch, json_serializable, message_of, throw_json, throw_object,
};

/// The key under which a map names the class it is an object of.
pub const CLASS_KEY: &str = "__class";

/// How deep data may be nested; what json_encode() and json_decode() take, too.
const DEPTH: usize = 512;

/// The map a message becomes, every property in it by its plain name, and all objects in it likewise.
///
/// # Errors
/// A JsonException for what is nested too deep, and for objects whose state no property shows.
pub fn map_of(message: &Object) -> Result<Zval> {
    object_to_map(message, DEPTH).map_err(Refusal::throw)
}

/// Throws what json_encode() threw for this map, with the place of the value that is at fault.
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

/// Why there is no map.
enum Refusal {
    /// An exception waits.
    Thrown(Thrown),
    /// An object of this class has a state that no property shows.
    HiddenState(Vec<u8>, Place),
    /// Values are nested too deep; told with the innermost property.
    TooDeep(Place),
}

impl From<Thrown> for Refusal {
    fn from(thrown: Thrown) -> Self {
        Self::Thrown(thrown)
    }
}

impl Refusal {
    /// The same, seen from further out.
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
        return own_say(object, depth);
    }
    let class = object.class_name();
    let is_error = object.is_exactly::<ErrorMessage>();
    let mut map = Array::new();
    map.insert_str(CLASS_KEY.as_bytes(), class.as_slice().to_value());
    for (name, value) in object.properties() {
        let value = match value.zend_str() {
            // What went wrong is to arrive, whatever bytes are in its text.
            Some(text) if is_error => String::from_utf8_lossy(text.as_bytes()).to_value(),
            _ => to_plain(&value, inner(depth)?)
                .map_err(|refusal| refusal.within(|place| place.in_property(&class, &name)))?,
        };
        map.insert_str(&name, value);
    }
    Ok(map.to_value())
}

/// What an object gives as its JSON whose state is not in its properties. A message needs them: it
/// is to become an object again.
fn own_say(object: &Object, depth: usize) -> std::result::Result<Zval, Refusal> {
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

/// The value with maps in the place of objects.
fn to_plain(value: &Zval, depth: usize) -> std::result::Result<Zval, Refusal> {
    // Owned: PHP code may run, and change what the value refers to.
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

/// One level further in; cycles end here.
fn inner(depth: usize) -> std::result::Result<usize, Refusal> {
    let inner = depth.checked_sub(1);
    inner.ok_or_else(|| Refusal::TooDeep(Place::default()))
}

/// Where the first value stands that JSON cannot hold, or that has such a key.
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

/// Where a value stands in a message, written down from the inside out:
/// `Customer::$names['de'], in Order::$customer`.
#[derive(Default)]
struct Place {
    properties: String,
    /// The keys of arrays inside the property that is to be written next.
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
