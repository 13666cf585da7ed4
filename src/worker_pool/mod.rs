//! `StreamIpc\WorkerPool`

mod driver;
mod outcomes;
mod settings;
mod starting;
mod stats;

use crate::ipc_peer::IpcPeer;
use crate::ipc_session::IpcSession;
use crate::job::Job;
use crate::job_iterator;
use crate::message::Message;
use crate::native_ipc_peer::NativeIpcPeer;
use crate::pooling;
use crate::queue_full_exception::QueueFullException;
use crate::transport::TimeoutException;
use crate::zend::{
    Array, Callable, Class, Declaration, Instance, Object, Or, Property, Result, Slot, Stateful,
    ToValue, Type, Zval, call, check_exception, class_entry, each_in_turn, throw, throw_error,
    throw_logic,
};
use settings::{Count, Grace, Never, One, QueueLimit, Seconds, Time, Wait, Worker, Zero};
use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use stream_ipc::deadline::Deadline;
use stream_ipc::pool::{JobId, Options, Pool, Reason, Refused, WorkerId};
use stream_ipc::process;

/// Hands jobs to workers, and replaces workers that die.
pub struct WorkerPool;

const PEER: Slot<WorkerPool> = Slot::new(0);

/// The command of a worker, or the Closure that starts one.
const WORKER: Slot<WorkerPool> = Slot::new(1);

/// The sessions of the workers by their keys.
const SESSIONS: Slot<WorkerPool> = Slot::new(2);

/// The jobs without an outcome by their keys.
const JOBS: Slot<WorkerPool> = Slot::new(3);

const EVENT_HANDLERS: Slot<WorkerPool> = Slot::new(4);

/// Why the last worker could not be started, or died before it said anything.
const LAST_FAILURE: Slot<WorkerPool> = Slot::new(5);

/// Jobs that stop() returns: they never started.
const NEVER_STARTED: Slot<WorkerPool> = Slot::new(6);

/// What a handler threw in a call that gave a job to its caller; comes out of the next turn.
const DEFERRED: Slot<WorkerPool> = Slot::new(7);

/// The pool's decisions. What a job is does not concern it.
type Machine = Pool<()>;

/// The state of a pool beside its properties.
#[derive(Default)]
pub struct State {
    /// `None` before the constructor has run.
    machine: Option<Machine>,
    /// The process that has made it: the workers are its children.
    process: u32,
    /// Workers whose last actions are still to come.
    gone: Vec<WorkerId>,
}

/// Lends the machine of a pool. `body` must not call into PHP.
///
/// # Errors
/// If the constructor has not run.
fn with_machine<R>(pool: &Object, body: impl FnOnce(&mut Machine) -> R) -> Result<R> {
    let mut state = WorkerPool::state(pool).borrow_mut();
    match &mut state.machine {
        Some(machine) => Ok(body(machine)),
        None => Err(throw_error("The pool was not constructed")),
    }
}

impl WorkerPool {
    /// The peer that the pool waits with.
    pub fn peer(pool: &Object) -> Result<Object> {
        pool.get_object(PEER)
    }

    /// Cancels a job that has no outcome.
    pub fn cancel(pool: &Object, job: JobId) -> Result {
        check_process(pool)?;
        let cancelled = with_machine(pool, |machine| machine.cancel(job, Instant::now()))?;
        match cancelled {
            true => Self::work(pool),
            false => Ok(()),
        }
    }

    /// How often a job without an outcome was started.
    pub fn attempts(pool: &Object, job: JobId) -> Result<Option<u32>> {
        with_machine(pool, |machine| machine.attempts(job))
    }

    /// Whether any job has no outcome.
    pub fn has_jobs(pool: &Object) -> Result<bool> {
        if !is_here(pool) {
            return Ok(false);
        }
        let now = with_machine(pool, |machine| machine.statistics())?;
        Ok(now.waiting + now.handed_out > 0)
    }

    /// The most jobs that map() has at once: enough to keep all workers busy.
    pub fn most_at_once(pool: &Object) -> Result<usize> {
        const FOR_EACH_WORKER: usize = 16;
        with_machine(pool, |machine| {
            let workers = machine.options().size.max(machine.statistics().workers);
            workers.saturating_mul(FOR_EACH_WORKER)
        })
    }

