//! `StreamIpc\InvalidStreamException`

use crate::ipc_session::IpcSession;
use crate::transport::{exception_args, exception_params};
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, Property, Result, Slot, ToValue, Type, Zval,
    class_entry, runtime_exception_class,
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

impl Class for InvalidStreamException {
    const NAME: &'static str = r"StreamIpc\InvalidStreamException";

    class_entry!();

    fn declare() -> Declaration {
        let session = Type::class(IpcSession::NAME);
        let constructor =
            Method::public("__construct", construct).param(Param::new("session", session));
        Declaration::class()
            .extends_class(runtime_exception_class())
            .property(SESSION, Property::private("session", session).readonly())
            .method(exception_params(constructor))
            .method(Method::public("getSession", get_session).returns(session))
    }
}

fn construct(call: &Call<'_>) -> Result {
    let session = call.object::<IpcSession>(0)?;
    let args = exception_args(call, 1, "Invalid stream resource")?;
    call.this().initialize(SESSION, session)?;
    InvalidStreamException::entry().construct_parent(call.this(), args)
}

fn get_session(call: &Call<'_>) -> Result<Zval> {
    call.this().get(SESSION)
}
