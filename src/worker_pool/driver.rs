//! Does what the pool's machine says.

use super::{
    DEFERRED, SESSIONS, WorkerPool, as_session, forget_job, has_listeners, is_here, job_of, key_of,
    outcomes, session_of, starting, tell_event, with_machine,
};
use crate::ipc_session::IpcSession;
use crate::job::Job;
use crate::limits::JobTimes;
use crate::pool_event::PoolEvent;
use crate::pooling;
use crate::session_process;
use crate::transport::StreamClosedException;
use crate::zend::{Object, PhpString, Result, Stateful, Zval, set_aside, throw_object};
use std::time::{Duration, Instant};
use stream_ipc::pool::{Action, Handout, WorkerId};
use stream_ipc::session::Outcome;

impl WorkerPool {
    /// Does all that is to do now; nothing in a forked process.
    ///
    /// # Errors
    /// What handlers throw, now or in [`Self::begin`]. The rest is done in the peer's next turn.
    pub fn work(pool: &Object) -> Result {
        match Object::take(pool.get(DEFERRED)?) {
            Some(exception) => {
                pool.set(DEFERRED, Zval::null());
                pooling::note_news(&Self::peer(pool)?, pool);
                Err(throw_object(exception))
            }
            None => go_on(pool),
        }
    }

    /// Does all that is to do now, for a caller that must not fail any more. What handlers throw comes out
    /// of the peer's next turn.
    pub fn begin(pool: &Object) -> Result {
        let done = set_aside(go_on(pool))?;
        let deferred = Object::take(pool.get(DEFERRED)?).or(done.err());
        if let Some(exception) = deferred {
            pool.set(DEFERRED, exception);
            pooling::note_news(&Self::peer(pool)?, pool);
        }
        Ok(())
    }

    /// Tells the pool the time, as it was before everything was read that has come by then.
    pub fn ring(pool: &Object, now: Instant) -> Result {
        if is_here(pool) {
            with_machine(pool, |machine| machine.handle_timeout(now))?;
        }
        Self::work(pool)
    }

    /// A worker has answered a job, or says that it is done with one that has its outcome already.
    pub fn answered(
        pool: &Object,
        job: &Object,
        handout: Handout,
        outcome: Option<Outcome<Object>>,
    ) -> Result {
        if !is_here(pool) {
            return Ok(());
        }
        let finished = with_machine(pool, |machine| machine.answered(handout, Instant::now()))?;
        note_ahead(pool, handout.worker)?;
        // First, as handlers may not return.
        pooling::note_news(&Self::peer(pool)?, pool);
        let settled = match (finished, outcome) {
            (Some(finished), Some(Outcome::Reply(reply))) => {
                drop(forget_job(pool, handout.job)?);
                Job::settle_with_reply(job, reply, finished.attempts)
            }
            _ => Ok(()),
        };
        let settled = set_aside(settled)?;
        let gone_on = set_aside(go_on_elsewhere(pool, handout.worker))?;
        settled.and(gone_on).map_err(throw_object)
    }

    /// A worker has returned a job that was handed ahead.
    pub fn returned(pool: &Object, handout: Handout) -> Result {
        if !is_here(pool) {
            return Ok(());
        }
        with_machine(pool, |machine| machine.returned(handout, Instant::now()))?;
        pooling::note_news(&Self::peer(pool)?, pool);
        go_on_elsewhere(pool, handout.worker)
    }

    /// The session of a worker has ended. Its process may live on.
    pub fn lost(pool: &Object, session: &Object, worker: WorkerId) -> Result {
        if !is_here(pool) {
            return Ok(());
        }
        starting::note_end(pool, session)?;
        let never_started = starting::has_never_run(session)?;
        let has_spoken = IpcSession::has_heard(session)?;
        let grace = with_machine(pool, |machine| {
            if has_spoken {
                machine.spoke(worker);
            }
            machine.lost(worker, never_started, Instant::now());
            machine.options().grace
        })?;
        Self::state(pool).borrow_mut().gone.push(worker);
        if session_process::is_running(session)? {
            session_process::end_within(session, grace)?;
        }
        Self::work(pool)
    }
}

fn go_on(pool: &Object) -> Result {
    if !is_here(pool) {
        return Ok(());
    }
    let peer = WorkerPool::peer(pool)?;
    // If a handler throws or exits, the peer's next turn goes on.
    pooling::note_news(&peer, pool);
    act(pool)?;
    forget_gone(pool)?;
    let due = with_machine(pool, |machine| machine.poll_timeout())?;
    pooling::set_due(&peer, pool, due);
    Ok(())
}

/// Goes on with a pool if the worker's session is with another peer, which knows nothing of pools. The
/// pool's own goes on at the end of its turn, when all answers that came together are known.
fn go_on_elsewhere(pool: &Object, worker: WorkerId) -> Result {
    match session_of(pool, worker)? {
        Some(session) if !IpcSession::belongs_to(&session, &WorkerPool::peer(pool)?)? => {
            WorkerPool::work(pool)
        }
        _ => Ok(()),
    }
}

