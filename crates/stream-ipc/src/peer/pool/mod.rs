//! A pool of workers behind a peer.

mod driver;
mod job;
mod map;
mod waiting;

pub(super) use driver::HandedJob;
pub use job::Job;
pub use map::Map;
pub(super) use waiting::Pools;

use super::{Peer, Session};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::jobs::{JobOptions, PoolEvent, worker_per_cpu};
use crate::pool::{Options, Reason, Statistics};
use driver::Driver;
use serde::Serialize;
use std::fmt;
use std::rc::Rc;
use std::time::Duration;

/// Hands jobs to worker processes, as many at once as there are workers, and replaces workers that die: a
/// handle, cheap to clone.
///
/// Jobs are ordinary requests, so everything that answers requests is a worker: PHP, with this extension
/// or the package, and Rust.
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
/// use stream_ipc::{Peer, WorkerPool};
///
/// let peer = Peer::new()?;
/// let pool = WorkerPool::new(&peer, |peer: &Peer, _| {
///     peer.spawn(Command::new("php").arg("worker.php"))
/// });
///
/// let job = pool.submit(&Square { number: 12 })?;
/// assert_eq!(job.wait::<Squared>()?.result, 144);
///
/// for done in pool.map((0..1_000_000).map(|number| Square { number })) {
///     let (square, job) = done?;
///     match job.wait::<Squared>() {
///         Ok(squared) => println!("{}² = {}", square.number, squared.result),
///         Err(error) => eprintln!("{}: {error}", square.number),
///     }
/// }
/// # Ok::<(), stream_ipc::Error>(())
/// ```
///
/// The pool works while the peer ticks, so also in [`Job::wait`], in [`submit`](Self::submit) if the queue
/// is full, in [`map`](Self::map), [`drain`](Self::drain) and [`stop`](Self::stop). Handlers of jobs and
/// of the pool run in there, too.
///
/// A job is started at most as often as [`Options::attempts`] says: an attempt counts before the job is
/// handed out. A worker that dies loses only the job that it was busy with. No job waits for a worker while
/// another one is idle. Where jobs are short and many wait, native workers that the pool has started get
/// the next ones before they have answered the last; they return what they cannot start within 5 ms.
///
/// | what happens | what [`Job::wait`] gives |
/// | --- | --- |
/// | the handler fails | [`Error::Remote`]; the worker stays |
/// | the worker dies during the job | [`Error::WorkerLost`], after the last attempt; the worker is replaced |
/// | the job takes longer than its timeout | [`Error::TimedOut`]; the worker is told, and terminated after the grace |
/// | [`Job::cancel`] | [`Error::Cancelled`], likewise |
/// | no worker can be started | [`Error::PoolBroken`], after five attempts of every slot |
/// | the pool is stopped before | [`Error::PoolClosed`] |
///
/// When you drop the last handle or the peer, the pool ends its workers, and the jobs without an outcome
/// fail.
#[derive(Clone)]
pub struct WorkerPool(Rc<Handle>);

/// What all handles of a pool share: dropping it ends the pool.
struct Handle(Rc<Driver>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.abandon();
    }
}

/// Jobs.
impl WorkerPool {
    /// A pool of as many workers as this process may use CPUs. `start` starts the worker of a slot, a
    /// number from 0. Starts none yet: the first job does, and no more workers than there are jobs.
    pub fn new(
        peer: &Peer,
        start: impl Fn(&Peer, usize) -> Result<Session, Error> + 'static,
    ) -> Self {
        Self::with(peer, worker_per_cpu(), start)
    }

    /// A pool with these options.
    ///
    /// ```
    /// use std::process::Command;
    /// use std::time::Duration;
    /// use stream_ipc::{Peer, WorkerPool, pool::Options};
    ///
    /// let peer = Peer::new()?;
    /// let options = Options {
    ///     size: 4,
    ///     timeout: Some(Duration::from_secs(60)),
    ///     attempts: 2,
    ///     ..Options::default()
    /// };
    /// let pool = WorkerPool::with(&peer, options, |peer: &Peer, _| {
    ///     peer.spawn(Command::new("php").arg("worker.php"))
    /// });
    /// # drop(pool);
    /// # Ok::<(), stream_ipc::Error>(())
    /// ```
    pub fn with(
        peer: &Peer,
        options: Options,
        start: impl Fn(&Peer, usize) -> Result<Session, Error> + 'static,
    ) -> Self {
        let driver = Driver::new(peer.shared.clone(), options, Box::new(start));
        peer.shared.pools.add(&driver);
        Self(Rc::new(Handle(driver)))
    }

