//! Does what the pool's machine says.

use super::{
    SESSIONS, WorkerPool, forget_job, has_listeners, job_of, key_of, outcomes, session_of,
    starting, tell_event, with_machine,
};
use crate::ipc_session::IpcSession;
use crate::job::Job;
use crate::limits::JobTimes;
use crate::pool_event::PoolEvent;
use crate::pooling;
use crate::session_process;
use crate::transport::StreamClosedException;
use crate::zend::{Object, PhpString, Result, Stateful, set_aside, throw_object};
use std::time::{Duration, Instant};
use stream_ipc::pool::{Action, Handout, WorkerId};
use stream_ipc::session::Outcome;

impl WorkerPool {
    /// Does all that is to do now.
    ///
    /// # Errors
    /// What handlers throw. The rest is done in the peer's next turn.
    pub fn work(pool: &Object) -> Result {
        let done = set_aside(act(pool))?;
        if done.is_ok() {
            forget_gone(pool)?;
        }
        // What is left after an exception is due at once.
        let due = match done {
            Ok(()) => with_machine(pool, |machine| machine.poll_timeout())?,
            Err(_) => Some(Instant::now()),
        };
        pooling::set_due(&Self::peer(pool)?, pool, due);
        done.map_err(throw_object)
    }

    /// Tells the pool the time, as it was before everything was read that has come by then.
    pub fn ring(pool: &Object, now: Instant) -> Result {
        with_machine(pool, |machine| machine.handle_timeout(now))?;
        Self::work(pool)
    }

    /// A worker has answered a job, or says that it is done with one that has its outcome already.
    pub fn answered(
        pool: &Object,
        job: &Object,
        handout: Handout,
        outcome: Option<Outcome<Object>>,
    ) -> Result {
        let finished = with_machine(pool, |machine| machine.answered(handout, Instant::now()))?;
        let settled = match (finished, outcome) {
            (Some(finished), Some(Outcome::Reply(reply))) => {
                drop(forget_job(pool, handout.job)?);
                Job::settle_with_reply(job, reply, finished.attempts)
            }
            _ => Ok(()),
        };
        let settled = set_aside(settled)?;
        note_ahead(pool, handout.worker)?;
        Self::go_on(pool, handout.worker)?;
        settled.map_err(throw_object)
    }

    /// A worker has returned a job that was handed ahead.
    pub fn returned(pool: &Object, handout: Handout) -> Result {
        with_machine(pool, |machine| machine.returned(handout, Instant::now()))?;
        Self::go_on(pool, handout.worker)
    }

    /// Has the pool's peer go on with the pool at the end of its turn, when all answers that came together
    /// are known. The peer of a worker that was added knows nothing of pools.
    fn go_on(pool: &Object, worker: WorkerId) -> Result {
        let own = Self::peer(pool)?;
        let session = session_of(pool, worker)?;
        let is_own = match &session {
            Some(session) => IpcSession::peer(session)?.is(&own),
            None => true,
        };
        match is_own {
            true => {
                pooling::note_news(&own, pool);
                Ok(())
            }
            false => Self::work(pool),
        }
    }

    /// The session of a worker has ended.
    pub fn lost(pool: &Object, session: &Object, worker: WorkerId) -> Result {
        starting::note_end(pool, session)?;
        let never_started = starting::has_never_run(session)?;
        let has_spoken = IpcSession::has_heard(session)?;
        with_machine(pool, |machine| {
            if has_spoken {
                machine.spoke(worker);
            }
            machine.lost(worker, never_started, Instant::now());
        })?;
        Self::state(pool).borrow_mut().gone.push(worker);
        Self::work(pool)
    }
}

/// Does one thing after another, until there is nothing to do.
fn act(pool: &Object) -> Result {
    while let Some(action) = with_machine(pool, |machine| machine.poll_action(Instant::now()))? {
        match action {
            Action::Start { slot } => starting::start(pool, slot)?,
            Action::Send { handout, start_by } => send(pool, handout, start_by)?,
            Action::Cancel(handout) => withdraw(pool, handout, IpcSession::cancel_job)?,
            Action::TakeBack(handout) => withdraw(pool, handout, IpcSession::forget_job)?,
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
        return Ok(());
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

/// Takes a job away from the worker that has it.
fn withdraw(pool: &Object, handout: Handout, how: fn(&Object, &PhpString) -> Result) -> Result {
    let Some(job) = job_of(pool, handout.job)? else {
        return Ok(());
    };
    match Job::request(&job, handout)? {
        Some((session, id)) => how(&session, &id),
        None => Ok(()),
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
        _ => Ok(()),
    }
}

/// Lets the pool hand jobs ahead to a worker that has said that it is native.
fn note_ahead(pool: &Object, worker: WorkerId) -> Result {
    if with_machine(pool, |machine| machine.takes_ahead(worker))? != Some(false) {
        return Ok(());
    }
    let Some(session) = session_of(pool, worker)? else {
        return Ok(());
    };
    if IpcSession::is_native(&session)? && session_process::pid(&session)?.is_some() {
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
    let sessions = pool.get_array(SESSIONS)?;
    for session in sessions.values().filter_map(Object::of) {
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
