//! What to say of a request handler that returned something else than a message.

use crate::message::Message;
use crate::zend::{Class, FoundClass, PhpString, Result, ToValue, Zval, call, catch, type_name};

/// Describes the result of the handler with this number, counted from 1, for the side that asked.
///
/// # Errors
/// exit() in an autoloader.
pub fn describe(number: usize, handler: &Zval, result: &Zval) -> Result<String> {
    let place = match place_of(handler) {
        Ok(place) => place.map_or_else(String::new, |place| format!(", {place},")),
        Err(thrown) => catch(thrown).map(|_| String::new())?,
    };
    Ok(format!(
        "handler #{number}{place} returned {}, which is no {}; return a message, or null if the request \
         is another handler's",
        type_name(result),
        Message::NAME
    ))
}

/// Where a callable is written, `worker.php:12`; `None` if it is no PHP code.
fn place_of(callable: &Zval) -> Result<Option<String>> {
    let closure = call(
        &"Closure::fromCallable".to_value(),
        [callable.shallow_clone()],
    )?;
    let function = FoundClass::construct("ReflectionFunction", [closure])?;
    let file = PhpString::take(function.call("getfilename", [])?);
    let line = function.call("getstartline", [])?.long();
    Ok(file.zip(line).map(|(file, line)| {
        let file = String::from_utf8_lossy(file.as_bytes());
        format!("{file}:{line}")
    }))
}
