//! One worker: the jobs it has, and how it ends.

use super::action::Retirement;
use super::ahead::MOST_AHEAD;
use super::job::Handout;
use super::loads::Position;
use slotmap::{Key, new_key_type};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

new_key_type! {
    /// Identifies a worker of a [`Pool`](super::Pool); no later worker has the same id.
    pub struct WorkerId;
}

impl WorkerId {
    /// A number that no other worker of the pool ever has.
    pub fn number(self) -> u64 {
        self.data().as_ffi()
    }
}

#[derive(Debug)]
pub(super) struct Worker {
    /// `None` if the pool has not started it.
    pub(super) slot: Option<usize>,
    pub(super) takes_ahead: bool,
    pub(super) has_spoken: bool,
    /// Whether a job took longer than its timeout.
    pub(super) is_overdue: bool,
    /// Whether a restart is to replace it.
    pub(super) is_outdated: bool,
    pub(super) phase: Phase,
    /// Why it retires as soon as it is between its jobs.
    pub(super) retirement: Option<Retirement>,
    /// When to terminate it, unless it answers or ends first.
    pub(super) terminate_at: Option<Instant>,
    pub(super) measured_at: Option<Instant>,
    idle_since: Instant,
    /// Jobs that it has started or will start, ever.
    pub(super) taken: u64,
    pub(super) answered: u64,
    pub(super) position: Option<Position>,
    /// The jobs that it has, in their order. It runs one at a time, so it is busy with the first.
    handed: VecDeque<Handed>,
}

/// How far a worker is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Serving,
    /// Its input is closed.
    Retiring,
    Terminated,
}

/// A job as the worker has it.
#[derive(Debug)]
pub(super) struct Handed {
    pub(super) handout: Handout,
    pub(super) timeout: Option<Duration>,
    /// When it was handed out, or when the one before it was answered.
    pub(super) since: Instant,
    pub(super) start_by: Option<Instant>,
    /// Whether it has its outcome already. The worker may be busy with it nevertheless.
    pub(super) is_abandoned: bool,
}

impl Handed {
    fn deadline(&self) -> Option<Instant> {
        let timeout = self.timeout.filter(|_| !self.is_abandoned)?;
        self.since.checked_add(timeout)
    }
}

/// What was removed from a worker's jobs.
#[derive(Debug)]
pub(super) struct Removed {
    pub(super) handed: Handed,
    /// Whether the worker was busy with it.
    pub(super) was_running: bool,
}

impl Worker {
    pub(super) fn new(slot: Option<usize>, takes_ahead: bool, now: Instant) -> Self {
        Self {
            slot,
            takes_ahead,
            has_spoken: false,
            is_overdue: false,
            is_outdated: false,
            phase: Phase::Serving,
            retirement: None,
            terminate_at: None,
            measured_at: None,
            idle_since: now,
            taken: 0,
            answered: 0,
            position: None,
            handed: VecDeque::new(),
        }
    }

    /// The jobs that it has, in their order.
    pub(super) fn handed(&self) -> impl Iterator<Item = &Handed> {
        self.handed.iter()
    }

    /// Those of them that have no outcome.
    pub(super) fn owed(&self) -> impl Iterator<Item = Handout> {
        let owed = self.handed.iter().filter(|handed| !handed.is_abandoned);
        owed.map(|handed| handed.handout)
    }

    pub(super) fn into_handed(self) -> impl Iterator<Item = Handed> {
        self.handed.into_iter()
    }

    pub(super) fn running(&self) -> Option<&Handed> {
        self.handed.front()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.handed.is_empty()
    }

    /// How many jobs it has, if it may be handed one more.
    pub(super) fn load(&self) -> Option<usize> {
        let load = self.handed.len();
        let is_serving = self.phase == Phase::Serving && self.retirement.is_none();
        let has_room = match load {
            0 => true,
            1..=MOST_AHEAD => self.takes_ahead && !self.is_outdated && self.owes_all(),
            _ => false,
        };
        (is_serving && has_room).then_some(load)
    }

    fn owes_all(&self) -> bool {
        !self.handed.iter().any(|handed| handed.is_abandoned)
    }

    pub(super) fn hand(&mut self, handed: Handed) {
        self.taken += 1;
        self.handed.push_back(handed);
    }

    /// Removes a job from those it has. If it was busy with it, the next one has started.
    pub(super) fn remove(
        &mut self,
        handout: Handout,
        now: Instant,
        grace: Duration,
    ) -> Option<Removed> {
        let mut handed = self.handed.iter();
        let index = handed.position(|handed| handed.handout == handout)?;
        let handed = self.handed.remove(index)?;
        let was_running = index == 0;
        if was_running {
            self.start_next(now, grace);
        }
        Some(Removed {
            handed,
            was_running,
        })
    }

    fn start_next(&mut self, now: Instant, grace: Duration) {
        match self.handed.front_mut() {
            Some(next) => next.since = now,
            None => self.idle_since = now,
        }
        if self.phase == Phase::Serving {
            let is_abandoned = self.running().is_some_and(|next| next.is_abandoned);
            self.terminate_at = now.checked_add(grace).filter(|_| is_abandoned);
        }
    }

    /// Notes that a job has its outcome though the worker has not answered. If the worker is busy with it,
    /// it is terminated after the grace.
    pub(super) fn abandon(&mut self, handout: Handout, now: Instant, grace: Duration) {
        let mut handed = self.handed.iter_mut();
        if let Some(index) = handed.position(|handed| handed.handout == handout) {
            self.handed[index].is_abandoned = true;
            if index == 0 && self.phase == Phase::Serving {
                self.terminate_at = now.checked_add(grace);
            }
        }
    }

    /// The running job, if its time is up.
    pub(super) fn timed_out(&self, now: Instant) -> Option<Handout> {
        let running = self.running()?;
        (running.deadline()? <= now).then_some(running.handout)
    }

    /// Removes a job that was handed ahead and that it is too late to start.
    pub(super) fn take_back(&mut self, now: Instant) -> Option<Handed> {
        let mut ahead = self.handed.iter().skip(1);
        let late = ahead.position(|handed| handed.start_by.is_some_and(|by| by <= now))?;
        self.taken -= 1;
        self.handed.remove(1 + late)
    }

    /// When it needs to be looked at next.
    pub(super) fn next_timeout(&self, idle_timeout: Option<Duration>) -> Option<Instant> {
        let until = match self.running() {
            Some(running) => running.deadline(),
            None => self.idle_until(idle_timeout),
        };
        let start_by = self
            .handed
            .iter()
            .skip(1)
            .filter_map(|handed| handed.start_by);
        start_by.chain(until).chain(self.terminate_at).min()
    }

    /// Until when it may stay without a job. A worker that the pool could not start again stays.
    pub(super) fn idle_until(&self, idle_timeout: Option<Duration>) -> Option<Instant> {
        let may_go = self.slot.is_some() && self.phase == Phase::Serving && self.is_idle();
        self.idle_since
            .checked_add(idle_timeout.filter(|_| may_go)?)
    }

    /// Whether its end is a failure to start: it has never spoken, or never had the time for a job, and
    /// nobody made it end but a timeout.
    pub(super) fn has_failed(&self, never_started: bool) -> bool {
        let is_new = !self.has_spoken || never_started && self.answered == 0;
        is_new && (!self.was_sent_away() || self.is_overdue)
    }

    /// Whether it was told to end. One that takes no jobs any more had begun to end before.
    pub(super) fn was_sent_away(&self) -> bool {
        self.phase != Phase::Serving && self.retirement != Some(Retirement::Unreachable)
    }
}
