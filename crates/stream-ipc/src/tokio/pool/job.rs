//! Jobs that were submitted, and their outcomes.

use super::driver::{Driver, Room};
use super::map::Ended;
use crate::error::Error;
use crate::jobs::{JobOutcome, JobRequest};
use crate::pool::JobId;
use crate::tokio::now;
use ::tokio::sync::Notify;
use serde::de::DeserializeOwned;
use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// A job that was submitted to a [`WorkerPool`](super::WorkerPool), and its outcome once it has one: a
/// handle, cheap to clone. If you drop it, the job is done all the same.
#[derive(Clone)]
pub struct Job {
    driver: Arc<Driver>,
    task: Arc<Task>,
}

impl Job {
    pub(super) fn new(driver: Arc<Driver>, task: Arc<Task>) -> Self {
        Self { driver, task }
    }

    /// Waits for the worker's reply. Once the outcome is known, waiting again gives the same outcome.
    /// Dropping the future loses nothing.
    ///
    /// # Errors
    /// See the table of [`stream_ipc::WorkerPool`](crate::WorkerPool); [`Error::Reply`] if the reply is not
    /// of type `R`.
    pub async fn wait<R: DeserializeOwned>(&self) -> Result<R, Error> {
        self.task.outcome().await.message(&self.task.request)
    }

    /// Whether the outcome is known, a reply or not, so that [`Self::wait`] does not wait.
    pub fn is_resolved(&self) -> bool {
        self.task.outcome.get().is_some()
    }

    /// Cancels the job: [`Job::cancel`](crate::Job::cancel).
    pub fn cancel(&self) {
        if let Some(id) = self.task.id.get() {
            self.driver.change(|machine| machine.cancel(*id, now()));
        }
    }

    /// How often the job was started so far.
    pub fn attempts(&self) -> u32 {
        let finished = self.task.outcome.get().map(|ended| ended.attempts);
        finished.unwrap_or_else(|| {
            let id = self.task.id.get();
            id.and_then(|id| self.driver.attempts(*id))
                .unwrap_or_default()
        })
    }

    /// Has the ended job with this number put into the list, once its outcome is known.
    pub(super) fn list(&self, number: u64, ended: Arc<Ended>) {
        let mut listed = lock(&self.task.listed);
        match self.is_resolved() {
            true => ended.put(number),
            false => *listed = Some((number, ended)),
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
    id: OnceLock<JobId>,
    /// Its place in the queue, until it is handed out.
    room: Mutex<Option<Room>>,
    outcome: OnceLock<TaskEnd>,
    /// Told when the outcome is known.
    is_over: Notify,
    /// The iterator over jobs that it belongs to, which knows it by a number.
    listed: Mutex<Option<(u64, Arc<Ended>)>>,
}

#[derive(Debug)]
struct TaskEnd {
    outcome: JobOutcome,
    attempts: u32,
}

impl Task {
    pub(super) fn new(request: JobRequest, limit: Option<Duration>) -> Self {
        Self {
            request,
            limit: limit.filter(|limit| *limit < Duration::MAX),
            id: OnceLock::new(),
            room: Mutex::default(),
            outcome: OnceLock::new(),
            is_over: Notify::new(),
            listed: Mutex::default(),
        }
    }

    /// How long it may take on a worker.
    pub(super) fn limit(&self) -> Option<Duration> {
        self.limit
    }

    pub(super) fn submitted_as(&self, id: JobId, room: Room) {
        let _ = self.id.set(id);
        *lock(&self.room) = Some(room);
    }

    /// Leaves its place in the queue to another.
    pub(super) fn leave_queue(&self) {
        drop(lock(&self.room).take());
    }

    /// Gives the job its outcome, and wakes those who wait for it.
    pub(super) fn settle(&self, outcome: JobOutcome, attempts: u32) {
        self.leave_queue();
        let mut listed = lock(&self.listed);
        if self.outcome.set(TaskEnd { outcome, attempts }).is_ok() {
            self.is_over.notify_waiters();
            if let Some((number, ended)) = listed.take() {
                ended.put(number);
            }
        }
    }

    async fn outcome(&self) -> &JobOutcome {
        loop {
            let mut is_over = pin!(self.is_over.notified());
            is_over.as_mut().enable();
            if let Some(ended) = self.outcome.get() {
                return &ended.outcome;
            }
            is_over.await;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
