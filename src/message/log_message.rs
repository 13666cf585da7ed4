//! `StreamIpc\Message\LogMessage`

use super::Message;
use crate::zend::{
    Class, Declaration, DefaultValue, Object, Or, PhpString, Property, Result, Slot, Type,
    class_entry,
};

/// A line of text with a level. Bytes outside any frame become one, too.
pub struct LogMessage;

const MESSAGE: Slot<LogMessage> = Slot::new(0);
const LEVEL: Slot<LogMessage> = Slot::new(1);

const LEVEL_JUNK: &str = "junk";
const LEVEL_ERROR: &str = "error";

impl LogMessage {
    /// Bytes outside any frame, with level "junk".
    pub fn junk(bytes: &[u8]) -> Result<Object> {
        Self::create(PhpString::new(bytes), LEVEL_JUNK)
    }

    /// A message of level "error".
    pub fn error(message: PhpString) -> Result<Object> {
        Self::create(message, LEVEL_ERROR)
    }

    /// `$log->message`
    pub fn text(log: &Object) -> Result<PhpString> {
        log.get_string(MESSAGE)
    }

    fn create(message: PhpString, level: &str) -> Result<Object> {
        let log = Self::entry().instantiate()?;
        log.set(MESSAGE, message);
        log.set(LEVEL, level);
        Ok(log)
    }
}

impl Class for LogMessage {
    const NAME: &'static str = r"StreamIpc\Message\LogMessage";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_readonly_class()
            .implements::<Message>()
            .string_constant("LEVEL_JUNK", LEVEL_JUNK.as_bytes())
            .property(
                MESSAGE,
                Property::public("message", Type::STRING).promoted(),
            )
            .property(LEVEL, Property::public("level", Type::STRING).promoted())
            .constructor(["message", "level"], construct)
    }
}

/// `= 'info'`
struct Info;

impl DefaultValue for Info {
    type Value = &'static str;

    const VALUE: &'static str = "info";
}

fn construct(log: &Object, message: &PhpString, level: Or<PhpString, Info>) -> Result {
    log.initialize(MESSAGE, message)?;
    log.initialize(LEVEL, level.value)
}
