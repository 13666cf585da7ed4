//! `StreamIpc\Transport\TimeoutException`

use crate::zend::{Class, Declaration, class_entry, runtime_exception_class};

/// No reply came in time.
pub struct TimeoutException;

impl super::TextException for TimeoutException {
    const TEXT: &'static str = "Request timed out";
}

impl Class for TimeoutException {
    const NAME: &'static str = r"StreamIpc\Transport\TimeoutException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(runtime_exception_class())
            .method(super::text_constructor::<Self>())
    }
}
