//! The process at the other end of a session, if the session started it: its id, its end, and how to bring
//! that about.

use crate::engine;
use crate::ipc_session::IpcSession;
use crate::transport::{ProcessOperations, TRANSPORTS};
use crate::zend::{DefaultValue, Object, Or, Result, throw_logic, throw_runtime};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;
use stream_ipc::child::Child;
use stream_ipc::deadline::Deadline;

/// `= 5.0`
pub struct DefaultGrace;

impl DefaultValue for DefaultGrace {
    type Value = f64;

    const VALUE: f64 = 5.0;
}

/// A process, and the transport over its pipes.
struct Process {
    child: Child,
    transport: Object,
    operations: &'static ProcessOperations,
}

impl Process {
    /// The process of a session; `None` if the session has not started one.
    fn of(session: &Object) -> Result<Option<Self>> {
        let transport = IpcSession::transport(session)?;
        let operations = TRANSPORTS
            .of(&transport)
            .and_then(|all| all.process.as_ref());
        Ok(operations.and_then(|operations| {
            Some(Self {
                child: (operations.child)(&transport)?,
                transport,
                operations,
            })
        }))
    }

    /// # Errors
    /// A LogicException if the session has not started one.
    fn own(session: &Object) -> Result<Self> {
        Self::of(session)?.ok_or_else(|| {
            throw_logic(
                "The session has no process of its own: only those of spawn() and \
                 createCommandSession() have",
            )
        })
    }

    fn terminate(&self, grace: f64) -> Result {
        (self.operations.close_input)(&self.transport)?;
        engine::terminate(&self.child, Deadline::after_seconds(grace))
    }

    fn close_pipes(&self) -> Result {
        (self.operations.close_pipes)(&self.transport)
    }
}

/// `$session->getPid()`
pub fn pid(session: &Object) -> Result<Option<i64>> {
    Ok(Process::of(session)?.map(|process| process.child.id().into()))
}

/// `$session->isRunning()`
pub fn is_running(session: &Object) -> Result<bool> {
    Ok(Process::of(session)?.is_some_and(|process| process.child.is_running()))
}

/// `$session->getExitCode()`
pub fn exit_code(session: &Object) -> Result<Option<i64>> {
    Ok(exit_status(session)?
        .and_then(|status| status.code())
        .map(i64::from))
}

/// `$session->getTermSignal()`
pub fn term_signal(session: &Object) -> Result<Option<i64>> {
    Ok(exit_status(session)?
        .and_then(|status| status.signal())
        .map(i64::from))
}

/// `$session->signal($signal)`
pub fn signal(session: &Object, signal: i64) -> Result {
    let child = Process::own(session)?.child;
    let number = i32::try_from(signal).unwrap_or(-1);
    child.signal(number).map_err(|error| {
        let id = child.id();
        throw_runtime(&format!(
            "Cannot send signal {signal} to process {id}: {error}"
        ))
    })
}

/// `$session->terminate($grace)`
pub fn terminate(session: &Object, grace: Or<f64, DefaultGrace>) -> Result {
    Process::own(session)?.terminate(grace.value)
}

/// Ends the process because of a request that it is busy with for too long, if there is one.
pub fn end(session: &Object) -> Result {
    match Process::of(session)? {
        Some(process) => process.terminate(DefaultGrace::VALUE),
        None => Ok(()),
    }
}

/// Ends the process, or the session if it has none: it may take so long.
pub fn end_within(session: &Object, grace: Duration) -> Result {
    match Process::of(session)? {
        Some(process) => process.terminate(grace.as_secs_f64()),
        None => IpcSession::close(session),
    }
}

/// Closes the input of the process, so that it ends by itself; closes the session if it has none.
pub fn close_input(session: &Object) -> Result {
    match Process::of(session)? {
        Some(process) => (process.operations.close_input)(&process.transport),
        None => IpcSession::close(session),
    }
}

/// Bytes of memory that the process has; `None` if that is unknown.
pub fn memory(session: &Object) -> Result<Option<u64>> {
    Ok(Process::of(session)?.and_then(|process| process.child.memory()))
}

/// Throws if the session has started no process.
///
/// # Errors
/// A LogicException that says so.
pub fn require(session: &Object) -> Result {
    Process::own(session).map(drop)
}

/// How the process has ended, in words: "process 4711 exited with code 3"; `None` if that is unknown.
pub fn end_in_words(session: &Object) -> Result<Option<String>> {
    let Some(id) = pid(session)? else {
        return Ok(None);
    };
    Ok(match (exit_code(session)?, term_signal(session)?) {
        (Some(code), _) => Some(format!("process {id} exited with code {code}")),
        (None, Some(signal)) => Some(format!("process {id} was killed by signal {signal}")),
        (None, None) => None,
    })
}

/// Closes the pipes to the process.
pub fn release(session: &Object) -> Result {
    Process::of(session)?.map_or(Ok(()), |process| process.close_pipes())
}

/// Closes the pipes to the process if it has ended.
pub fn release_ended(session: &Object) -> Result {
    match Process::of(session)? {
        Some(process) if !process.child.is_running() => process.close_pipes(),
        _ => Ok(()),
    }
}

/// How the process has ended; `None` if it runs, or there is none.
pub fn exit_status(session: &Object) -> Result<Option<ExitStatus>> {
    Ok(Process::of(session)?.and_then(|process| process.child.exit_status()))
}