    /// Submits a job if the queue has room. It is handed out in the peer's next turn, unless [`Self::work`]
    /// or [`Self::begin`] follows.
    pub fn try_submit(
        pool: &Object,
        message: &Object,
        times: Submission,
    ) -> Result<std::result::Result<Object, Reason>> {
        check_process(pool)?;
        let submitted = with_machine(pool, |machine| {
            machine.submit((), times.timeout, times.priority)
        })?;
        match submitted {
            Ok(id) => {
                let job = Job::create(pool, message, id)?;
                drop(pool.update(JOBS, |jobs| {
                    jobs.insert(key_of(id.number()), (&job).to_value())
                })?);
                pooling::note_news(&Self::peer(pool)?, pool);
                Ok(Ok(job))
            }
            Err(Refused { reason, .. }) => Ok(Err(reason)),
        }
    }

    /// Waits until anything happens to the pool, or until `deadline`.
    pub fn advance(pool: &Object, deadline: Deadline) -> Result {
        check_process(pool)?;
        let own = Self::peer(pool)?;
        let others = other_peers(pool, &own)?;
        if others.is_empty() {
            return IpcPeer::advance(&own, deadline);
        }
        // Each peer waits in its own way, so they take turns.
        for peer in others.iter().chain([&own]) {
            IpcPeer::advance(peer, deadline.at_most(TURN))?;
        }
        Ok(())
    }
}

/// How long each of several peers waits at most before the next one has its turn.
const TURN: Duration = Duration::from_millis(1);

/// What a job is submitted with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Submission {
    /// How long it may take on a worker, if that differs from the pool's timeout.
    pub timeout: Option<Duration>,
    /// Higher ones go first.
    pub priority: i64,
}

/// The peers of workers that were added, other than the pool's own.
fn other_peers(pool: &Object, own: &Object) -> Result<Vec<Object>> {
    let mut peers: Vec<Object> = Vec::new();
    for session in pool.get_array(SESSIONS)?.values().filter_map(as_session) {
        let peer = IpcSession::peer(session)?;
        if !peer.is(own) && !peers.iter().any(|known| known.is(&peer)) {
            peers.push(peer);
        }
    }
    Ok(peers)
}

/// Whether this process has made the pool: the workers are its children.
fn is_here(pool: &Object) -> bool {
    WorkerPool::state(pool).borrow().process == process::id()
}

/// # Errors
/// A LogicException in a forked process, whose parent has the workers.
fn check_process(pool: &Object) -> Result {
    let (owner, is_constructed) = {
        let state = WorkerPool::state(pool).borrow();
        (state.process, state.machine.is_some())
    };
    match owner == process::id() || !is_constructed {
        true => Ok(()),
        false => Err(throw_logic(&format!(
            "The workers of this pool belong to process {owner}, which has forked this one: make another \
             pool here"
        ))),
    }
}

impl Stateful for WorkerPool {
    type State = State;
}

impl Class for WorkerPool {
    const NAME: &'static str = r"StreamIpc\WorkerPool";

    class_entry!();

    fn declare() -> Declaration {
        let peer = Type::class(NativeIpcPeer::NAME);
        let array = |name| Property::private(name, Type::ARRAY).empty_array();
        Declaration::final_class()
            .stateful::<Self>()
            .property(PEER, Property::private("peer", peer).readonly())
            .property(WORKER, Property::private("worker", Worker::TYPE).readonly())
            .property(SESSIONS, array("sessions"))
            .property(JOBS, array("jobs"))
            .property(EVENT_HANDLERS, array("eventHandlers"))
            .property(
                LAST_FAILURE,
                Property::private("lastFailure", Type::class("Throwable").nullable()).null(),
            )
            .property(NEVER_STARTED, array("neverStarted"))
            .property(
                DEFERRED,
                Property::private("deferred", Type::class("Throwable").nullable()).null(),
            )
            .constructor(
                [
                    "worker",
                    "size",
                    "peer",
                    "queueLimit",
                    "timeout",
                    "attempts",
                    "maxJobs",
                    "maxMemory",
                    "idleTimeout",
                    "grace",
                ],
                construct,
            )
            .public("submit", ["job", "timeout", "priority"], submit)
            .public("map", ["jobs"], job_iterator::map)
            .public("broadcast", ["message"], broadcast)
            .public("add", ["worker"], starting::add)
            .public("restart", [], restart)
            .public("drain", ["timeout"], drain)
            .public("stop", ["grace"], stop)
            .public("onEvent", ["handler"], on_event)
            .public("getStats", [], stats::get)
            .public("getPeer", [], |pool: &Object| {
                Self::peer(pool).map(Instance::<NativeIpcPeer>::of)
            })
            .destructor(destruct)
    }
}

