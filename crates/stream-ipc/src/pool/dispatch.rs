//! Who gets which job, and when another worker is needed.

use super::action::Action;
use super::ahead;
use super::job::Handout;
use super::worker::{Handed, WorkerId};
use super::{Event, Pool};
use std::time::Instant;

impl<J> Pool<J> {
    /// Hands out a job, or has a worker started for one.
    pub(super) fn decide(&mut self, now: Instant) -> Option<Action<J>> {
        if let Some(idle) = self.loads.idle()
            && let Some(action) = self.hand_out(idle, None, now)
        {
            return Some(action);
        }
        if let Some(slot) = self.slot_to_start(now) {
            self.slots.start(slot);
            return Some(Action::Start { slot });
        }
        let busy = self.worker_with_room()?;
        self.hand_out(busy, Some(now + ahead::START_WITHIN), now)
    }

    /// Hands a worker the first job that waits.
    fn hand_out(
        &mut self,
        worker: WorkerId,
        start_by: Option<Instant>,
        now: Instant,
    ) -> Option<Action<J>> {
        let id = self.queue.pop()?;
        let job = &mut self.jobs[id];
        job.attempts += 1;
        job.handouts = job.handouts.wrapping_add(1);
        let handout = Handout {
            worker,
            job: id,
            number: job.handouts,
        };
        job.handout = Some(handout);
        self.workers[worker].hand(Handed {
            handout,
            timeout: job.timeout,
            since: now,
            start_by,
            is_abandoned: false,
        });
        self.settle(worker, now);
        Some(Action::Send { handout, start_by })
    }

    /// The slot that is to start a worker: the one whose worker is being replaced, or the first one, if
    /// more jobs wait than workers are being started.
    fn slot_to_start(&self, now: Instant) -> Option<usize> {
        let replacing = self.replacing;
        replacing
            .filter(|slot| self.slots.is_startable(*slot, now))
            .or_else(|| {
                let is_needed = self.queue.len() > self.slots.starting();
                is_needed.then(|| self.slots.first_startable(now)).flatten()
            })
    }

    /// The worker with the fewest jobs that may have one more ahead: as many wait as would make it so many
    /// for all.
    fn worker_with_room(&self) -> Option<WorkerId> {
        let waiting = self.queue.len();
        (1..=self.pace.most_ahead())
            .take_while(|ahead| waiting >= ahead * self.takers)
            .find_map(|ahead| self.loads.with(ahead))
    }

    /// Slows down a slot that failed to start a worker. If no slot can start any, no job need wait for it.
    pub(super) fn brake(&mut self, slot: usize, now: Instant) {
        let brake = self.slots.brake(slot);
        let until = brake.fail(now);
        let failures = brake.failures();
        self.wake_at(Some(until));
        self.report(Event::Braked {
            slot,
            failures,
            until,
        });
        let is_broken = self.workers.is_empty() && self.slots.are_broken();
        if is_broken && !self.queue.is_empty() {
            self.report(Event::Broken);
            self.resolve_waiting(super::Outcome::Failed);
        }
    }

    pub(super) fn report(&mut self, event: Event) {
        self.actions.push_back(Action::Report(event));
    }
}
