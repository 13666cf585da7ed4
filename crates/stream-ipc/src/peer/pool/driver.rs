//! Does what the pool's machine says.

use super::job::{Callback, Job, Task};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::format::Reply;
use crate::jobs::{JobOptions, JobOutcome, JobRequest, JobTimes, PoolEvent, WorkerEnd};
use crate::peer::handlers::{MessageHandler, call_all};
use crate::peer::{Level, Peer, Session, Shared};
use crate::pool::{
    Action, Event, Finished, Handout, JobId, Options, Outcome, Pool, Refused, Statistics, WorkerId,
};
use crate::request_id::next_id;
use serde::Serialize;
use slotmap::SecondaryMap;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::{Rc, Weak};
use std::time::{Duration, Instant};

/// The pool's decisions.
type Machine = Pool<Rc<Task>>;

/// Starts the worker of a slot.
type Start = Box<dyn Fn(&Peer, usize) -> Result<Session, Error>>;

type EventHandler = Rc<dyn Fn(&PoolEvent)>;

/// A pool, as its handles, its jobs and its peer know it. Nothing is borrowed while code of the user runs.
pub(super) struct Driver {
    peer: Rc<Shared>,
    start: Start,
    machine: RefCell<Machine>,
    sessions: RefCell<SecondaryMap<WorkerId, Session>>,
    /// How workers have ended, until the actions about them are done. What the pool does to them afterwards
    /// is not told as the reason.
    gone: RefCell<SecondaryMap<WorkerId, WorkerEnd>>,
    /// The jobs that workers have.
    handed: RefCell<SecondaryMap<JobId, Handed>>,
    event_handlers: RefCell<Vec<EventHandler>>,
    /// Handlers to call, in this order.
    callbacks: RefCell<VecDeque<Callback>>,
    /// Why the last worker could not be started, or died before it said anything.
    last_failure: RefCell<Option<String>>,
    never_started: RefCell<Vec<Rc<Task>>>,
    /// When the machine wants to be told the time.
    due: Cell<Option<Instant>>,
    /// Whether the machine has something to say.
    has_news: Cell<bool>,
    is_abandoned: Cell<bool>,
}

/// How a worker has a job.
struct Handed {
    handout: Handout,
    /// The id of the request.
    request: String,
}

/// What a session tells of a job that it has carried to its worker.
pub(in crate::peer) struct HandedJob {
    driver: Weak<Driver>,
    task: Rc<Task>,
    handout: Handout,
}

impl HandedJob {
    /// The worker has answered.
    pub(in crate::peer) fn answered(&self, reply: Reply) {
        if let Some(driver) = self.driver.upgrade() {
            driver.answered(self.handout, reply);
        }
    }

    /// The worker has not started the job, which was handed ahead.
    pub(in crate::peer) fn returned(&self) {
        if let Some(driver) = self.driver.upgrade() {
            driver.returned(self.handout);
        }
    }

    /// The job's own handler for messages of this class.
    pub(in crate::peer) fn message_handler(&self, class: &str) -> Option<MessageHandler> {
        self.task.message_handler(class)
    }
}

/// What handles and jobs ask for.
impl Driver {
    pub(super) fn new(peer: Rc<Shared>, options: Options, start: Start) -> Rc<Self> {
        Rc::new(Self {
            peer,
            start,
            machine: RefCell::new(Pool::new(options)),
            sessions: RefCell::default(),
            gone: RefCell::default(),
            handed: RefCell::default(),
            event_handlers: RefCell::default(),
            callbacks: RefCell::default(),
            last_failure: RefCell::default(),
            never_started: RefCell::default(),
            due: Cell::default(),
            has_news: Cell::default(),
            is_abandoned: Cell::default(),
        })
    }

    pub(super) fn peer(&self) -> &Shared {
        &self.peer
    }

    /// A job for [`Self::submit`].
    pub(super) fn task<M: Serialize + ?Sized>(
        &self,
        message: &M,
        options: JobOptions,
    ) -> Result<Rc<Task>, Error> {
        let request = JobRequest::encode(self.peer.options.format, message)?;
        let limit = options.timeout.or(self.machine.borrow().options().timeout);
        Ok(Rc::new(Task::new(request, limit)))
    }

