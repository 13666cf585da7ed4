//! What the driver tells about workers.

use super::Pool;
use super::action::{Action, Event, Finished, Outcome, Retirement};
use super::job::Handout;
use super::worker::{Handed, Removed, Worker, WorkerId};
use std::time::{Duration, Instant};

/// How often a worker's memory is measured at most: reading it takes the kernel some 10 µs.
const MEASURE_EVERY: Duration = Duration::from_millis(50);

/// News of workers. What they say about a worker or a handout that is over changes nothing.
impl<J> Pool<J> {
    /// The worker of [`Action::Start`] runs. Says whether it may be handed jobs ahead: see the duties of
    /// such a worker [above](super#driving-a-pool). If no start was asked for, the worker joins as one that
    /// the pool has not started.
    pub fn started(&mut self, slot: usize, takes_ahead: bool, now: Instant) -> WorkerId {
        if !self.slots.is_starting(slot) {
            return self.add(takes_ahead, now);
        }
        let worker = self.insert(Some(slot), takes_ahead, now);
        let is_replacement = self.slots.occupy(slot, worker);
        self.report(Event::Started {
            worker,
            slot,
            is_replacement,
        });
        if self.replacing == Some(slot) {
            self.replace_next(now);
        }
        worker
    }

    /// A worker joins that the pool has not started, and does not start again when it goes.
    pub fn add(&mut self, takes_ahead: bool, now: Instant) -> WorkerId {
        let worker = self.insert(None, takes_ahead, now);
        self.report(Event::Joined { worker });
        worker
    }

    fn insert(&mut self, slot: Option<usize>, takes_ahead: bool, now: Instant) -> WorkerId {
        let worker = Worker::new(slot, takes_ahead, now);
        let id = self.workers.insert(worker);
        self.takers += usize::from(takes_ahead);
        self.totals.workers_started += 1;
        self.settle(id, now);
        id
    }

    /// The worker of [`Action::Start`] could not be started. No job is touched.
    pub fn start_failed(&mut self, slot: usize, now: Instant) {
        if self.slots.is_starting(slot) {
            self.slots.vacate(slot);
            self.brake(slot, now);
        }
    }

    /// A worker has said something: its program works. That is any frame, but no text outside of frames:
    /// a program that crashes at once prints why.
    pub fn spoke(&mut self, worker: WorkerId) {
        if let Some(worker) = self.workers.get_mut(worker)
            && !worker.has_spoken
        {
            worker.has_spoken = true;
            if let Some(slot) = worker.slot {
                self.slots.brake(slot).release();
            }
        }
    }

    /// A worker has answered a job, also with an error. Returns the job if this is its outcome; `None` if
    /// it has another one.
    pub fn answered(&mut self, handout: Handout, now: Instant) -> Option<Finished<J>> {
        self.spoke(handout.worker);
        let Removed {
            handed,
            was_running,
        } = self.remove(handout, now)?;
        self.note_answer(&handed, was_running, now);
        self.settle(handout.worker, now);
        let finished = self.finish(handout.job)?;
        self.totals.answered += 1;
        Some(finished)
    }

    fn remove(&mut self, handout: Handout, now: Instant) -> Option<Removed> {
        let worker = self.workers.get_mut(handout.worker)?;
        worker.remove(handout, now, self.options.grace)
    }

    fn note_answer(&mut self, handed: &Handed, was_running: bool, now: Instant) {
        let worker = &mut self.workers[handed.handout.worker];
        // The first answer also took the time that the worker needed to start.
        if was_running && worker.answered > 0 {
            self.pace.note(now.saturating_duration_since(handed.since));
        }
        worker.answered += 1;
        let measured_at = worker.measured_at;
        let is_due =
            measured_at.is_none_or(|at| now.saturating_duration_since(at) >= MEASURE_EVERY);
        if self.options.max_memory.is_some() && is_due {
            worker.measured_at = Some(now);
            self.actions
                .push_back(Action::Measure(handed.handout.worker));
        }
    }

    /// A worker has returned a job that was handed ahead: it had no time to start it. The job waits again.
    pub fn returned(&mut self, handout: Handout, now: Instant) {
        self.spoke(handout.worker);
        if self.remove(handout, now).is_some() {
            self.workers[handout.worker].taken -= 1;
            self.put_back(handout.job);
            self.settle(handout.worker, now);
        }
    }

