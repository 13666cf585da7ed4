//! Jobs for many workers, as a state machine without I/O, clock, processes or PHP.
//!
//! You submit jobs to a [`Pool`], and tell it what happens to workers and what time it is. It tells you
//! what to do next ([`Pool::poll_action`]), and when it wants to be told the time
//! ([`Pool::poll_timeout`]). Its driver starts processes and moves messages; every rule is in here:
//!
//! * **One outcome.** A job has exactly one: its worker's answer, or an [`Outcome`]. The pool gives the
//!   job back with it, and keeps nothing of it.
//! * **Attempts count before they begin.** A job is never started more often than
//!   [`Options::attempts`] says. One that kills its workers kills no more than that.
//! * **One death concerns one job.** Of the jobs of a worker that dies, only the one that it was busy
//!   with counts as started; the others wait again, in their old places.
//! * **Nobody waits beside an idle worker.** A job goes to an idle worker, then to one that is started
//!   for it, and only then, if jobs are short and many wait, to a worker that is busy.
//! * **Nobody waits behind a long job.** A job that was handed ahead starts within five milliseconds, or
//!   is taken back.
//! * **Limits hold between jobs.** A worker that has done enough, or has grown too large, retires when it
//!   has no job.
//! * **Failures slow down.** A slot whose workers die before they say anything waits 0.1 s, doubled up to
//!   10 s. When every slot has failed five times in a row, the waiting jobs fail.
//!
//! # Driving a pool
//! After telling the pool anything, do what `poll_action` says until it says nothing more. Hand in what
//! has arrived from a worker before you call it lost. For [`Pool::handle_timeout`], take the time first,
//! then read from all workers, then call it with the time from before: an answer that came in time counts.
//!
//! A worker that may be handed jobs ahead ([`Pool::started`]) has duties. It runs one job at a time, in
//! the order in which they come. It writes its answer out before it looks at the next job. If that job's
//! `start_by` has passed, it returns the job and does not start it. So a job that is taken back was never
//! started.
//!
//! ```
//! use std::time::Instant;
//! use stream_ipc::pool::{Action, Options, Pool};
//!
//! let now = Instant::now();
//! let mut pool = Pool::new(Options { size: 4, ..Options::default() });
//! let job = pool.submit("work", None, 0)?;
//!
//! // The job needs a worker, and one is enough.
//! assert_eq!(pool.poll_action(now), Some(Action::Start { slot: 0 }));
//! pool.started(0, false, now);
//! let Some(Action::Report(_)) = pool.poll_action(now) else { panic!() };
//! let Some(Action::Send { handout, start_by: None }) = pool.poll_action(now) else { panic!() };
//! assert_eq!(pool.payload(handout.job), Some(&"work"));
//! assert_eq!(pool.poll_action(now), None);
//!
//! let finished = pool.answered(handout, now).unwrap();
//! assert_eq!((finished.payload, finished.attempts), ("work", 1));
//! assert!(!pool.cancel(job, now), "it has its outcome");
//! # Ok::<(), stream_ipc::pool::Refused<&str>>(())
//! ```

mod action;
mod ahead;
mod brake;
mod clock;
mod dispatch;
mod ending;
mod job;
mod loads;
mod news;
mod options;
mod queue;
mod refused;
mod slot;
mod statistics;
mod worker;

pub use action::{Action, Event, Finished, Outcome, Retirement};
pub use job::{Handout, JobId};
pub use options::Options;
pub use refused::{Reason, Refused};
pub use statistics::{Statistics, Totals, WorkerStatus};
pub use worker::WorkerId;

use ahead::Pace;
use job::Job;
use loads::Loads;
use queue::Queue;
use slot::Slots;
use slotmap::SlotMap;
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use worker::{Phase, Worker};

/// Hands jobs to workers. `J` is what the driver sends of a job.
///
/// The pool drops no `J`, unless it is dropped itself: each comes back with its outcome.
#[derive(Debug)]
pub struct Pool<J> {
    options: Options,
    /// Jobs without an outcome.
    jobs: SlotMap<JobId, Job<J>>,
    queue: Queue,
    slots: Slots,
    workers: SlotMap<WorkerId, Worker>,
    loads: Loads,
    pace: Pace,
    /// How many workers may be handed jobs ahead.
    takers: usize,
    /// What was decided already. Handouts and starts are decided when the driver asks, so they are never
    /// out of date.
    actions: VecDeque<Action<J>>,
    /// The slot whose worker a restart is replacing now.
    replacing: Option<usize>,
    is_closing: bool,
    /// When to terminate all workers.
    stop_by: Option<Instant>,
    /// When the pool needs to be told the time, or sooner.
    next_timeout: Option<Instant>,
    totals: Totals,
}

