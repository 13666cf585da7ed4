//! Jobs out of an iterator.

use super::{Job, WorkerPool};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::jobs::{JobOptions, most_at_once};
use crate::pool::Reason;
use serde::Serialize;
use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::iter::FusedIterator;
use std::rc::Rc;

/// The numbers of jobs that have their outcome, in the order in which they ended.
pub(super) type Ended = VecDeque<u64>;

/// Iterates over jobs in the order in which they end, each with its message: [`WorkerPool::map`]. Each has
/// its outcome, so [`Job::wait`] does not wait.
///
/// An error in between is about one message that cannot be sent, or about a handler, as of
/// [`WorkerPool::submit`]; the iterator goes on after it.
pub struct Map<I: Iterator> {
    pool: WorkerPool,
    /// `None` once it has ended, or the pool takes no more jobs.
    jobs: Option<I>,
    /// A message for which the queue had no room.
    next: Option<I::Item>,
    running: HashMap<u64, (I::Item, Job)>,
    submitted: u64,
    ended: Rc<RefCell<Ended>>,
}

impl<I: Iterator> Map<I> {
    pub(super) fn new(pool: WorkerPool, jobs: I) -> Self {
        Self {
            pool,
            jobs: Some(jobs),
            next: None,
            running: HashMap::new(),
            submitted: 0,
            ended: Rc::default(),
        }
    }

    fn next_message(&mut self) -> Option<I::Item> {
        let message = self.next.take().or_else(|| self.jobs.as_mut()?.next());
        if message.is_none() {
            self.jobs = None;
        }
        message
    }
}

impl<I: Iterator<Item: Serialize>> Map<I> {
    /// Submits jobs until there is no room or no more of them.
    fn submit(&mut self) -> Result<(), Error> {
        let driver = self.pool.driver().clone();
        let most = most_at_once(driver.workers());
        while self.running.len() < most
            && let Some(message) = self.next_message()
        {
            let task = driver.task(&message, JobOptions::default())?;
            match driver.submit(task, 0) {
                Ok(job) => {
                    self.submitted += 1;
                    job.list(self.submitted, self.ended.clone());
                    self.running.insert(self.submitted, (message, job));
                }
                Err(refused) if refused.reason == Reason::QueueFull => {
                    self.next = Some(message);
                    break;
                }
                Err(_) => {
                    self.jobs = None;
                    driver.act();
                    return Err(Error::PoolClosed);
                }
            }
        }
        driver.act();
        Ok(())
    }
}

impl<I: Iterator<Item: Serialize>> Iterator for Map<I> {
    type Item = Result<(I::Item, Job), Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Err(error) = self.submit() {
                return Some(Err(error));
            }
            let ended = self.ended.borrow_mut().pop_front();
            if let Some(number) = ended {
                return self.running.remove(&number).map(Ok);
            }
            if self.running.is_empty() && self.next.is_none() && self.jobs.is_none() {
                return None;
            }
            if let Err(error) = self.pool.driver().advance(Deadline::NEVER) {
                return Some(Err(error));
            }
        }
    }
}

impl<I: Iterator<Item: Serialize>> FusedIterator for Map<I> {}

impl<I: Iterator> fmt::Debug for Map<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map")
            .field("pool", &self.pool)
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}
