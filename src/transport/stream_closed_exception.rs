//! `StreamIpc\Transport\StreamClosedException`

use crate::text_exception::TextException;
use crate::zend::{Class, Declaration, class_entry, exception_class};

/// A stream was closed, or broke, while it was needed.
pub struct StreamClosedException;

impl TextException for StreamClosedException {
    const TEXT: &'static str = "Stream closed";
}

impl Class for StreamClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\StreamClosedException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(exception_class())
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
