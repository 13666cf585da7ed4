//! Does what the pool's machine says.

use super::job::{Job, Task};
use crate::error::Error;
use crate::format::{Format, Reply};
use crate::jobs::{JobOptions, JobOutcome, JobRequest, JobTimes, PoolEvent, WorkerEnd};
use crate::pool::{
    Action, Finished, Handout, JobId, Options, Outcome, Pool, Refused, Statistics, WorkerId,
};
use crate::request_id::next_id;
use crate::session::{Outcome as RequestOutcome, RequestId};
use crate::tokio::process::MOMENT;
use crate::tokio::{Session, now};
use ::tokio::runtime::Handle;
use ::tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use ::tokio::task::AbortHandle;
use ::tokio::time::{timeout, timeout_at};
use serde::Serialize;
use slotmap::SecondaryMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

/// The pool's decisions. Its queue has no limit, as [`Room`] is one.
type Machine = Pool<Arc<Task>>;

/// A worker that is being started.
pub(super) type Starting = Pin<Box<dyn Future<Output = Result<Session, Error>> + Send>>;

type Start = Box<dyn Fn(usize) -> Starting + Send + Sync>;
type EventHandler = Arc<dyn Fn(&PoolEvent) + Send + Sync>;

/// A place in the queue.
pub(super) type Room = OwnedSemaphorePermit;

/// A pool, as its handles, its jobs and its tasks know it.
pub(super) struct Driver {
    start: Start,
    runtime: Handle,
    options: Options,
    format: Format,
    /// The places in the queue.
    queue: Arc<Semaphore>,
    /// Told when the machine wants to be told the time sooner than before.
    alarm: Arc<Notify>,
    /// Locked for moments only. A session may be locked meanwhile, never the other way round.
    state: Mutex<State>,
}

struct State {
    machine: Machine,
    sessions: SecondaryMap<WorkerId, Session>,
    /// How workers have ended, until the actions about them are done. What the pool does to them afterwards
    /// is not told as the reason.
    gone: SecondaryMap<WorkerId, WorkerEnd>,
    /// The jobs that workers have.
    handed: SecondaryMap<JobId, Handed>,
    event_handlers: Vec<EventHandler>,
    events: Vec<PoolEvent>,
    /// Why the last worker could not be started, or died before it said anything.
    last_failure: Option<String>,
    never_started: Vec<Arc<Task>>,
    /// When the machine wants to be told the time.
    due: Option<Instant>,
    /// Tasks that wait until the pool is over.
    watchers: Vec<Waker>,
}

/// How a worker has a job.
struct Handed {
    handout: Handout,
    request: RequestId,
    /// Stops waiting for the answer.
    waiting: AbortHandle,
}

/// What handles and jobs ask for.
impl Driver {
    pub(super) fn new(options: Options, format: Format, start: Start) -> Arc<Self> {
        let places = options.queue_limit.clamp(1, Semaphore::MAX_PERMITS);
        let unlimited = Options {
            queue_limit: usize::MAX,
            ..options
        };
        let driver = Arc::new(Self {
            start,
            runtime: Handle::current(),
            options,
            format,
            queue: Arc::new(Semaphore::new(places)),
            alarm: Arc::default(),
            state: Mutex::new(State {
                machine: Pool::new(unlimited),
                sessions: SecondaryMap::new(),
                gone: SecondaryMap::new(),
                handed: SecondaryMap::new(),
                event_handlers: Vec::new(),
                events: Vec::new(),
                last_failure: None,
                never_started: Vec::new(),
                due: None,
                watchers: Vec::new(),
            }),
        });
        let ticking = tell_time(Arc::downgrade(&driver), driver.alarm.clone());
        driver.runtime.spawn(ticking);
        driver
    }

    /// A job for [`Self::submit`].
    pub(super) fn task<M: Serialize + ?Sized>(
        &self,
        message: &M,
        options: JobOptions,
    ) -> Result<Arc<Task>, Error> {
        let request = JobRequest::encode(self.format, message)?;
        let limit = options.timeout.or(self.options.timeout);
        Ok(Arc::new(Task::new(request, limit)))
    }