    /// Submits a job if the queue has room; [`Self::act`] must follow.
    pub(super) fn submit(
        self: &Rc<Self>,
        task: Rc<Task>,
        priority: i64,
    ) -> Result<Job, Refused<Rc<Task>>> {
        let limit = task.limit().unwrap_or(Duration::MAX);
        let mut machine = self.machine.borrow_mut();
        let id = machine.submit(task.clone(), Some(limit), priority)?;
        drop(machine);
        task.submitted_as(id);
        Ok(Job::new(self.clone(), task))
    }

    /// Lets `body` change the machine, and does what follows from it.
    pub(super) fn change<T>(self: &Rc<Self>, body: impl FnOnce(&mut Machine, Instant) -> T) -> T {
        let result = body(&mut self.machine.borrow_mut(), Instant::now());
        self.act();
        result
    }

    /// Waits until something happens, or until the deadline, and runs handlers.
    pub(super) fn advance(&self, deadline: Deadline) -> Result<(), Error> {
        self.peer.advance(deadline).map(drop)
    }

    /// A worker joins that the pool has not started.
    pub(super) fn add(self: &Rc<Self>, session: &Session) {
        let worker = self.machine.borrow_mut().add(false, Instant::now());
        self.join(session, worker);
        self.act();
    }

    pub(super) fn add_event_handler(&self, handler: EventHandler) {
        self.event_handlers.borrow_mut().push(handler);
    }

    pub(super) fn sessions(&self) -> Vec<Session> {
        self.sessions.borrow().values().cloned().collect()
    }

    /// How many workers there are, or may be.
    pub(super) fn workers(&self) -> usize {
        let size = self.machine.borrow().options().size;
        size.max(self.sessions.borrow().len())
    }

    pub(super) fn attempts(&self, job: JobId) -> Option<u32> {
        self.machine.borrow().attempts(job)
    }

    pub(super) fn statistics(&self) -> Statistics {
        self.machine.borrow().statistics()
    }

    /// Whether the pool takes no more jobs, neither jobs nor workers are left, and all handlers that can
    /// be called were.
    pub(super) fn is_over(&self) -> bool {
        self.machine.borrow().is_over() && !self.has_callbacks()
    }

    /// The jobs that waited when the pool was stopped.
    pub(super) fn take_never_started(self: &Rc<Self>) -> Vec<Job> {
        let tasks = self.never_started.take().into_iter();
        tasks.map(|task| Job::new(self.clone(), task)).collect()
    }

    /// Ends the workers without waiting. Jobs that have no outcome get one.
    pub(super) fn abandon(&self) {
        if self.is_abandoned.replace(true) {
            return;
        }
        let stop = |machine: &mut Machine| machine.stop(Some(Duration::ZERO), Instant::now());
        stop(&mut self.machine.borrow_mut());
        while let Some(action) = self.poll_action() {
            if let Action::Resolve {
                finished, outcome, ..
            } = action
            {
                self.resolve(&finished, outcome);
            }
        }
        call_all(self.sessions.take(), |(_, session)| {
            session.end_within(GRACE_OF_ABANDONED);
            session.close();
        });
        self.never_started.take();
        call_all(self.callbacks.take(), |callback| callback());
    }
}

/// How long the workers of a pool that was dropped may take to end.
const GRACE_OF_ABANDONED: Duration = Duration::from_secs(5);

/// The pool in the turns of its peer.
impl Driver {
    /// By when it wants to go on.
    pub(super) fn next_turn(&self) -> Deadline {
        match self.due.get() {
            _ if self.has_news.get() || self.has_callbacks() => Deadline::NOW,
            Some(due) => Deadline::at(due),
            None => Deadline::NEVER,
        }
    }

    pub(super) fn is_due(&self, now: Instant) -> bool {
        self.due.get().is_some_and(|due| due <= now)
    }

    pub(super) fn has_jobs(&self) -> bool {
        let now = self.statistics();
        now.waiting + now.handed_out > 0
    }

    /// Goes on if something has happened, or its time had come at `now`.
    pub(super) fn go_on(self: &Rc<Self>, now: Instant) {
        let is_due = self.is_due(now);
        if is_due {
            self.machine.borrow_mut().handle_timeout(now);
        }
        if is_due || self.has_news.get() {
            self.act();
        }
        while self.has_callbacks()
            && let Some(callback) = self.next_callback()
        {
            let _level = Level::enter(&self.peer.depth);
            callback();
        }
    }

    /// Whether there are handlers to call. Where too many run already, they wait for the outer ones.
    fn has_callbacks(&self) -> bool {
        !self.peer.is_too_deep() && !self.callbacks.borrow().is_empty()
    }

