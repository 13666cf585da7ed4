//! `StreamIpc\Message\ErrorMessageException`

use super::ErrorMessage;
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, Result, Thrown, ToValue, Type, class_entry,
    exception_class, throw_object,
};

/// An error that came as the reply to a request.
pub struct ErrorMessageException;

impl ErrorMessageException {
    /// Throws what an [`ErrorMessage`] says.
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
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("message", Type::class(ErrorMessage::NAME))),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let text = ErrorMessage::text(call.object::<ErrorMessage>(0)?)?;
    ErrorMessageException::entry().construct_parent(call.this(), [text])
}
