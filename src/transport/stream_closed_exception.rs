//! `StreamIpc\Transport\StreamClosedException`

use crate::zend::{Class, Declaration, Thrown, class_entry, exception_class, throw};

/// A stream was closed, or broke, while it was needed.
pub struct StreamClosedException;

impl StreamClosedException {
    /// Throws it where a frame of so many bytes could not be sent.
    pub fn throw_unsent(length: usize, reason: &str) -> Thrown {
        throw::<Self>(&format!("Cannot send a frame of {length} bytes: {reason}"))
    }
}

impl super::TextException for StreamClosedException {
    const TEXT: &'static str = "Stream closed";
}

impl Class for StreamClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\StreamClosedException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(exception_class())
            .method(super::text_constructor::<Self>())
    }
}