    fn next_callback(&self) -> Option<Callback> {
        self.callbacks.borrow_mut().pop_front()
    }
}

/// Doing what the machine says.
impl Driver {
    /// Does all that is to do now. Calls no handlers, but starts workers.
    pub(super) fn act(self: &Rc<Self>) {
        // If starting a worker panics, the rest is done in the next turn.
        self.has_news.set(true);
        while let Some(action) = self.poll_action() {
            self.carry_out(action);
        }
        for worker in self.gone.take().keys() {
            let session = self.sessions.borrow_mut().remove(worker);
            drop(session);
        }
        self.has_news.set(false);
        self.due.set(self.machine.borrow().poll_timeout());
    }

    fn poll_action(&self) -> Option<Action<Rc<Task>>> {
        self.machine.borrow_mut().poll_action(Instant::now())
    }

    fn carry_out(self: &Rc<Self>, action: Action<Rc<Task>>) {
        match action {
            Action::Start { slot } => self.start(slot),
            Action::Send { handout, start_by } => self.send(handout, start_by),
            Action::Cancel(handout) => self.withdraw(handout),
            Action::TakeBack(handout) => self.take_back(handout),
            Action::Measure(worker) => self.measure(worker),
            Action::Retire(worker) => self.end(worker, Session::close_input),
            Action::Terminate { worker, grace } => {
                self.end(worker, |session| session.end_within(grace));
            }
            Action::Resolve {
                finished, outcome, ..
            } => self.resolve(&finished, outcome),
            Action::Report(event) => self.report(event),
        }
    }

    fn start(self: &Rc<Self>, slot: usize) {
        let peer = Peer::lent(&self.peer);
        let started = catch_unwind(AssertUnwindSafe(|| (self.start)(&peer, slot)));
        let failed = || self.machine.borrow_mut().start_failed(slot, Instant::now());
        match started {
            Ok(Ok(session)) => {
                session.become_worker();
                let now = Instant::now();
                let worker = self.machine.borrow_mut().started(slot, false, now);
                self.join(&session, worker);
            }
            Ok(Err(error)) => {
                self.last_failure.replace(Some(error.to_string()));
                failed();
            }
            Err(panic) => {
                failed();
                resume_unwind(panic);
            }
        }
    }

    fn join(self: &Rc<Self>, session: &Session, worker: WorkerId) {
        let mut sessions = self.sessions.borrow_mut();
        sessions.insert(worker, session.clone());
        drop(sessions);
        let driver = Rc::downgrade(self);
        session.on_end(move |_, session| {
            if let Some(driver) = driver.upgrade() {
                let end = session.worker_end();
                // One that has closed its streams and lives on does nothing for anybody.
                let grace = driver.machine.borrow().options().grace;
                session.terminate(grace);
                driver.lost(worker, end);
            }
        });
    }

    fn send(self: &Rc<Self>, handout: Handout, start_by: Option<Instant>) {
        let task = self.machine.borrow().payload(handout.job).cloned();
        let Some(task) = task else { return };
        let Some(session) = self.session(handout.worker) else {
            return self.tell(|machine, now| machine.unreachable(handout, now));
        };
        let (request, limit) = (next_id(), task.limit());
        let times = JobTimes { limit, start_by };
        let frame = match task.request.frame(&request, session.is_native(), times) {
            Ok(frame) => frame,
            Err(error) => {
                let finished = self.tell(|machine, now| machine.not_sent(handout, now));
                return self.settle(finished, JobOutcome::TooLong(error));
            }
        };
        let job = HandedJob {
            driver: Rc::downgrade(self),
            task,
            handout,
        };
        if session.hand(&request, frame, job).is_err() {
            // The worker is gone, as its session will find. The job has not reached it.
            return self.tell(|machine, now| machine.unreachable(handout, now));
        }
        let handed = Handed { handout, request };
        self.handed.borrow_mut().insert(handout.job, handed);
    }

    /// Tells a worker that nobody waits for a job any more.
    fn withdraw(&self, handout: Handout) {
        if let Some((session, request)) = self.forget_handed(handout)
            && !session.withdraw(&request)
        {
            self.tell(|machine, now| machine.returned(handout, now));
        }
    }

    fn take_back(&self, handout: Handout) {
        if let Some((session, request)) = self.forget_handed(handout) {
            session.forget(&request);
        }
    }

    fn measure(&self, worker: WorkerId) {
        if let Some(bytes) = self.session(worker).and_then(|session| session.memory()) {
            self.tell(|machine, now| machine.measured(worker, bytes, now));
        }
    }