#[expect(clippy::too_many_arguments, reason = "so many options has a pool")]
fn construct(
    pool: &Object,
    worker: Worker,
    size: Count<Zero, 0>,
    peer: Option<&Instance<NativeIpcPeer>>,
    queue_limit: Count<QueueLimit, 1>,
    timeout: Option<Seconds>,
    attempts: Count<One, 1>,
    max_jobs: Count<Zero, 0>,
    max_memory: Count<Zero, 0>,
    idle_timeout: Time<Never>,
    grace: Time<Grace>,
) -> Result {
    let options = Options {
        size: size.limit().map_or_else(cpus, as_size),
        queue_limit: as_size(queue_limit.0),
        timeout: timeout.map(|timeout| timeout.0),
        attempts: u32::try_from(attempts.0).unwrap_or(u32::MAX),
        max_jobs: max_jobs.limit(),
        max_memory: max_memory.limit(),
        idle_timeout: Some(idle_timeout.0).filter(|time| !time.is_zero()),
        grace: grace.0,
    };
    let peer = match peer {
        Some(peer) => Object::clone(peer),
        None => NativeIpcPeer::entry().construct([])?,
    };
    pool.initialize(PEER, &peer)?;
    pool.initialize(WORKER, worker.0)?;
    {
        let mut state = WorkerPool::state(pool).borrow_mut();
        state.machine = Some(Machine::new(options));
        state.process = process::id();
    }
    pooling::note(&peer, pool)
}

fn as_size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// As many as this process may use.
fn cpus() -> usize {
    available_parallelism().map_or(1, NonZero::get)
}

fn submit(
    pool: &Object,
    message: &Instance<Message>,
    timeout: Option<Seconds>,
    priority: Or<i64, Zero>,
) -> Result<Instance<Job>> {
    let times = Submission {
        timeout: timeout.map(|timeout| timeout.0),
        priority: priority.value,
    };
    let patience = times
        .timeout
        .or(with_machine(pool, |machine| machine.options().timeout)?);
    let deadline = patience.map_or(Deadline::NEVER, Deadline::after);
    loop {
        match WorkerPool::try_submit(pool, message, times)? {
            Ok(job) => {
                WorkerPool::begin(pool)?;
                return Ok(Instance::of(job));
            }
            Err(Reason::Closing) => {
                return Err(throw_logic(
                    "The pool takes no more jobs: drain() or stop() was called",
                ));
            }
            Err(Reason::QueueFull) if deadline.has_passed() => {
                let limit = with_machine(pool, |machine| machine.options().queue_limit)?;
                return Err(throw::<QueueFullException>(&format!(
                    "{limit} jobs wait for a worker already, as many as may (queueLimit), and none was taken \
                     within {}s: raise the limit or the size of the pool, or submit less",
                    patience.unwrap_or_default().as_secs_f64()
                )));
            }
            Err(Reason::QueueFull) => {
                WorkerPool::work(pool)?;
                WorkerPool::advance(pool, deadline)?;
            }
        }
    }
}

/// Sends a notification to every worker that was not told to end.
fn broadcast(pool: &Object, message: &Instance<Message>) -> Result {
    check_process(pool)?;
    let workers: Vec<WorkerId> = with_machine(pool, |machine| {
        let workers = machine.workers().filter(|(_, status)| !status.is_ending);
        workers.map(|(id, _)| id).collect()
    })?;
    each_in_turn(workers, |worker| match session_of(pool, worker)? {
        Some(session) if IpcSession::end(&session).is_none() => {
            IpcSession::notify(&session, message)
        }
        _ => Ok(()),
    })
}

