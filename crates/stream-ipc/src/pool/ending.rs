//! How workers end: between their jobs if they can, by force if they must.

use super::action::{Action, Retirement};
use super::worker::{Phase, Worker, WorkerId};
use super::{Event, Pool};
use std::time::Instant;

impl<J> Pool<J> {
    /// Draws the consequences of what has changed with a worker: it may have to retire, or be free for
    /// another job, or need to be looked at by some time.
    pub(super) fn settle(&mut self, id: WorkerId, now: Instant) {
        let worker = &self.workers[id];
        if worker.is_idle()
            && worker.phase == Phase::Serving
            && let Some(reason) = self.reason_to_retire(worker)
        {
            self.retire(id, reason, now);
        }
        let worker = &self.workers[id];
        let load = worker.load().filter(|_| !self.has_taken_all(worker));
        self.wake_at(worker.next_timeout(self.options.idle_timeout));
        self.loads.set(&mut self.workers, id, load);
    }

    fn reason_to_retire(&self, worker: &Worker) -> Option<Retirement> {
        if worker.retirement.is_some() {
            return worker.retirement;
        }
        if self.has_taken_all(worker) {
            return Some(Retirement::Jobs);
        }
        let is_next = worker.is_outdated && self.replacing.is_none();
        is_next.then_some(Retirement::Restart)
    }

    /// Whether a worker has taken as many jobs as it may.
    fn has_taken_all(&self, worker: &Worker) -> bool {
        let max_jobs = self.options.max_jobs;
        max_jobs.is_some_and(|max_jobs| worker.taken >= max_jobs)
    }

    /// Retires an idle worker.
    pub(super) fn retire(&mut self, id: WorkerId, reason: Retirement, now: Instant) {
        let worker = &mut self.workers[id];
        worker.phase = Phase::Retiring;
        worker.terminate_at = now.checked_add(self.options.grace);
        if reason == Retirement::Restart {
            self.replacing = worker.slot;
        }
        self.actions.push_back(Action::Retire(id));
        self.report(Event::Retired { worker: id, reason });
    }

    /// Retires an idle worker of a pool that is closing. Returns whether there was one.
    pub(super) fn retire_needless(&mut self, now: Instant) -> bool {
        match self.loads.idle() {
            Some(idle) if self.is_closing => {
                self.retire(idle, Retirement::Closing, now);
                self.settle(idle, now);
                true
            }
            _ => false,
        }
    }

    /// Has a worker ended by force.
    pub(super) fn terminate(&mut self, id: WorkerId) {
        let worker = &mut self.workers[id];
        worker.phase = Phase::Terminated;
        worker.terminate_at = None;
        self.totals.workers_terminated += 1;
        let grace = self.options.grace;
        self.actions
            .push_back(Action::Terminate { worker: id, grace });
        self.report(Event::Terminated { worker: id });
    }

    /// Goes on with a restart, after the former worker was replaced.
    pub(super) fn replace_next(&mut self, now: Instant) {
        self.replacing = None;
        let mut idle = self.loads.all_idle().iter().copied();
        if let Some(outdated) = idle.find(|idle| self.workers[*idle].is_outdated) {
            self.settle(outdated, now);
        }
    }
}
