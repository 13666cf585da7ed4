//! Workers that the pool starts, and those that join.

use super::{
    LAST_FAILURE, PEER, SESSIONS, WORKER, WorkerPool, check_process, key_of, with_machine,
};
use crate::ipc_session::IpcSession;
use crate::native_ipc_peer;
use crate::session_process;
use crate::worker_lost_exception::WorkerLostException;
use crate::zend::{
    Array, Instance, Object, Result, ToValue, call, set_aside, throw_logic, throw_type, type_name,
};
use std::time::Instant;
use stream_ipc::pool::WorkerId;

/// Starts a worker for a slot.
pub(super) fn start(pool: &Object, slot: usize) -> Result {
    let started = set_aside(session_for(pool, slot));
    let now = Instant::now();
    if let Ok(Ok(session)) = started {
        let worker = with_machine(pool, |machine| machine.started(slot, false, now))?;
        return join(pool, &session, worker);
    }
    // Also if the Closure has called exit(): shutdown functions may go on with the pool.
    with_machine(pool, |machine| machine.start_failed(slot, now))?;
    if let Err(exception) = started? {
        pool.set(LAST_FAILURE, exception);
    }
    Ok(())
}

/// `$pool->add($worker)`
pub(super) fn add(pool: &Object, session: &Instance<IpcSession>) -> Result {
    check_process(pool)?;
    check_free(session)?;
    let worker = with_machine(pool, |machine| machine.add(false, Instant::now()))?;
    join(pool, session, worker)?;
    WorkerPool::begin(pool)
}

fn session_for(pool: &Object, slot: usize) -> Result<Object> {
    let (peer, worker) = (pool.get_object(PEER)?, pool.get(WORKER)?);
    if let Some(command) = Array::of(&worker) {
        return native_ipc_peer::spawn_command(&peer, command);
    }
    let slot = i64::try_from(slot).unwrap_or_default();
    let session = call(&worker, [peer.to_value(), slot.to_value()])?;
    match Object::of(&session) {
        Some(session) if session.is_exactly::<IpcSession>() => {
            check_free(session)?;
            Ok(session.clone())
        }
        _ => Err(throw_type(&format!(
            "The Closure that starts a worker must return an IpcSession, {} returned",
            type_name(&session)
        ))),
    }
}

/// # Errors
/// A LogicException if no pool can have the session.
fn check_free(session: &Object) -> Result {
    if IpcSession::end(session).is_some() {
        return Err(throw_logic(
            "The session has ended, so it cannot be a worker of a pool",
        ));
    }
    if IpcSession::has_owner(session) {
        return Err(throw_logic(
            "The session is a worker of a pool already, and can be one only once",
        ));
    }
    Ok(())
}

fn join(pool: &Object, session: &Object, worker: WorkerId) -> Result {
    IpcSession::set_owner(session, Some((pool, worker)))?;
    let key = key_of(worker.number());
    drop(pool.update(SESSIONS, |all| all.insert(key, session.to_value()))?);
    Ok(())
}

/// Whether the worker has certainly not run any job: the shell did not find its program.
pub(super) fn has_never_run(session: &Object) -> Result<bool> {
    const NOT_EXECUTABLE: i64 = 126;
    const NOT_FOUND: i64 = 127;
    let code = session_process::exit_code(session)?;
    let is_missing = matches!(code, Some(NOT_EXECUTABLE | NOT_FOUND));
    Ok(is_missing && !IpcSession::has_heard(session)?)
}

/// Keeps the last words of a worker that ended before it said anything.
pub(super) fn note_end(pool: &Object, session: &Object) -> Result {
    if !IpcSession::has_heard(session)? {
        let failure = WorkerLostException::of_session("A worker ended at once", session)?;
        pool.set(LAST_FAILURE, failure);
    }
    Ok(())
}