fn restart(pool: &Object) -> Result {
    check_process(pool)?;
    with_machine(pool, |machine| machine.restart(Instant::now()))?;
    WorkerPool::begin(pool)
}

/// Waits until all jobs have their outcome, and the workers have ended.
fn drain(pool: &Object, timeout: Option<Wait>) -> Result {
    check_process(pool)?;
    with_machine(pool, Machine::drain)?;
    let deadline = timeout.map_or(Deadline::NEVER, |timeout| Deadline::after(timeout.0));
    WorkerPool::work(pool)?;
    while !with_machine(pool, |machine| machine.is_over())? {
        if deadline.has_passed() {
            let left = with_machine(pool, |machine| machine.statistics())?;
            return Err(throw::<TimeoutException>(&format!(
                "The pool is not done: {} jobs wait, {} are with workers, and {} workers are there; drain() \
                 goes on, stop() ends it",
                left.waiting, left.handed_out, left.workers
            )));
        }
        WorkerPool::advance(pool, deadline)?;
    }
    Ok(())
}

/// Ends the workers, and returns the jobs that never started.
fn stop(pool: &Object, grace: Option<Wait>) -> Result<Array> {
    check_process(pool)?;
    let grace = grace.map(|grace| grace.0);
    with_machine(pool, |machine| machine.stop(grace, Instant::now()))?;
    WorkerPool::work(pool)?;
    while !with_machine(pool, |machine| machine.is_over())? {
        WorkerPool::advance(pool, Deadline::NEVER)?;
    }
    let never_started = pool.get_array(NEVER_STARTED)?;
    pool.set(NEVER_STARTED, Array::new());
    Ok(never_started)
}

fn on_event(pool: &Object, handler: &Callable) -> Result {
    pool.update(EVENT_HANDLERS, |handlers| {
        handlers.push(handler.shallow_clone());
    })
}

/// Ends the workers of a pool that nobody can reach any more.
fn destruct(pool: &Object) -> Result {
    let state = WorkerPool::state(pool).borrow();
    if state.machine.is_none() || state.process != process::id() {
        return Ok(());
    }
    drop(state);
    driver::abandon(pool)
}

/// The key of a worker in [`SESSIONS`], or of a job in [`JOBS`].
fn key_of(number: u64) -> i64 {
    number.cast_signed()
}

/// The session of a worker.
pub fn session_of(pool: &Object, worker: WorkerId) -> Result<Option<Object>> {
    let sessions = Array::of(pool.peek(SESSIONS)?);
    let session = sessions.and_then(|sessions| sessions.get(key_of(worker.number())));
    Ok(session.and_then(as_session).cloned())
}

/// A value of [`SESSIONS`]; Reflection may have put anything there.
fn as_session(value: &Zval) -> Option<&Object> {
    Object::of(value).filter(|session| session.is_exactly::<IpcSession>())
}

/// A value of [`JOBS`], likewise.
fn as_job(value: &Zval) -> Option<&Object> {
    Object::of(value).filter(|job| job.is_exactly::<Job>())
}

/// The job with this id, if it has no outcome.
pub fn job_of(pool: &Object, job: JobId) -> Result<Option<Object>> {
    let jobs = Array::of(pool.peek(JOBS)?);
    let job = jobs.and_then(|jobs| jobs.get(key_of(job.number())));
    Ok(job.and_then(as_job).cloned())
}

/// Removes a job that has its outcome.
fn forget_job(pool: &Object, job: JobId) -> Result<Option<Object>> {
    let job = pool.update(JOBS, |jobs| jobs.remove(key_of(job.number())))?;
    Ok(job.as_ref().and_then(as_job).cloned())
}

/// Tells the handlers what happened to a worker.
fn tell_event(pool: &Object, event: &Object) -> Result {
    each_in_turn(pool.get_array(EVENT_HANDLERS)?.values(), |handler| {
        drop(call(handler, [event.to_value()])?);
        check_exception()
    })
}

/// Whether anybody wants to know what happens to workers.
fn has_listeners(pool: &Object) -> Result<bool> {
    let handlers = Array::of(pool.peek(EVENT_HANDLERS)?);
    Ok(handlers.is_some_and(|handlers| !handlers.is_empty()))
}
