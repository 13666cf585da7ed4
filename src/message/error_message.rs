//! `StreamIpc\Message\ErrorMessage`

use super::Message;
use crate::zend::{
    Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Throwable, Type,
    class_entry,
};

/// The text of an error on the other side.
pub struct ErrorMessage;

const ERROR_MESSAGE: Slot<ErrorMessage> = Slot::new(0);

/// The most previous exceptions in a text: Reflection may tie them in a ring.
const MOST_PREVIOUS: usize = 16;

/// The bytes that trim() removes.
const WHITESPACE: &[u8] = b" \n\r\t\x0b\0";

impl ErrorMessage {
    /// An error without an exception behind it.
    pub fn plain(message: &[u8]) -> Result<Object> {
        Self::create(trim(message))
    }

    /// An error whose text includes an exception.
    pub fn of_exception(message: &[u8], exception: &Object) -> Result<Object> {
        Self::create(trim(&with_exception(message, exception)?))
    }

    /// `$error->toString()`
    pub fn text(error: &Object) -> Result<PhpString> {
        error.get_string(ERROR_MESSAGE)
    }

    fn create(text: &[u8]) -> Result<Object> {
        let error = Self::entry().instantiate()?;
        error.set(ERROR_MESSAGE, text);
        Ok(error)
    }
}

impl Class for ErrorMessage {
    const NAME: &'static str = r"StreamIpc\Message\ErrorMessage";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_readonly_class()
            .implements::<Message>()
            .property(
                ERROR_MESSAGE,
                Property::private("errorMessage", Type::STRING),
            )
            .constructor(["errorMessage", "exception"], construct)
            .public("toString", [], Self::text)
    }
}

fn construct(error: &Object, message: &[u8], exception: Option<&Instance<Throwable>>) -> Result {
    let text = match exception {
        Some(exception) => &with_exception(message, exception)?,
        None => message,
    };
    error.initialize(ERROR_MESSAGE, trim(text))
}

/// The message, then the exception and its previous ones.
fn with_exception(message: &[u8], exception: &Object) -> Result<Vec<u8>> {
    let mut text = message.to_vec();
    append(&mut text, b"", exception)?;
    let mut exception = exception.clone();
    for _ in 0..MOST_PREVIOUS {
        let Some(previous) = Object::take(exception.call("getprevious", [])?) else {
            break;
        };
        append(&mut text, b"Previous: ", &previous)?;
        exception = previous;
    }
    Ok(text)
}

/// Appends the class of an exception, its message and its trace.
fn append(text: &mut Vec<u8>, prefix: &[u8], exception: &Object) -> Result {
    let message = PhpString::take(exception.call("getmessage", [])?);
    let trace = PhpString::take(exception.call("gettraceasstring", [])?);
    let bytes = |string: &Option<PhpString>| {
        let string = string.as_ref().map(PhpString::as_bytes);
        string.unwrap_or_default().to_vec()
    };
    let class = exception.class_name();
    for piece in [
        b"\n",
        prefix,
        &class,
        b": ",
        &bytes(&message),
        b"\n",
        &bytes(&trace),
    ] {
        text.extend_from_slice(piece);
    }
    Ok(())
}

fn trim(text: &[u8]) -> &[u8] {
    let kept = |byte: &u8| !WHITESPACE.contains(byte);
    let start = text.iter().position(kept).unwrap_or(text.len());
    let end = text.iter().rposition(kept).map_or(start, |last| last + 1);
    &text[start..end]
}
