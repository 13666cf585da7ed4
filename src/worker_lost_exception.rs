//! `StreamIpc\WorkerLostException`

use crate::ipc_session::IpcSession;
use crate::session_process;
use crate::text_exception::TextException;
use crate::transport::PeerClosedException;
use crate::zend::{Class, Declaration, Object, Property, Result, Slot, ToValue, Type, class_entry};
use stream_ipc::session::End;

/// The worker of a job died while it was busy with the job.
pub struct WorkerLostException;

/// Behind the seven properties of `\Exception`, and the three of its parent.
const PID: Slot<WorkerLostException> = Slot::new(10);

impl WorkerLostException {
    /// The exception about a worker whose session has ended: what that means, and how it ended.
    pub fn of_session(what: &str, session: &Object) -> Result<Object> {
        let last_output = IpcSession::last_output(session)?;
        let how = session_process::end_in_words(session)?;
        let how = how.unwrap_or_else(|| match IpcSession::end(session) {
            Some(End::Here) => "its session was closed on this side".to_owned(),
            _ => "the worker has closed its streams".to_owned(),
        });
        let text = format!("{what}: {how}{last_output}");
        let exception = Self::entry().construct([text.to_value()])?;
        PeerClosedException::describe(&exception, session, &last_output)?;
        exception.set(PID, session_process::pid(session)?);
        Ok(exception)
    }
}

impl TextException for WorkerLostException {
    const TEXT: &'static str = "The worker is gone";
}

impl Class for WorkerLostException {
    const NAME: &'static str = r"StreamIpc\WorkerLostException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends::<PeerClosedException>()
            .property(PID, Property::private("pid", Type::INT.nullable()).null())
            .constructor(["message", "code", "previous"], Self::construct)
            .public("getPid", [], |exception: &Object| {
                Ok(exception.get(PID)?.long())
            })
    }
}