/// Jobs.
impl<J> Pool<J> {
    /// A pool without jobs and workers.
    pub fn new(options: Options) -> Self {
        let options = Options {
            queue_limit: options.queue_limit.max(1),
            attempts: options.attempts.max(1),
            max_jobs: options.max_jobs.map(|jobs| jobs.max(1)),
            ..options
        };
        Self {
            options,
            jobs: SlotMap::with_key(),
            queue: Queue::default(),
            slots: Slots::new(options.size),
            workers: SlotMap::with_key(),
            loads: Loads::default(),
            pace: Pace::default(),
            takers: 0,
            actions: VecDeque::new(),
            replacing: None,
            is_closing: false,
            stop_by: None,
            next_timeout: None,
            totals: Totals::default(),
        }
    }

    /// Takes a job. Jobs with a higher priority go first, older ones first inside one priority. A timeout
    /// replaces that of the options; [`Duration::MAX`] is none.
    ///
    /// # Errors
    /// Returns the job if the queue is full: do what [`Self::poll_action`] says, and submit it again. A
    /// pool that is being drained or stopped takes no jobs.
    pub fn submit(
        &mut self,
        payload: J,
        timeout: Option<Duration>,
        priority: i64,
    ) -> Result<JobId, Refused<J>> {
        let reason = match self.queue.len() >= self.options.queue_limit {
            _ if self.is_closing => Some(Reason::Closing),
            true => Some(Reason::QueueFull),
            false => None,
        };
        if let Some(reason) = reason {
            return Err(Refused { payload, reason });
        }
        let place = self.queue.place(priority);
        let job = self.jobs.insert(Job {
            payload,
            timeout: timeout.or(self.options.timeout),
            place,
            attempts: 0,
            handouts: 0,
            handout: None,
        });
        self.queue.insert(place, job);
        self.totals.submitted += 1;
        Ok(job)
    }

    /// What was submitted; `None` once the job has its outcome.
    pub fn payload(&self, job: JobId) -> Option<&J> {
        self.jobs.get(job).map(|job| &job.payload)
    }

    /// How long a job may take on a worker; `None` if there is no limit, or the job has its outcome.
    pub fn timeout(&self, job: JobId) -> Option<Duration> {
        let timeout = self.jobs.get(job)?.timeout;
        timeout.filter(|timeout| *timeout < Duration::MAX)
    }

    /// How often a job was started so far; `None` once it has its outcome.
    pub fn attempts(&self, job: JobId) -> Option<u32> {
        self.jobs.get(job).map(|job| job.attempts)
    }

    /// Gives a job the outcome [`Outcome::Cancelled`]. Returns whether it had none yet. A worker that is
    /// busy with it gets no other job until it has answered, and is terminated after the grace.
    pub fn cancel(&mut self, job: JobId, now: Instant) -> bool {
        let Some(Job { handout, place, .. }) = self.jobs.get(job) else {
            return false;
        };
        match *handout {
            Some(handout) => self.abandon(handout, Outcome::Cancelled, now),
            None => {
                self.queue.remove(*place);
                self.resolve(job, Outcome::Cancelled);
            }
        }
        true
    }

    /// Gives a job that a worker has its outcome, and has the worker told.
    fn abandon(&mut self, handout: Handout, outcome: Outcome, now: Instant) {
        self.workers[handout.worker].abandon(handout, now, self.options.grace);
        self.actions.push_back(Action::Cancel(handout));
        self.resolve(handout.job, outcome);
        self.settle(handout.worker, now);
    }

    fn resolve(&mut self, job: JobId, outcome: Outcome) {
        let Some(finished) = self.finish(job) else {
            return;
        };
        *match outcome {
            Outcome::Lost { .. } => &mut self.totals.lost,
            Outcome::TimedOut { .. } => &mut self.totals.timed_out,
            Outcome::Cancelled => &mut self.totals.cancelled,
            Outcome::Failed => &mut self.totals.failed,
            Outcome::NeverStarted => &mut self.totals.never_started,
        } += 1;
        self.actions.push_back(Action::Resolve {
            job,
            finished,
            outcome,
        });
    }

