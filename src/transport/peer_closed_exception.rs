//! `StreamIpc\Transport\PeerClosedException`

use super::TimeoutException;
use crate::session_process;
use crate::text_exception::TextException;
use crate::zend::{
    Class, Declaration, Object, PhpString, Property, Result, Slot, Thrown, ToValue, Type,
    class_entry, throw_object,
};
use stream_ipc::session::LastOutput;

/// The other side is gone, so no reply can come any more.
pub struct PeerClosedException;

/// Behind the seven properties of `\Exception`.
const LAST_OUTPUT: Slot<PeerClosedException> = Slot::new(7);
const EXIT_CODE: Slot<PeerClosedException> = Slot::new(8);
const TERM_SIGNAL: Slot<PeerClosedException> = Slot::new(9);

impl PeerClosedException {
    /// Throws `new PeerClosedException($message, 0, $previous)` with what the other side printed last, and
    /// the exit code and the signal that ended its process.
    pub fn throw(
        message: &str,
        previous: Option<Object>,
        last_output: &LastOutput,
        [exit_code, term_signal]: [Option<i64>; 2],
    ) -> Thrown {
        let args = [message.to_value(), 0.to_value(), previous.to_value()];
        match Self::entry().construct(args) {
            Ok(exception) => {
                exception.set(LAST_OUTPUT, last_output.bytes());
                exception.set(EXIT_CODE, exit_code);
                exception.set(TERM_SIGNAL, term_signal);
                throw_object(exception)
            }
            Err(thrown) => thrown,
        }
    }
}

impl PeerClosedException {
    /// Gives an exception of this class, or of one that extends it, what is known about a session's end.
    pub fn describe(exception: &Object, session: &Object, last_output: &LastOutput) -> Result {
        exception.set(LAST_OUTPUT, last_output.bytes());
        exception.set(EXIT_CODE, session_process::exit_code(session)?);
        exception.set(TERM_SIGNAL, session_process::term_signal(session)?);
        Ok(())
    }
}

impl TextException for PeerClosedException {
    const TEXT: &'static str = "Peer closed the session";
}

impl Class for PeerClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\PeerClosedException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends::<TimeoutException>()
            .property(
                LAST_OUTPUT,
                Property::private("lastOutput", Type::STRING.nullable()).null(),
            )
            .property(
                EXIT_CODE,
                Property::private("exitCode", Type::INT.nullable()).null(),
            )
            .property(
                TERM_SIGNAL,
                Property::private("termSignal", Type::INT.nullable()).null(),
            )
            .constructor(["message", "code", "previous"], Self::construct)
            .public("getExitCode", [], |exception: &Object| {
                Ok(exception.get(EXIT_CODE)?.long())
            })
            .public("getTermSignal", [], |exception: &Object| {
                Ok(exception.get(TERM_SIGNAL)?.long())
            })
            .public("getLastOutput", [], get_last_output)
    }
}

/// An exception that user code made has none.
fn get_last_output(exception: &Object) -> Result<PhpString> {
    let output = PhpString::take(exception.get(LAST_OUTPUT)?);
    Ok(output.unwrap_or_else(|| PhpString::new(b"")))
}
