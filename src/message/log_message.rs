//! `StreamIpc\Message\LogMessage`

use super::Message;
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot, ToValue,
    Type, class_entry,
};

/// A line of text with a level; also what bytes outside any frame become.
pub struct LogMessage;

const MESSAGE: Slot<LogMessage> = Slot::new(0);
const LEVEL: Slot<LogMessage> = Slot::new(1);

const LEVEL_INFO: &str = "info";
const LEVEL_JUNK: &str = "junk";
const LEVEL_ERROR: &str = "error";

impl LogMessage {
    /// Bytes that came outside any frame.
    pub fn junk(bytes: &[u8]) -> Result<Object> {
        Self::create(PhpString::new(bytes), LEVEL_JUNK)
    }

    /// Something that went wrong, in words.
    pub fn error(message: PhpString) -> Result<Object> {
        Self::create(message, LEVEL_ERROR)
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
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("message", Type::STRING))
                    .param(Param::new("level", Type::STRING).default("'info'")),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let message = call.string(0)?;
    let level = match call.value(1) {
        Some(_) => call.string(1)?.to_value(),
        None => LEVEL_INFO.to_value(),
    };
    call.this().initialize(MESSAGE, message)?;
    call.this().initialize(LEVEL, level)
}
