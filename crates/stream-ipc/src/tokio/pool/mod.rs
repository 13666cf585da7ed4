//! A pool of workers on tokio.

mod driver;
mod job;
mod map;

pub use job::Job;
pub use map::Map;

use super::{Session, now};
use crate::error::Error;
use crate::format::Format;
use crate::jobs::{JobOptions, PoolEvent, worker_per_cpu};
use crate::pool::{Options, Statistics};
use ::tokio::time::timeout;
use driver::Driver;
use serde::Serialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Hands jobs to worker processes, as many at once as there are workers, and replaces workers that die: a
/// handle, cheap to clone, for any task and thread.
///
/// It follows the rules of [`stream_ipc::WorkerPool`](crate::WorkerPool), and gives the same errors. Only
/// the waiting differs, and that workers get a job when they have answered the last, never ahead. Messages
/// of jobs come to the [`Incoming`](super::Incoming) of the worker's session.
///
/// ```no_run
/// # use serde::{Deserialize, Serialize};
/// # #[derive(Serialize)]
/// # #[serde(rename = r"App\Square")]
/// # struct Square {
/// #     number: i64,
/// # }
/// # #[derive(Deserialize)]
/// # #[serde(rename = r"App\Squared")]
/// # struct Squared {
/// #     result: i64,
/// # }
/// use std::process::Command;
/// use stream_ipc::Options;
/// use stream_ipc::tokio::{Session, WorkerPool};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), stream_ipc::Error> {
/// let pool = WorkerPool::new(async |_| {
///     let mut command = Command::new("php");
///     let (worker, _incoming) = Session::spawn(command.arg("worker.php"), Options::new())?;
///     Ok(worker)
/// });
///
/// let job = pool.submit(&Square { number: 12 }).await?;
/// assert_eq!(job.wait::<Squared>().await?.result, 144);
///
/// // A Stream, for those who use futures.
/// let mut outcomes = pool.map((0..1_000_000).map(|number| Square { number }));
/// while let Some(done) = outcomes.next().await {
///     let (square, job) = done?;
///     println!("{}² = {}", square.number, job.wait::<Squared>().await?.result);
/// }
/// # Ok(())
/// # }
/// ```
///
/// When you drop the last handle, the pool ends its workers, and the jobs without an outcome fail.
#[derive(Clone)]
pub struct WorkerPool(Arc<Handle>);

/// What all handles of a pool share: dropping it ends the pool.
struct Handle(Arc<Driver>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// Jobs.
impl WorkerPool {
    /// A pool of as many workers as this process may use CPUs. `start` starts the worker of a slot, a
    /// number from 0. Starts none yet: the first job does, and no more workers than there are jobs.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new<F>(start: impl Fn(usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Session, Error>> + Send + 'static,
    {
        Self::with(worker_per_cpu(), start)
    }

    /// A pool with these options.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub fn with<F>(options: Options, start: impl Fn(usize) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<Session, Error>> + Send + 'static,
    {
        Self::with_format(options, Format::default(), start)
    }

    /// A pool whose workers' sessions have this format.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub fn with_format<F>(
        options: Options,
        format: Format,
        start: impl Fn(usize) -> F + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = Result<Session, Error>> + Send + 'static,
    {
        let start = move |slot| Box::pin(start(slot)) as driver::Starting;
        let driver = Driver::new(options, format, Box::new(start));
        Self(Arc::new(Handle(driver)))
    }

    /// Hands a job to a worker, or waits for room in the queue and queues it.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if no worker can be sent the message; [`Error::TimedOut`]
    /// if the queue had no room for the time that the job has; [`Error::PoolClosed`] after
    /// [`Self::drain`] and [`Self::stop`].
    pub async fn submit<M: Serialize + ?Sized>(&self, message: &M) -> Result<Job, Error> {
        self.submit_with(message, JobOptions::default()).await
    }

    /// The same, with another timeout or priority than other jobs.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn submit_with<M: Serialize + ?Sized>(
        &self,
        message: &M,
        options: JobOptions,
    ) -> Result<Job, Error> {
        let driver = self.driver();
        let task = driver.task(message, options)?;
        let patience = task.limit().unwrap_or(Duration::MAX);
        let room = timeout(patience, driver.room());
        let room = room.await.map_err(|_| Error::TimedOut(patience))??;
        driver.submit(task, options.priority, room)
    }

    /// Submits jobs as there is room for them, and gives them in the order in which they end: a
    /// [`Stream`](futures_core::Stream), with a [`next`](Map::next) of its own. The jobs may be endless:
    /// as many are taken as keep all workers busy, 16 for each. If you drop it, the jobs that it has
    /// submitted are done all the same.
    pub fn map<I>(&self, jobs: I) -> Map<I::IntoIter>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        Map::new(self.clone(), jobs.into_iter())
    }
}

/// Workers.
impl WorkerPool {
    /// Sends every worker that is there now a message that nobody answers.
    ///
    /// # Errors
    /// As [`Session::notify`], the first one; the other workers get the message all the same. Workers that
    /// are gone do not count.
    pub async fn broadcast<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        let mut outcome = Ok(());
        for session in self.driver().sessions() {
            match session.notify(message).await {
                Ok(()) | Err(Error::Send { .. } | Error::Ended(_)) => {}
                Err(error) => outcome = outcome.and(Err(error)),
            }
        }
        outcome
    }

    /// Adds a worker that the pool does not start, such as one that has connected to a socket. When it
    /// goes, it is not replaced. A worker without a process of its own is ended by closing its session. A
    /// session can be the worker of one pool only.
    pub fn add(&self, worker: &Session) {
        self.driver().add(worker);
    }

    /// Replaces the workers that the pool has started, one after another, each between two jobs.
    pub fn restart(&self) {
        self.driver().change(|machine| machine.restart(now()));
    }

    /// Takes no more jobs, and waits until all have their outcome and the workers have ended. If you drop
    /// the future, the pool goes on.
    pub async fn drain(&self) {
        self.driver().close(|machine| machine.drain());
        self.driver().over().await;
    }

    /// Takes no more jobs, cancels those that workers have, and ends the workers: those without a job at
    /// once, the others when they have stopped, all of them after `grace` or that of the options. Waits
    /// until they have ended. Returns the jobs that waited: they were not started.
    pub async fn stop(&self, grace: Option<Duration>) -> Vec<Job> {
        self.driver().close(|machine| machine.stop(grace, now()));
        self.driver().over().await;
        self.driver().take_never_started()
    }

    /// Calls `handler` when something happens to a worker: it was started, lost, replaced. It runs on any
    /// task that uses the pool, so it must not take long.
    pub fn on_event(&self, handler: impl Fn(&PoolEvent) + Send + Sync + 'static) {
        self.driver().add_event_handler(Arc::new(handler));
    }

    /// What the pool is doing, and what came of the jobs so far.
    pub fn statistics(&self) -> Statistics {
        self.driver().statistics()
    }

    fn driver(&self) -> &Arc<Driver> {
        &self.0.0
    }
}

impl fmt::Debug for WorkerPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WorkerPool")
            .field("statistics", &self.statistics())
            .finish_non_exhaustive()
    }
}
