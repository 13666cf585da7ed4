//! Jobs out of an iterator.

use super::driver::{Driver, Room};
use super::{Job, WorkerPool};
use crate::error::Error;
use crate::jobs::{JobOptions, most_at_once};
use futures_core::Stream;
use serde::Serialize;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

/// The numbers of jobs that have their outcome, in the order in which they ended.
#[derive(Default)]
pub(super) struct Ended(Mutex<(VecDeque<u64>, Option<Waker>)>);

impl Ended {
    pub(super) fn put(&self, number: u64) {
        let mut ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ended.0.push_back(number);
        let waker = ended.1.take();
        drop(ended);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll_take(&self, cx: &mut Context<'_>) -> Poll<u64> {
        let mut ended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match ended.0.pop_front() {
            Some(number) => Poll::Ready(number),
            None => {
                ended.1 = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// Waits for a place in the queue.
type Waiting = Pin<Box<dyn Future<Output = Result<Room, Error>> + Send>>;

/// Jobs in the order in which they end, each with its message: [`WorkerPool::map`]. Each has its outcome, so
/// [`Job::wait`] does not wait.
///
/// An error in between is about one message that cannot be sent, or says that the pool takes no more jobs;
/// those that it has are still given.
pub struct Map<I: Iterator> {
    pool: WorkerPool,
    /// `None` once it has ended, or the pool takes no more jobs.
    jobs: Option<I>,
    waiting: Option<Waiting>,
    running: HashMap<u64, (I::Item, Job)>,
    submitted: u64,
    ended: Arc<Ended>,
}

impl<I: Iterator> Map<I> {
    pub(super) fn new(pool: WorkerPool, jobs: I) -> Self {
        Self {
            pool,
            jobs: Some(jobs),
            waiting: None,
            running: HashMap::new(),
            submitted: 0,
            ended: Arc::default(),
        }
    }

    /// A place in the queue; `Ready(None)` if no more jobs will come.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Room, Error>>> {
        if self.jobs.is_none() {
            return Poll::Ready(None);
        }
        let driver: &Arc<Driver> = self.pool.driver();
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(driver.room()));
        let room = std::task::ready!(waiting.as_mut().poll(cx));
        self.waiting = None;
        Poll::Ready(Some(room))
    }
}

impl<I: Iterator<Item: Serialize>> Map<I> {
    /// The next job that has ended; `None` when all have.
    pub async fn next(&mut self) -> Option<Result<(I::Item, Job), Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Submits jobs until there is no room or no more of them.
    fn submit(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        let most = most_at_once(self.pool.driver().workers());
        while self.running.len() < most
            && let Poll::Ready(Some(room)) = self.poll_room(cx)
        {
            let room = room.inspect_err(|_| self.jobs = None)?;
            let Some(message) = self.jobs.as_mut().and_then(Iterator::next) else {
                self.jobs = None;
                break;
            };
            let driver = self.pool.driver();
            let task = driver.task(&message, JobOptions::default())?;
            let job = driver.submit(task, 0, room);
            let job = job.inspect_err(|_| self.jobs = None)?;
            self.submitted += 1;
            job.list(self.submitted, self.ended.clone());
            self.running.insert(self.submitted, (message, job));
        }
        Ok(())
    }
}

/// Nothing in it is pinned but the future in its box.
impl<I: Iterator> Unpin for Map<I> {}

impl<I: Iterator<Item: Serialize>> Stream for Map<I> {
    type Item = Result<(I::Item, Job), Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Err(error) = self.submit(cx) {
            return Poll::Ready(Some(Err(error)));
        }
        if self.running.is_empty() && self.jobs.is_none() {
            return Poll::Ready(None);
        }
        let number = std::task::ready!(self.ended.poll_take(cx));
        Poll::Ready(self.running.remove(&number).map(Ok))
    }
}

impl<I: Iterator> fmt::Debug for Map<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Map")
            .field("pool", &self.pool)
            .field("running", &self.running.len())
            .finish_non_exhaustive()
    }
}