    /// A job has not reached a worker, and will not: it cannot be sent to any, or it was cancelled before
    /// a byte of it had left. Returns the job, which is over, unless it has its outcome.
    pub fn not_sent(&mut self, handout: Handout, now: Instant) -> Option<Finished<J>> {
        self.remove(handout, now)?;
        self.workers[handout.worker].taken -= 1;
        self.settle(handout.worker, now);
        let finished = self.finish(handout.job)?;
        self.totals.not_sent += 1;
        Some(finished)
    }

    /// A worker takes no jobs any more, as its input is closed, and this one has not reached it. The job
    /// waits again, and the worker gets no other. If it does not end by itself, it is ended between its
    /// jobs.
    pub fn unreachable(&mut self, handout: Handout, now: Instant) {
        if self.remove(handout, now).is_some() {
            let worker = &mut self.workers[handout.worker];
            worker.taken -= 1;
            worker.retirement.get_or_insert(Retirement::Unreachable);
            self.put_back(handout.job);
            self.settle(handout.worker, now);
        }
    }

    /// Whether a worker may be handed jobs ahead; `None` if it is gone.
    pub fn takes_ahead(&self, worker: WorkerId) -> Option<bool> {
        self.workers.get(worker).map(|worker| worker.takes_ahead)
    }

    /// From now on a worker may be handed jobs ahead: it has shown that it knows its duties, see
    /// [above](super#driving-a-pool).
    pub fn allow_ahead(&mut self, id: WorkerId, now: Instant) {
        if let Some(worker) = self.workers.get_mut(id)
            && !std::mem::replace(&mut worker.takes_ahead, true)
        {
            self.takers += 1;
            self.settle(id, now);
        }
    }

    /// The memory of a worker, as [`Action::Measure`] asks for it. A worker that has too much retires when
    /// it has no job.
    pub fn measured(&mut self, id: WorkerId, bytes: u64, now: Instant) {
        let is_over = self.options.max_memory.is_some_and(|limit| bytes > limit);
        if is_over && let Some(worker) = self.workers.get_mut(id) {
            worker.retirement.get_or_insert(Retirement::Memory);
            self.settle(id, now);
        }
    }

    /// A worker is gone, after everything that it has said. The driver ends what may be left of its
    /// process. `never_started` says that it has certainly not
    /// started any of the jobs that it has: its program could not be executed (exit code 126 or 127), or
    /// nothing of them had left this process.
    pub fn lost(&mut self, id: WorkerId, never_started: bool, now: Instant) {
        if !self.workers.contains_key(id) {
            return;
        }
        self.loads.set(&mut self.workers, id, None);
        let Some(worker) = self.workers.remove(id) else {
            return;
        };
        self.takers -= usize::from(worker.takes_ahead);
        self.report_end(id, &worker);
        let (slot, has_failed) = (worker.slot, worker.has_failed(never_started));
        self.take_over(worker, never_started);
        if let Some(slot) = slot {
            self.slots.vacate(slot);
            if has_failed {
                self.brake(slot, now);
            }
        }
    }

    fn report_end(&mut self, id: WorkerId, worker: &Worker) {
        if worker.was_sent_away() {
            return self.report(Event::Ended { worker: id });
        }
        self.totals.workers_lost += 1;
        let job = worker.running().map(|running| running.handout.job);
        self.report(Event::Lost { worker: id, job });
    }

    /// Decides about the jobs of a worker that is gone: it was busy with the first, and no other was
    /// started.
    fn take_over(&mut self, worker: Worker, never_started: bool) {
        for (index, handed) in worker.into_handed().enumerate() {
            if index == 0 && !never_started {
                self.lose(handed.handout);
            } else {
                self.put_back(handed.handout.job);
            }
        }
    }

    /// Tries a job again if it may be started again, unless it has its outcome.
    fn lose(&mut self, handout: Handout) {
        let Handout { worker, job, .. } = handout;
        let Some(attempts) = self.attempts(job) else {
            return;
        };
        if attempts < self.options.attempts {
            self.totals.retried += 1;
            self.wait_again(job);
        } else {
            self.resolve(job, Outcome::Lost { worker });
        }
    }
}
