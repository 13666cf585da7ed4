//! What the passing of time means.

use super::Pool;
use super::action::{Action, Outcome, Retirement};
use super::worker::{Phase, WorkerId};
use std::time::Instant;

impl<J> Pool<J> {
    /// Tells the pool the time: a moment before the driver began to read. First hand in everything that
    /// has arrived. An answer that is in there counts, and shows that its worker has gone on.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.next_timeout.is_none_or(|next| next > now) {
            return;
        }
        for worker in self.workers.keys().collect::<Vec<_>>() {
            self.time_out(worker, now);
            self.take_back_late(worker, now);
            self.retire_if_unused(worker, now);
            self.terminate_if_due(worker, now);
            self.settle(worker, now);
        }
        self.next_timeout = self.find_next_timeout(now);
    }

    /// Calls for the time to be told at this moment.
    pub(super) fn wake_at(&mut self, at: Option<Instant>) {
        self.next_timeout = self.next_timeout.into_iter().chain(at).min();
    }

    fn find_next_timeout(&self, now: Instant) -> Option<Instant> {
        let idle_timeout = self.options.idle_timeout;
        let workers = self.workers.values();
        workers
            .filter_map(|worker| worker.next_timeout(idle_timeout))
            .chain(self.stop_by.filter(|stop_by| *stop_by > now))
            .chain(self.slots.next_release(now))
            .min()
    }

    fn time_out(&mut self, id: WorkerId, now: Instant) {
        if let Some(handout) = self.workers[id].timed_out(now) {
            self.workers[id].is_overdue = true;
            self.abandon(handout, Outcome::TimedOut { worker: id }, now);
        }
    }

    /// Takes back the jobs of a worker that it is too late to start. The job that it is busy with has
    /// taken long already, which says that jobs are not short.
    fn take_back_late(&mut self, id: WorkerId, now: Instant) {
        while let Some(late) = self.workers[id].take_back(now) {
            if let Some(running) = self.workers[id].running() {
                self.pace.note(now.saturating_duration_since(running.since));
            }
            self.actions.push_back(Action::TakeBack(late.handout));
            self.put_back(late.handout.job);
        }
    }

    fn terminate_if_due(&mut self, id: WorkerId, now: Instant) {
        let worker = &self.workers[id];
        let due = worker.terminate_at.into_iter().chain(self.stop_by).min();
        if due.is_some_and(|due| due <= now) && worker.phase != Phase::Terminated {
            self.terminate(id);
        }
    }

    fn retire_if_unused(&mut self, id: WorkerId, now: Instant) {
        let until = self.workers[id].idle_until(self.options.idle_timeout);
        if until.is_some_and(|until| until <= now) {
            self.retire(id, Retirement::Idle, now);
        }
    }
}