    /// Waits for a place in the queue.
    pub(super) fn room(&self) -> impl Future<Output = Result<Room, Error>> + Send + use<> {
        let place = self.queue.clone().acquire_owned();
        async { place.await.map_err(|_| Error::PoolClosed) }
    }

    pub(super) fn submit(
        self: &Arc<Self>,
        task: Arc<Task>,
        priority: i64,
        room: Room,
    ) -> Result<Job, Error> {
        let limit = task.limit().unwrap_or(Duration::MAX);
        let submitted = self.change(|machine| {
            let id = machine.submit(task.clone(), Some(limit), priority)?;
            task.submitted_as(id, room);
            Ok::<(), Refused<_>>(())
        });
        submitted.map_err(|_| Error::PoolClosed)?;
        Ok(Job::new(self.clone(), task))
    }

    /// Lets `body` change the machine, and does what follows from it.
    pub(super) fn change<T>(self: &Arc<Self>, body: impl FnOnce(&mut Machine) -> T) -> T {
        self.with(|state| body(&mut state.machine))
    }

    /// The same, for a pool that takes no more jobs from now on.
    pub(super) fn close(self: &Arc<Self>, body: impl FnOnce(&mut Machine)) {
        self.queue.close();
        self.change(body);
    }

    pub(super) fn add(self: &Arc<Self>, session: &Session) {
        self.with(|state| {
            let worker = state.machine.add(false, now());
            self.join(state, session, worker);
        });
    }

    pub(super) fn add_event_handler(&self, handler: EventHandler) {
        self.lock().event_handlers.push(handler);
    }

    pub(super) fn sessions(&self) -> Vec<Session> {
        self.lock().sessions.values().cloned().collect()
    }

    /// How many workers there are, or may be.
    pub(super) fn workers(&self) -> usize {
        self.options.size.max(self.lock().sessions.len())
    }

    pub(super) fn attempts(&self, job: JobId) -> Option<u32> {
        self.lock().machine.attempts(job)
    }

    pub(super) fn statistics(&self) -> Statistics {
        self.lock().machine.statistics()
    }

