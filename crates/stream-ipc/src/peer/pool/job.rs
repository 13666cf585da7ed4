//! Jobs that were submitted, and their outcomes.

use super::driver::Driver;
use super::map::Ended;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::jobs::{JobOutcome, JobRequest};
use crate::peer::handlers::{ByClass, MessageHandler, Outcome, message_handler};
use crate::peer::session::Session;
use crate::pool::JobId;
use serde::de::DeserializeOwned;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// A job that was submitted to a [`WorkerPool`](super::WorkerPool), and its outcome once it has one: a
/// handle, cheap to clone. If you drop it, the job is done all the same.
#[derive(Clone)]
pub struct Job {
    driver: Rc<Driver>,
    task: Rc<Task>,
}

impl Job {
    pub(super) fn new(driver: Rc<Driver>, task: Rc<Task>) -> Self {
        Self { driver, task }
    }

    /// Waits for the worker's reply. Meanwhile runs the handlers of what arrives on any session of the
    /// peer. Once the outcome is known, waiting again gives the same outcome.
    ///
    /// # Errors
    /// See the table of [`WorkerPool`](super::WorkerPool); [`Error::Reply`] if the reply is not of type
    /// `R`; [`Error::Handler`] if a handler for something else failed: the job still runs, so wait again.
    pub fn wait<R: DeserializeOwned>(&self) -> Result<R, Error> {
        loop {
            if let Some(outcome) = self.task.outcome.get() {
                return outcome.message(&self.task.request);
            }
            self.driver.advance(Deadline::NEVER)?;
        }
    }

    /// Whether the outcome is known, a reply or not, so that [`Self::wait`] returns at once.
    pub fn is_resolved(&self) -> bool {
        self.task.is_settled()
    }

    /// Calls `handler` with the outcome, whatever it is: while the peer ticks, or at once if it is known
    /// already.
    ///
    /// ```no_run
    /// # use std::process::Command;
    /// # use stream_ipc::{Error, Peer, WorkerPool, message::LogMessage};
    /// # let peer = Peer::new()?;
    /// # let pool = WorkerPool::new(&peer, |peer: &Peer, _| peer.spawn(&mut Command::new("php")));
    /// let job = pool.submit(&LogMessage::new("render"))?;
    /// job.on_resolved(|reply: Result<LogMessage, Error>| println!("{reply:?}"));
    /// peer.run()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn on_resolved<R: DeserializeOwned>(
        &self,
        handler: impl FnOnce(Result<R, Error>) + 'static,
    ) {
        let job = self.clone();
        if self.is_resolved() {
            return handler(job.wait());
        }
        let waiter = Waiter::Handler(Box::new(move || handler(job.wait())));
        self.task.waiters.borrow_mut().push(waiter);
    }

    /// Makes `handler` take the messages of type `M` that belong to this job:
    /// [`Pending::on_message`](crate::Pending::on_message).
    pub fn on_message<M, O>(&self, handler: impl Fn(M, &Session) -> O + 'static)
    where
        M: DeserializeOwned,
        O: Outcome,
    {
        if !self.is_resolved() {
            let handler = message_handler(handler);
            let class = crate::class_name::class_name::<M>();
            self.task.messages.borrow_mut().set(class, handler);
        }
    }

    /// Cancels the job. [`Self::wait`] gives [`Error::Cancelled`] from now on. A worker that is busy with
    /// it is told so if it is native, and terminated if it has not answered after the grace of the pool's
    /// options. Does nothing if the outcome is known already.
    pub fn cancel(&self) {
        let id = self.task.id.get();
        self.driver.change(|machine, now| machine.cancel(id, now));
    }

    /// How often the job was started so far.
    pub fn attempts(&self) -> u32 {
        let waiting = self.driver.attempts(self.task.id.get());
        waiting.unwrap_or_else(|| self.task.attempts.get())
    }

    /// Has the ended job with this number put into the list, once its outcome is known.
    pub(super) fn list(&self, number: u64, ended: Rc<RefCell<Ended>>) {
        let waiter = Waiter::List(number, ended);
        match self.is_resolved() {
            true => drop(waiter.tell()),
            false => self.task.waiters.borrow_mut().push(waiter),
        }
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("class", &self.task.request.class())
            .field("is_resolved", &self.is_resolved())
            .finish_non_exhaustive()
    }
}

/// What a job is to its pool.
pub(super) struct Task {
    pub(super) request: JobRequest,
    limit: Option<Duration>,
    /// Set when it is submitted.
    id: Cell<JobId>,
    messages: RefCell<ByClass<MessageHandler>>,
    /// Those who wait for the outcome.
    waiters: RefCell<Vec<Waiter>>,
    outcome: OnceCell<JobOutcome>,
    /// How often it was started, once it has its outcome.
    attempts: Cell<u32>,
}

impl Task {
    pub(super) fn new(request: JobRequest, limit: Option<Duration>) -> Self {
        Self {
            request,
            limit: limit.filter(|limit| *limit < Duration::MAX),
            id: Cell::default(),
            messages: RefCell::default(),
            waiters: RefCell::default(),
            outcome: OnceCell::new(),
            attempts: Cell::new(0),
        }
    }

    /// How long it may take on a worker.
    pub(super) fn limit(&self) -> Option<Duration> {
        self.limit
    }

    pub(super) fn submitted_as(&self, id: JobId) {
        self.id.set(id);
    }

    fn is_settled(&self) -> bool {
        self.outcome.get().is_some()
    }

    /// The handler of messages of this class, as long as somebody waits for the outcome.
    pub(super) fn message_handler(&self, class: &str) -> Option<MessageHandler> {
        match self.is_settled() {
            true => None,
            false => self.messages.borrow().find(class),
        }
    }

    /// Gives the job its outcome. Returns the handlers to call.
    pub(super) fn settle(&self, outcome: JobOutcome, attempts: u32) -> Vec<Callback> {
        if self.outcome.set(outcome).is_err() {
            return Vec::new();
        }
        self.attempts.set(attempts);
        drop(self.messages.take());
        let waiters = self.waiters.take().into_iter();
        waiters.filter_map(Waiter::tell).collect()
    }
}

/// A handler that is to be called.
pub(super) type Callback = Box<dyn FnOnce()>;

enum Waiter {
    Handler(Callback),
    /// An iterator over jobs, which knows this one by a number.
    List(u64, Rc<RefCell<Ended>>),
}

impl Waiter {
    /// Tells that the outcome is known. Returns a handler that is to be called.
    fn tell(self) -> Option<Callback> {
        match self {
            Self::Handler(handler) => Some(handler),
            Self::List(number, ended) => {
                ended.borrow_mut().push_back(number);
                None
            }
        }
    }
}