    /// Hands a job to a worker, or queues it. While the queue is full, waits, and runs handlers.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if no worker can be sent the message; [`Error::TimedOut`]
    /// if the queue had no room for the time that the job has; [`Error::PoolClosed`] after
    /// [`Self::drain`] and [`Self::stop`]; [`Error::Handler`] and [`Error::Watch`] as [`Peer::tick`].
    pub fn submit<M: Serialize + ?Sized>(&self, message: &M) -> Result<Job, Error> {
        self.submit_with(message, JobOptions::default())
    }

    /// The same, with another timeout or priority than other jobs.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub fn submit_with<M: Serialize + ?Sized>(
        &self,
        message: &M,
        options: JobOptions,
    ) -> Result<Job, Error> {
        let driver = self.driver();
        let mut task = driver.task(message, options)?;
        let patience = task.limit();
        let deadline = patience.map_or(Deadline::NEVER, Deadline::after);
        loop {
            let refused = match driver.submit(task, options.priority) {
                Ok(job) => {
                    driver.act();
                    return Ok(job);
                }
                Err(refused) => refused,
            };
            match refused.reason {
                Reason::Closing => return Err(Error::PoolClosed),
                Reason::QueueFull if deadline.has_passed() => {
                    return Err(Error::TimedOut(patience.unwrap_or_default()));
                }
                Reason::QueueFull => driver.advance(deadline)?,
            }
            task = refused.payload;
        }
    }

    /// Submits jobs as there is room for them, and iterates over them in the order in which they end. The
    /// jobs may be endless: as many are taken as keep all workers busy, 16 for each. If you drop the
    /// iterator, the jobs that it has submitted are done all the same.
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
    pub fn broadcast<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        let mut outcome = Ok(());
        for session in self.driver().sessions() {
            match session.notify(message) {
                Ok(()) | Err(Error::Send { .. } | Error::Ended(_)) => {}
                Err(error) => outcome = outcome.and(Err(error)),
            }
        }
        outcome
    }

    /// Adds a worker that the pool does not start, such as one that has connected to a socket. When it
    /// goes, it is not replaced. A worker without a process of its own is ended by closing its session.
    ///
    /// # Panics
    /// If the session belongs to another peer, or is a worker of a pool already.
    pub fn add(&self, worker: &Session) {
        let driver = self.driver();
        let is_own = worker.belongs_to(driver.peer());
        assert!(is_own, "the session belongs to another peer than the pool");
        worker.become_worker();
        driver.add(worker);
    }

    /// Replaces the workers that the pool has started, one after another, each between two jobs.
    pub fn restart(&self) {
        self.driver().change(|machine, now| machine.restart(now));
    }

    /// Takes no more jobs, and waits until all have their outcome and the workers have ended.
    ///
    /// # Errors
    /// [`Error::TimedOut`] if that takes longer than `timeout`: the pool goes on. [`Error::Handler`] and
    /// [`Error::Watch`] as [`Peer::tick`].
    pub fn drain(&self, timeout: Option<Duration>) -> Result<(), Error> {
        let driver = self.driver();
        driver.change(|machine, _| machine.drain());
        let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
        while !driver.is_over() {
            if deadline.has_passed() {
                return Err(Error::TimedOut(timeout.unwrap_or_default()));
            }
            driver.advance(deadline)?;
        }
        Ok(())
    }

    /// Takes no more jobs, cancels those that workers have, and ends the workers: those without a job at
    /// once, the others when they have stopped, all of them after `grace` or that of the options. Waits
    /// until they have ended. Returns the jobs that waited: they were not started.
    ///
    /// # Errors
    /// [`Error::Handler`] and [`Error::Watch`] as [`Peer::tick`].
    pub fn stop(&self, grace: Option<Duration>) -> Result<Vec<Job>, Error> {
        let driver = self.driver();
        driver.change(|machine, now| machine.stop(grace, now));
        while !driver.is_over() {
            driver.advance(Deadline::NEVER)?;
        }
        Ok(driver.take_never_started())
    }

    /// Calls `handler` when something happens to a worker: it was started, lost, replaced.
    ///
    /// ```
    /// # use std::process::Command;
    /// # use stream_ipc::{Error, Peer, WorkerPool};
    /// use stream_ipc::{PoolEvent, pool::Event};
    ///
    /// # let peer = Peer::new()?;
    /// # let pool = WorkerPool::new(&peer, |peer: &Peer, _| peer.spawn(&mut Command::new("php")));
    /// pool.on_event(|event: &PoolEvent| match event.event() {
    ///     Event::Lost { .. } | Event::Terminated { .. } => eprintln!("{event}"),
    ///     _ => {}
    /// });
    /// # Ok::<(), Error>(())
    /// ```
    pub fn on_event(&self, handler: impl Fn(&PoolEvent) + 'static) {
        self.driver().add_event_handler(Rc::new(handler));
    }

    /// What the pool is doing, and what came of the jobs so far.
    pub fn statistics(&self) -> Statistics {
        self.driver().statistics()
    }

    fn driver(&self) -> &Rc<Driver> {
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