/// Does one thing after another, until there is nothing to do.
fn act(pool: &Object) -> Result {
    while let Some(action) = with_machine(pool, |machine| machine.poll_action(Instant::now()))? {
        match action {
            Action::Start { slot } => starting::start(pool, slot)?,
            Action::Send { handout, start_by } => send(pool, handout, start_by)?,
            Action::Cancel(handout) => cancel(pool, handout)?,
            Action::TakeBack(handout) => take_back(pool, handout)?,
            Action::Measure(worker) => measure(pool, worker)?,
            Action::Retire(worker) => end(pool, worker, session_process::close_input)?,
            Action::Terminate { worker, grace } => {
                end(pool, worker, |session| {
                    session_process::end_within(session, grace)
                })?;
            }
            Action::Resolve {
                job,
                finished,
                outcome,
            } => outcomes::resolve(pool, job, &finished, outcome)?,
            Action::Report(event) if has_listeners(pool)? => {
                tell_event(pool, &PoolEvent::create(pool, event)?)?;
            }
            Action::Report(_) => {}
        }
    }
    Ok(())
}

/// Sends a job to a worker.
fn send(pool: &Object, handout: Handout, start_by: Option<Instant>) -> Result {
    let (job, session) = (
        job_of(pool, handout.job)?,
        session_of(pool, handout.worker)?,
    );
    let (Some(job), Some(session)) = (job, session) else {
        // Only Reflection takes one of them away.
        return with_machine(pool, |machine| {
            machine.not_sent(handout, Instant::now());
        });
    };
    let limit = with_machine(pool, |machine| machine.timeout(handout.job))?;
    let times = JobTimes { limit, start_by };
    let Err(exception) = set_aside(Job::send(&job, &session, handout, times))? else {
        return Ok(());
    };
    let now = Instant::now();
    if exception.is_a::<StreamClosedException>() {
        // The worker is gone, as its session will find. The job has not left.
        return with_machine(pool, |machine| machine.unreachable(handout, now));
    }
    // No worker can have this job.
    if with_machine(pool, |machine| machine.not_sent(handout, now))?.is_some() {
        drop(forget_job(pool, handout.job)?);
        Job::settle_with_failure(&job, exception, 0)?;
    }
    Ok(())
}

/// Tells a worker that nobody waits for a job any more, unless the job has not begun to leave.
fn cancel(pool: &Object, handout: Handout) -> Result {
    if let Some((session, id)) = request_of(pool, handout)?
        && !IpcSession::cancel_job(&session, &id)?
    {
        with_machine(pool, |machine| machine.not_sent(handout, Instant::now()))?;
    }
    Ok(())
}

/// Forgets a job that a worker does not start.
fn take_back(pool: &Object, handout: Handout) -> Result {
    match request_of(pool, handout)? {
        Some((session, id)) => IpcSession::forget_job(&session, &id),
        None => Ok(()),
    }
}

/// The session to which a job was handed out like this, and the id of its request there.
fn request_of(pool: &Object, handout: Handout) -> Result<Option<(Object, PhpString)>> {
    match job_of(pool, handout.job)? {
        Some(job) => Job::request(&job, handout),
        None => Ok(None),
    }
}

fn measure(pool: &Object, worker: WorkerId) -> Result {
    let Some(session) = session_of(pool, worker)? else {
        return Ok(());
    };
    let bytes = session_process::memory(&session)?;
    with_machine(pool, |machine| {
        if let Some(bytes) = bytes {
            machine.measured(worker, bytes, Instant::now());
        }
    })
}

/// Ends a worker, if its session has not ended.
fn end(pool: &Object, worker: WorkerId, how: impl FnOnce(&Object) -> Result) -> Result {
    match session_of(pool, worker)? {
        Some(session) if IpcSession::end(&session).is_none() => how(&session),
        Some(_) => Ok(()),
        // Only Reflection takes it away.
        None => with_machine(pool, |machine| machine.lost(worker, true, Instant::now())),
    }
}

/// Lets the pool hand jobs ahead to a worker that has said that it is our child, and so has our clock: one
/// behind ssh may not. Before a job is taken back, everything must be read that its worker has said, and the
/// pool's peer reads only for its own sessions.
fn note_ahead(pool: &Object, worker: WorkerId) -> Result {
    if with_machine(pool, |machine| machine.takes_ahead(worker))? != Some(false) {
        return Ok(());
    }
    let Some(session) = session_of(pool, worker)? else {
        return Ok(());
    };
    if IpcSession::is_child(&session)?
        && IpcSession::belongs_to(&session, &WorkerPool::peer(pool)?)?
    {
        let now = Instant::now();
        with_machine(pool, |machine| machine.allow_ahead(worker, now))?;
    }
    Ok(())
}

/// Forgets the sessions of workers whose last actions are done.
fn forget_gone(pool: &Object) -> Result {
    let gone = std::mem::take(&mut WorkerPool::state(pool).borrow_mut().gone);
    for worker in gone {
        drop(pool.update(SESSIONS, |sessions| {
            sessions.remove(key_of(worker.number()))
        })?);
    }
    Ok(())
}

/// Ends all workers of a pool that is being destroyed, without waiting.
pub(super) fn abandon(pool: &Object) -> Result {
    pooling::forget(&WorkerPool::peer(pool)?, pool.id())?;
    let sessions = pool.get_array(SESSIONS)?;
    for session in sessions.values().filter_map(as_session) {
        IpcSession::set_owner(session, None)?;
        if session_process::pid(session)?.is_some() {
            session_process::end_within(session, GRACE_OF_ABANDONED)?;
            IpcSession::close(session)?;
        }
    }
    Ok(())
}

/// How long the workers of a pool that was dropped may take to end.
const GRACE_OF_ABANDONED: Duration = Duration::from_secs(5);
