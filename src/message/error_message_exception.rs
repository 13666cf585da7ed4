//! `StreamIpc\Message\ErrorMessageException`

use super::ErrorMessage;
use crate::zend::{
    Class, Declaration, Instance, Object, Result, Thrown, ToValue, class_entry, exception_class,
    throw_object,
};

/// An error that came as the reply to a request.
pub struct ErrorMessageException;

impl ErrorMessageException {
    /// Throws the text of an [`ErrorMessage`].
    pub fn throw(error: &Object) -> Thrown {
        Self::entry()
            .construct([error.to_value()])
            .map_or_else(|thrown| thrown, throw_object)
    }
}

impl Class for ErrorMessageException {
    const NAME: &'static str = r"StreamIpc\Message\ErrorMessageException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(exception_class())
            .constructor(["message"], construct)
    }
}

fn construct(exception: &Object, error: &Instance<ErrorMessage>) -> Result {
    let text = ErrorMessage::text(error)?.to_value();
    ErrorMessageException::entry().construct_parent(exception, [text])
}
