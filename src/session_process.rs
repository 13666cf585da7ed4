//! The process at the other end of a session, if the session started it: its id, its end, and how to bring
//! that about.

use crate::engine;
use crate::ipc_session::IpcSession;
use crate::transport::{NativeMessageTransport, TRANSPORTS};
use crate::zend::{DefaultValue, Object, Or, Result, throw_logic, throw_runtime};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;
use stream_ipc::child::Child;

/// `= 5.0`
pub struct DefaultGrace;

impl DefaultValue for DefaultGrace {
    type Value = f64;

    const VALUE: f64 = 5.0;
}

/// `$session->getPid()`
pub fn pid(session: &Object) -> Result<Option<i64>> {
    Ok(process(session)?.map(|process| process.id().into()))
}

/// `$session->isRunning()`
pub fn is_running(session: &Object) -> Result<bool> {
    Ok(process(session)?.is_some_and(|process| process.is_running()))
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
    let process = own_process(session)?;
    let number = i32::try_from(signal).unwrap_or(-1);
    process.signal(number).map_err(|error| {
        let id = process.id();
        throw_runtime(&format!(
            "Cannot send signal {signal} to process {id}: {error}"
        ))
    })
}

/// `$session->terminate($grace)`
pub fn terminate(session: &Object, grace: Or<f64, DefaultGrace>) -> Result {
    let process = own_process(session)?;
    // Not-a-number gives no grace, and infinity all there is.
    let grace = match grace.value {
        seconds if seconds > 0.0 => Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST),
        _ => Duration::ZERO,
    };
    NativeMessageTransport::close_input(&IpcSession::transport(session)?)?;
    engine::terminate(&process, grace.min(LONGEST))
}

/// Longer graces would not fit into the clock.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How the process has ended, in words: "process 4711 exited with code 3"; `None` if that is unknown.
pub fn end_in_words(session: &Object) -> Result<Option<String>> {
    let Some(process) = process(session)? else {
        return Ok(None);
    };
    let (id, status) = (process.id(), process.exit_status());
    let code = status.and_then(|status| status.code());
    let signal = status.and_then(|status| status.signal());
    Ok(match (code, signal) {
        (Some(code), _) => Some(format!("process {id} exited with code {code}")),
        (None, Some(signal)) => Some(format!("process {id} was killed by signal {signal}")),
        (None, None) => None,
    })
}

/// Closes the pipes to the process.
pub fn release(session: &Object) -> Result {
    let transport = IpcSession::transport(session)?;
    let operations = TRANSPORTS.of(&transport);
    operations.map_or(Ok(()), |operations| (operations.close_pipes)(&transport))
}

/// Closes the pipes to the process if it has ended.
pub fn release_ended(session: &Object) -> Result {
    match process(session)? {
        Some(process) if !process.is_running() => release(session),
        _ => Ok(()),
    }
}

/// How the process has ended; `None` if it runs, or there is none.
pub fn exit_status(session: &Object) -> Result<Option<ExitStatus>> {
    Ok(process(session)?.and_then(|process| process.exit_status()))
}

fn process(session: &Object) -> Result<Option<Child>> {
    let transport = IpcSession::transport(session)?;
    let operations = TRANSPORTS.of(&transport);
    operations.map_or(Ok(None), |operations| (operations.process)(&transport))
}

fn own_process(session: &Object) -> Result<Child> {
    process(session)?.ok_or_else(|| {
        throw_logic(
            "The session has no process of its own: only those of spawn() and createCommandSession() have",
        )
    })
}