    fn end(&self, worker: WorkerId, how: impl FnOnce(&Session)) {
        if let Some(session) = self.session(worker).filter(Session::is_open) {
            how(&session);
        }
    }

    fn resolve(&self, finished: &Finished<Rc<Task>>, outcome: Outcome) {
        let task = &finished.payload;
        let outcome = match outcome {
            Outcome::Lost { worker } => JobOutcome::Lost(self.worker_end(worker)),
            Outcome::TimedOut { .. } => JobOutcome::TimedOut(task.limit().unwrap_or_default()),
            Outcome::Cancelled => JobOutcome::Cancelled,
            Outcome::Failed => {
                let reason = self.last_failure.borrow().clone();
                JobOutcome::Broken(reason.unwrap_or_default())
            }
            Outcome::NeverStarted => {
                self.never_started.borrow_mut().push(task.clone());
                JobOutcome::NeverStarted
            }
        };
        let callbacks = task.settle(outcome, finished.attempts);
        self.callbacks.borrow_mut().extend(callbacks);
    }

    fn report(&self, event: Event) {
        let handlers = self.event_handlers.borrow().clone();
        if handlers.is_empty() {
            return;
        }
        let worker = PoolEvent::worker_of(event).map(|worker| self.worker_end(worker));
        let event = PoolEvent::new(event, &worker.unwrap_or_default());
        let callbacks = handlers.into_iter().map(|handler| {
            let event = event.clone();
            Box::new(move || handler(&event)) as Callback
        });
        self.callbacks.borrow_mut().extend(callbacks);
    }
}

/// Telling the machine what happened.
impl Driver {
    fn tell<T>(&self, body: impl FnOnce(&mut Machine, Instant) -> T) -> T {
        self.has_news.set(true);
        body(&mut self.machine.borrow_mut(), Instant::now())
    }

    fn answered(&self, handout: Handout, reply: Reply) {
        self.forget_handed(handout);
        let finished = self.tell(|machine, now| machine.answered(handout, now));
        self.settle(finished, JobOutcome::Reply(reply));
        self.note_ahead(handout.worker);
    }

    fn returned(&self, handout: Handout) {
        self.forget_handed(handout);
        self.tell(|machine, now| machine.returned(handout, now));
    }

    fn lost(&self, worker: WorkerId, end: WorkerEnd) {
        if !end.has_spoken {
            let failure = format!("a worker ended at once: {end}");
            self.last_failure.replace(Some(failure));
        }
        self.tell(|machine, now| {
            if end.has_spoken {
                machine.spoke(worker);
            }
            machine.lost(worker, end.has_never_run(), now);
        });
        let mut handed = self.handed.borrow_mut();
        handed.retain(|_, handed| handed.handout.worker != worker);
        self.gone.borrow_mut().insert(worker, end);
    }

    /// Gives a job its outcome, if it has none.
    fn settle(&self, finished: Option<Finished<Rc<Task>>>, outcome: JobOutcome) {
        if let Some(Finished { payload, attempts }) = finished {
            let callbacks = payload.settle(outcome, attempts);
            self.callbacks.borrow_mut().extend(callbacks);
        }
    }

    /// Lets the pool hand jobs ahead to a worker that has said that it is our child, and so shares our clock.
    /// One behind ssh may not.
    fn note_ahead(&self, worker: WorkerId) {
        if self.machine.borrow().takes_ahead(worker) == Some(false)
            && let Some(session) = self.session(worker)
            && session.with_core(|core| core.is_child())
        {
            self.tell(|machine, now| machine.allow_ahead(worker, now));
        }
    }

    /// Forgets that a worker has a job like this. Returns its session, and the id of the request there.
    fn forget_handed(&self, handout: Handout) -> Option<(Session, String)> {
        let mut all = self.handed.borrow_mut();
        let handed = all.remove(handout.job)?;
        if handed.handout != handout {
            all.insert(handout.job, handed);
            return None;
        }
        Some((self.session(handout.worker)?, handed.request))
    }

    fn session(&self, worker: WorkerId) -> Option<Session> {
        self.sessions.borrow().get(worker).cloned()
    }

    fn worker_end(&self, worker: WorkerId) -> WorkerEnd {
        if let Some(end) = self.gone.borrow().get(worker) {
            return end.clone();
        }
        let session = self.session(worker);
        session.map_or_else(WorkerEnd::default, |session| session.worker_end())
    }
}
