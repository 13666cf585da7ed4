//! `StreamIpc\Job`

use crate::awaitable::{AWAITABLES, Awaitable, AwaitableOperations};
use crate::fibers;
use crate::incoming_request::IncomingRequest;
use crate::ipc_session::IpcSession;
use crate::limits::JobTimes;
use crate::message::Message;
use crate::worker_pool::WorkerPool;
use crate::zend::{
    Callable, Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Stateful,
    ToValue, Type, Zval, call, check_exception, class_entry,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;
use stream_ipc::pool::{Handout, JobId};

/// A job that was submitted to a pool, and promises its outcome.
pub struct Job;

/// Null once it has its outcome.
const POOL: Slot<Job> = Slot::new(0);
const MESSAGE: Slot<Job> = Slot::new(1);

/// The session of the worker that had the job last, and the id of its request there.
const SESSION: Slot<Job> = Slot::new(6);
const REQUEST: Slot<Job> = Slot::new(7);

impl Awaitable for Job {
    const REPLY: Slot<Self> = Slot::new(2);
    const FAILURE: Slot<Self> = Slot::new(3);
    const WAITERS: Slot<Self> = Slot::new(4);
    const MESSAGE_HANDLERS: Slot<Self> = Slot::new(5);
}

/// The state of a job beside its properties.
#[derive(Default)]
pub struct State {
    id: JobId,
    /// How a worker had it last.
    handout: Option<Handout>,
    /// How long it might take there.
    limit: Option<Duration>,
    /// How often it was started, once it has its outcome.
    attempts: u32,
    is_settled: bool,
}

impl Job {
    /// A new job of this pool.
    pub fn create(pool: &Object, message: &Object, id: JobId) -> Result<Object> {
        let job = Self::entry().instantiate()?;
        job.set(POOL, pool);
        job.set(MESSAGE, message);
        Self::state(&job).borrow_mut().id = id;
        Ok(job)
    }

    /// Sends the job to a worker.
    ///
    /// # Errors
    /// A StreamClosedException if the worker takes nothing any more; exceptions of the serializer.
    pub fn send(job: &Object, session: &Object, handout: Handout, times: JobTimes) -> Result {
        let request = IpcSession::send_job(session, &job.get_object(MESSAGE)?, job, times)?;
        job.set(SESSION, session);
        job.set(REQUEST, request);
        let mut state = Self::state(job).borrow_mut();
        (state.handout, state.limit) = (Some(handout), times.limit);
        Ok(())
    }

    /// The session to which it was handed out like this, and the id of its request there.
    pub fn request(job: &Object, handout: Handout) -> Result<Option<(Object, PhpString)>> {
        if Self::state(job).borrow().handout != Some(handout) {
            return Ok(None);
        }
        Ok(Some((job.get_object(SESSION)?, job.get_string(REQUEST)?)))
    }

    /// The worker that had it last, in words, and how long it might take there.
    pub fn last_worker(job: &Object) -> Result<(Option<Object>, Option<Duration>)> {
        let limit = Self::state(job).borrow().limit;
        Ok((Object::take(job.get(SESSION)?), limit))
    }

    /// The class of its message.
    pub fn class(job: &Object) -> Result<String> {
        let class = job.get_object(MESSAGE)?.class_name();
        Ok(String::from_utf8_lossy(&class).into_owned())
    }

    /// Gives the job its reply, and tells whoever waits for it.
    pub fn settle_with_reply(job: &Object, reply: Object, attempts: u32) -> Result {
        Self::keep_reply(job, reply)?;
        Self::settle(job, attempts)
    }

    /// Gives the job the exception that await() throws, and tells whoever waits for it.
    pub fn settle_with_failure(job: &Object, exception: Object, attempts: u32) -> Result {
        Self::keep_failure(job, exception);
        Self::settle(job, attempts)
    }

    /// From now on it holds neither its pool nor its worker.
    fn settle(job: &Object, attempts: u32) -> Result {
        {
            let mut state = Self::state(job).borrow_mut();
            (state.is_settled, state.attempts) = (true, attempts);
        }
        job.set(POOL, Zval::null());
        job.set(SESSION, Zval::null());
        Self::tell(job)
    }

    /// Answers a request with the outcome, once it is known.
    pub fn answer(job: &Object, request: &Object) -> Result {
        match is_resolved(job) {
            true => IncomingRequest::answer_with(request, job),
            false => Self::add(job, Self::WAITERS, request.to_value()),
        }
    }

    /// Learns that the worker did not start it, though it was handed out ahead.
    pub fn returned(job: &Object, session: &Object) -> Result {
        match Self::place(job, session)? {
            Some((pool, handout)) => WorkerPool::returned(&pool, handout),
            None => Ok(()),
        }
    }

    /// The pool of the session that had it last, and how that got it.
    fn place(job: &Object, session: &Object) -> Result<Option<(Object, Handout)>> {
        let handout = Self::state(job).borrow().handout;
        let pool = match Object::take(job.get(POOL)?) {
            Some(pool) => Some(pool),
            None => IpcSession::owner(session)?,
        };
        Ok(pool.zip(handout))
    }

    /// Learns that its request has its outcome, or that a worker has answered a job that has another one.
    fn note_outcome(job: &Object, session: &Object, id: &[u8]) -> Result {
        // The pool hears of the end by itself.
        if IpcSession::end(session).is_some() {
            return Ok(());
        }
        let Some((pool, handout)) = Self::place(job, session)? else {
            return Ok(());
        };
        let outcome = IpcSession::take_outcome(session, &PhpString::new(id))?;
        WorkerPool::answered(&pool, job, handout, outcome)
    }
}

impl Stateful for Job {
    type State = State;
}

impl Class for Job {
    const NAME: &'static str = r"StreamIpc\Job";

    class_entry!();

    fn declare() -> Declaration {
        let class = Declaration::final_class()
            .stateful::<Self>()
            .operations::<Self, _>(
                &AWAITABLES,
                AwaitableOperations {
                    note_outcome: Self::note_outcome,
                    tell_message: Self::tell_message,
                },
            )
            .property(
                POOL,
                Property::private("pool", Type::class(WorkerPool::NAME).nullable()).null(),
            )
            .property(
                MESSAGE,
                Property::private("message", Type::class(Message::NAME)),
            );
        let session = Type::class(IpcSession::NAME);
        Self::with_outcome(class)
            .property(
                SESSION,
                Property::private("session", session.nullable()).null(),
            )
            .property(
                REQUEST,
                Property::private("request", Type::STRING.nullable()).null(),
            )
            .private_constructor()
            .public("await", [], await_outcome)
            .public("isResolved", [], is_resolved)
            .public("onResolved", ["handler"], on_resolved)
            .public("onMessage", ["handler"], on_message)
            .public("cancel", [], cancel)
            .public("getMessage", [], |job: &Object| {
                job.get_object(MESSAGE).map(Instance::<Message>::of)
            })
            .public("getAttempts", [], attempts)
    }
}

fn is_resolved(job: &Object) -> bool {
    Job::state(job).borrow().is_settled
}

/// Waits until the outcome is known.
fn await_outcome(job: &Object) -> Result<Instance<Message>> {
    while !is_resolved(job) {
        let pool = job.get_object(POOL)?;
        if fibers::exist()
            && let Some(fiber) = fibers::current_of(&WorkerPool::peer(&pool)?)?
        {
            Job::add(job, Job::WAITERS, (&fiber).to_value())?;
            if Job::suspend(job, &fiber)? {
                continue;
            }
        }
        WorkerPool::advance(&pool, Deadline::NEVER)?;
    }
    Job::outcome(job)
}

fn on_resolved(job: &Object, handler: &Callable) -> Result {
    if !is_resolved(job) {
        return Job::add(job, Job::WAITERS, handler.shallow_clone());
    }
    drop(call(handler, [job.to_value()])?);
    check_exception()
}

fn on_message(job: &Object, handler: &Callable) -> Result {
    match is_resolved(job) {
        true => Ok(()),
        false => Job::add(job, Job::MESSAGE_HANDLERS, handler.shallow_clone()),
    }
}

fn cancel(job: &Object) -> Result {
    let id = Job::state(job).borrow().id;
    match is_resolved(job) {
        true => Ok(()),
        false => WorkerPool::cancel(&job.get_object(POOL)?, id),
    }
}

/// How often a worker has started it so far.
fn attempts(job: &Object) -> Result<i64> {
    let (id, known) = {
        let state = Job::state(job).borrow();
        (state.id, state.is_settled.then_some(state.attempts))
    };
    let attempts = match known {
        Some(attempts) => Some(attempts),
        None => WorkerPool::attempts(&job.get_object(POOL)?, id)?,
    };
    Ok(attempts.unwrap_or_default().into())
}
