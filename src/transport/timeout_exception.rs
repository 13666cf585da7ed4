//! `StreamIpc\Transport\TimeoutException`

use crate::limits::send_timeout;
use crate::text_exception::TextException;
use crate::zend::{
    Class, Declaration, PhpString, Thrown, class_entry, runtime_exception_class, throw,
};

/// No reply came in time, or a message could not leave in time.
pub struct TimeoutException;

impl TimeoutException {
    /// Throws the exception of a request that got no reply in time.
    pub fn throw_unanswered(seconds: f64) -> Thrown {
        let seconds = spelled(seconds);
        throw::<Self>(&format!("IPC request timed out after {seconds}s"))
    }

    /// Throws the exception of a message that waited for room as long as the setting allows.
    pub fn throw_unsent() -> Thrown {
        let seconds = spelled(send_timeout());
        throw::<Self>(&format!(
            "The other side had no room for the message within {seconds}s: does it still read? \
             (stream_ipc.send_timeout)"
        ))
    }
}

/// A number in PHP's notation.
fn spelled(number: f64) -> String {
    String::from_utf8_lossy(PhpString::of_float(number).as_bytes()).into_owned()
}

impl TextException for TimeoutException {
    const TEXT: &'static str = "Request timed out";
}

impl Class for TimeoutException {
    const NAME: &'static str = r"StreamIpc\Transport\TimeoutException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(runtime_exception_class())
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