    /// Forgets a job, because it has its outcome.
    fn finish(&mut self, job: JobId) -> Option<Finished<J>> {
        let Job {
            payload, attempts, ..
        } = self.jobs.remove(job)?;
        Some(Finished { payload, attempts })
    }

    fn resolve_waiting(&mut self, outcome: Outcome) {
        while let Some(job) = self.queue.pop() {
            self.resolve(job, outcome);
        }
    }

    /// Has a job wait again that was certainly not started, unless it has its outcome.
    fn put_back(&mut self, job: JobId) {
        if let Some(known) = self.jobs.get_mut(job) {
            known.attempts -= 1;
            self.wait_again(job);
        }
    }

    fn wait_again(&mut self, job: JobId) {
        let known = &mut self.jobs[job];
        known.handout = None;
        self.queue.insert(known.place, job);
    }
}

/// The pool as a whole.
impl<J> Pool<J> {
    /// The options, as they are in force.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// What to do next; `None` if there is nothing.
    pub fn poll_action(&mut self, now: Instant) -> Option<Action<J>> {
        loop {
            while let Some(action) = self.actions.pop_front() {
                let worker = action.worker();
                if worker.is_none_or(|worker| self.workers.contains_key(worker)) {
                    return Some(action);
                }
            }
            if let Some(action) = self.decide(now) {
                return Some(action);
            }
            if !self.retire_needless(now) {
                return None;
            }
        }
    }

    /// When to call [`Self::handle_timeout`] next, or somewhat sooner.
    pub fn poll_timeout(&self) -> Option<Instant> {
        self.next_timeout
    }

    /// Replaces the workers that the pool has started, one after another, each between its jobs.
    pub fn restart(&mut self, now: Instant) {
        if self.is_closing {
            return;
        }
        for worker in self.workers.keys().collect::<Vec<_>>() {
            self.workers[worker].is_outdated = self.workers[worker].slot.is_some();
            self.settle(worker, now);
        }
    }

    /// Takes no more jobs. Workers retire when nothing waits for them any more.
    pub fn drain(&mut self) {
        self.is_closing = true;
        self.replacing = None;
        for worker in self.workers.values_mut() {
            worker.is_outdated = false;
        }
    }

    /// Takes no more jobs, gives waiting ones the outcome [`Outcome::NeverStarted`], cancels those that
    /// workers have, and ends the workers: at once where they are idle, and all of them after the grace.
    pub fn stop(&mut self, grace: Option<Duration>, now: Instant) {
        self.drain();
        self.options.grace = grace.unwrap_or(self.options.grace);
        let stop_by = now.checked_add(self.options.grace);
        self.stop_by = self.stop_by.into_iter().chain(stop_by).min();
        self.wake_at(self.stop_by);
        self.resolve_waiting(Outcome::NeverStarted);
        for worker in self.workers.keys().collect::<Vec<_>>() {
            self.abandon_all(worker, now);
            self.workers[worker].retirement = Some(Retirement::Closing);
            self.settle(worker, now);
        }
    }

    fn abandon_all(&mut self, worker: WorkerId, now: Instant) {
        let owed: Vec<_> = self.workers[worker].owed().collect();
        for handout in owed {
            self.abandon(handout, Outcome::Cancelled, now);
        }
    }

    /// Whether the pool takes no more jobs, and neither jobs nor workers are left.
    pub fn is_over(&self) -> bool {
        let is_empty = self.jobs.is_empty() && self.workers.is_empty() && self.actions.is_empty();
        self.is_closing && is_empty && self.slots.starting() == 0
    }

    /// What the pool has done so far.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            waiting: self.queue.len(),
            handed_out: self.jobs.len() - self.queue.len(),
            starting: self.slots.starting(),
            workers: self.workers.len(),
            idle: self.loads.all_idle().len(),
            average: self.pace.average(),
            totals: self.totals,
        }
    }

    /// The workers, and what each is doing.
    pub fn workers(&self) -> impl Iterator<Item = (WorkerId, WorkerStatus)> {
        self.workers.iter().map(|(id, worker)| {
            let status = WorkerStatus {
                slot: worker.slot,
                running: worker.running().map(|run| (run.handout.job, run.since)),
                ahead: worker.handed().skip(1).count(),
                answered: worker.answered,
                is_ending: worker.phase != Phase::Serving,
            };
            (id, status)
        })
    }
}

#[cfg(test)]
mod tests;