    /// Waits until the pool takes no more jobs, and neither jobs nor workers are left.
    pub(super) async fn over(&self) {
        poll_fn(|cx| {
            let mut state = self.lock();
            if state.machine.is_over() {
                return Poll::Ready(());
            }
            state.watchers.push(cx.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// The jobs that waited when the pool was stopped.
    pub(super) fn take_never_started(self: &Arc<Self>) -> Vec<Job> {
        let tasks = std::mem::take(&mut self.lock().never_started).into_iter();
        tasks.map(|task| Job::new(self.clone(), task)).collect()
    }

    /// Ends the workers without waiting. Jobs that have no outcome get one.
    pub(super) fn abandon(self: &Arc<Self>) {
        self.close(|machine| machine.stop(Some(Duration::ZERO), now()));
        let mut state = self.lock();
        let sessions = std::mem::take(&mut state.sessions);
        state.never_started.clear();
        drop(state);
        for session in sessions.values() {
            session.terminate(GRACE_OF_ABANDONED);
            session.close();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends the state, then does all that follows.
    fn with<T>(self: &Arc<Self>, body: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let result = body(&mut state);
        while let Some(action) = state.machine.poll_action(now()) {
            self.carry_out(&mut state, action);
        }
        for worker in std::mem::take(&mut state.gone).keys() {
            state.sessions.remove(worker);
        }
        let due = state.machine.poll_timeout();
        if due.is_some_and(|due| state.due.is_none_or(|known| due < known)) {
            self.alarm.notify_one();
        }
        state.due = due;
        let watchers = match state.machine.is_over() {
            true => std::mem::take(&mut state.watchers),
            false => Vec::new(),
        };
        let events = std::mem::take(&mut state.events);
        let handlers = match events.is_empty() {
            true => Vec::new(),
            false => state.event_handlers.clone(),
        };
        drop(state);
        watchers.into_iter().for_each(Waker::wake);
        for event in &events {
            handlers.iter().for_each(|handler| handler(event));
        }
        result
    }
}

/// How long the workers of a pool that was dropped may take to end.
const GRACE_OF_ABANDONED: Duration = Duration::from_secs(5);

/// Tells the pool the time whenever it wants to know it, as long as it exists.
async fn tell_time(driver: Weak<Driver>, alarm: Arc<Notify>) {
    while let Some(pool) = driver.upgrade() {
        let due = pool.lock().due;
        if due.is_some_and(|due| due <= now()) {
            // Answers that have been read by now count.
            ::tokio::task::yield_now().await;
            pool.change(|machine| machine.handle_timeout(now()));
            continue;
        }
        drop(pool);
        match due {
            // Whether the time has come, or the alarm: look again.
            Some(due) => drop(timeout_at(due.into(), alarm.notified()).await),
            None => alarm.notified().await,
        }
    }
}

/// Doing what the machine says.
impl Driver {
    fn carry_out(self: &Arc<Self>, state: &mut State, action: Action<Arc<Task>>) {
        match action {
            Action::Start { slot } => {
                let starting = (self.start)(slot);
                self.runtime
                    .spawn(start(Arc::downgrade(self), slot, starting));
            }
            Action::Send { handout, .. } => self.send(state, handout),
            // No job is handed ahead, so none is taken back.
            Action::Cancel(handout) | Action::TakeBack(handout) => withdraw(state, handout),
            Action::Measure(worker) => {
                let child = state.sessions.get(worker).and_then(Session::child);
                if let Some(bytes) = child.and_then(|child| child.memory()) {
                    state.machine.measured(worker, bytes, now());
                }
            }
            Action::Retire(worker) => {
                if let Some(session) = state.sessions.get(worker) {
                    session.close_input();
                }
            }
            Action::Terminate { worker, grace } => {
                if let Some(session) = state.sessions.get(worker) {
                    session.close_input();
                    session.terminate(grace);
                }
            }
            Action::Resolve {
                finished, outcome, ..
            } => resolve(state, &finished, outcome),
            Action::Report(event) => {
                if !state.event_handlers.is_empty() {
                    let worker = PoolEvent::worker_of(event);
                    let worker = worker.map(|worker| worker_end(state, worker));
                    let event = PoolEvent::new(event, &worker.unwrap_or_default());
                    state.events.push(event);
                }
            }
        }
    }

    fn send(self: &Arc<Self>, state: &mut State, handout: Handout) {
        let Some(task) = state.machine.payload(handout.job).cloned() else {
            return;
        };
        task.leave_queue();
        let Some(session) = state.sessions.get(handout.worker).cloned() else {
            return state.machine.unreachable(handout, now());
        };
        let times = JobTimes {
            limit: task.limit(),
            start_by: None,
        };
        let id = next_id();
        let frame = match task.request.frame(&id, session.is_native(), times) {
            Ok(frame) => frame,
            Err(error) => {
                if let Some(finished) = state.machine.not_sent(handout, now()) {
                    task.settle(JobOutcome::TooLong(error), finished.attempts);
                }
                return;
            }
        };
        let request = RequestId::from(id.into_bytes());
        if session.shared().hand(&request, frame).is_err() {
            // The worker is gone, as its session will find. The job has not reached it.
            return state.machine.unreachable(handout, now());
        }
        let waiting = wait_for_answer(Arc::downgrade(self), session, request.clone(), handout);
        let waiting = self.runtime.spawn(waiting).abort_handle();
        let handed = Handed {
            handout,
            request,
            waiting,
        };
        state.handed.insert(handout.job, handed);
    }

    fn join(self: &Arc<Self>, state: &mut State, session: &Session, worker: WorkerId) {
        state.sessions.insert(worker, session.clone());
        let grace = self.options.grace;
        let watching = watch(Arc::downgrade(self), worker, session.clone(), grace);
        self.runtime.spawn(watching);
    }

    fn answered(self: &Arc<Self>, handout: Handout, reply: Reply) {
        self.with(|state| {
            forget_handed(state, handout);
            if let Some(Finished { payload, attempts }) = state.machine.answered(handout, now()) {
                payload.settle(JobOutcome::Reply(reply), attempts);
            }
        });
    }

    fn lost(self: &Arc<Self>, worker: WorkerId, end: WorkerEnd) {
        self.with(|state| {
            if !end.has_spoken {
                state.last_failure = Some(format!("a worker ended at once: {end}"));
            } else {
                state.machine.spoke(worker);
            }
            state.machine.lost(worker, end.has_never_run(), now());
            state
                .handed
                .retain(|_, handed| handed.handout.worker != worker);
            state.gone.insert(worker, end);
        });
    }
}

/// Takes a job away from its worker.
fn withdraw(state: &mut State, handout: Handout) {
    let Some(session) = state.sessions.get(handout.worker).cloned() else {
        return;
    };
    let handed = state.handed.get(handout.job);
    let Some(handed) = handed.filter(|handed| handed.handout == handout) else {
        return;
    };
    if !session.shared().withdraw(&handed.request) {
        handed.waiting.abort();
        state.handed.remove(handout.job);
        state.machine.returned(handout, now());
    }
}

fn forget_handed(state: &mut State, handout: Handout) {
    let handed = state.handed.get(handout.job);
    if handed.is_some_and(|handed| handed.handout == handout) {
        state.handed.remove(handout.job);
    }
}

fn resolve(state: &mut State, finished: &Finished<Arc<Task>>, outcome: Outcome) {
    let task = &finished.payload;
    let outcome = match outcome {
        Outcome::Lost { worker } => JobOutcome::Lost(worker_end(state, worker)),
        Outcome::TimedOut { .. } => JobOutcome::TimedOut(task.limit().unwrap_or_default()),
        Outcome::Cancelled => JobOutcome::Cancelled,
        Outcome::Failed => JobOutcome::Broken(state.last_failure.clone().unwrap_or_default()),
        Outcome::NeverStarted => {
            state.never_started.push(task.clone());
            JobOutcome::NeverStarted
        }
    };
    task.settle(outcome, finished.attempts);
}

fn worker_end(state: &State, worker: WorkerId) -> WorkerEnd {
    if let Some(end) = state.gone.get(worker) {
        return end.clone();
    }
    let session = state.sessions.get(worker);
    session.map_or_else(WorkerEnd::default, Session::worker_end)
}

/// Starts the worker of a slot.
async fn start(driver: Weak<Driver>, slot: usize, starting: Starting) {
    // A panic must not leave the slot empty for ever.
    let started = ::tokio::spawn(starting).await;
    let Some(driver) = driver.upgrade() else {
        return;
    };
    driver.with(|state| match started {
        Ok(Ok(session)) => {
            let worker = state.machine.started(slot, false, now());
            driver.join(state, &session, worker);
        }
        Ok(Err(error)) => {
            state.last_failure = Some(error.to_string());
            state.machine.start_failed(slot, now());
        }
        Err(panic) => {
            state.last_failure = Some(panic.to_string());
            state.machine.start_failed(slot, now());
        }
    });
}

/// Waits for the answer of a worker to a job.
async fn wait_for_answer(
    driver: Weak<Driver>,
    session: Session,
    request: RequestId,
    handout: Handout,
) {
    // The end of the session is noticed by the one who watches the worker.
    if let RequestOutcome::Reply(reply) = session.shared().outcome(&request).await
        && let Some(driver) = driver.upgrade()
    {
        driver.answered(handout, reply);
    }
}

/// Waits until a worker is gone.
async fn watch(driver: Weak<Driver>, worker: WorkerId, session: Session, grace: Duration) {
    session.closed().await;
    // A process that ends closes its streams a moment before. One that lives on does nothing for anybody.
    let _ = timeout(MOMENT, session.shared().exited()).await;
    let end = session.worker_end();
    session.terminate(grace);
    if let Some(driver) = driver.upgrade() {
        driver.lost(worker, end);
    }
}
