//! `StreamIpc\Transport\CancelledException`

use super::TimeoutException;
use crate::text_exception::TextException;
use crate::zend::{Class, Declaration, PhpString, Thrown, class_entry, throw};

/// This side has cancelled the request.
pub struct CancelledException;

impl CancelledException {
    /// Throws the exception of the request with this id.
    pub fn throw(id: &PhpString) -> Thrown {
        let id = String::from_utf8_lossy(id.as_bytes());
        throw::<Self>(&format!("Request {id} was cancelled on this side"))
    }
}

impl TextException for CancelledException {
    const TEXT: &'static str = "Request cancelled";
}

impl Class for CancelledException {
    const NAME: &'static str = r"StreamIpc\Transport\CancelledException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends::<TimeoutException>()
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
