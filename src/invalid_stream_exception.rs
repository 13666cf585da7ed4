//! `StreamIpc\InvalidStreamException`

use crate::ipc_session::IpcSession;
use crate::text_exception::{NoCode, TextException};
use crate::zend::{
    Class, Declaration, Instance, Object, Or, PhpString, Property, Result, Slot, Throwable,
    ToValue, Type, class_entry, runtime_exception_class,
};

/// A stream of a session was closed by its owner while the session was in use.
pub struct InvalidStreamException;

/// Behind the seven properties of `\Exception`.
const SESSION: Slot<InvalidStreamException> = Slot::new(7);

impl InvalidStreamException {
    /// `new InvalidStreamException($session)`
    pub fn create(session: &Object) -> Result<Object> {
        Self::entry().construct([session.to_value()])
    }
}

impl TextException for InvalidStreamException {
    const TEXT: &'static str = "Invalid stream resource";
}

impl Class for InvalidStreamException {
    const NAME: &'static str = r"StreamIpc\InvalidStreamException";

    class_entry!();

    fn declare() -> Declaration {
        let session = Type::class(IpcSession::NAME);
        Declaration::class()
            .extends_class(runtime_exception_class())
            .property(SESSION, Property::private("session", session).readonly())
            .constructor(["session", "message", "code", "previous"], construct)
            .public("getSession", [], |exception: &Object| {
                exception
                    .get_object(SESSION)
                    .map(Instance::<IpcSession>::of)
            })
    }
}

fn construct(
    exception: &Object,
    session: &Instance<IpcSession>,
    message: Option<&PhpString>,
    code: Or<i64, NoCode>,
    previous: Option<&Instance<Throwable>>,
) -> Result {
    exception.initialize(SESSION, session)?;
    InvalidStreamException::construct(exception, message, code, previous)
}
