//! The places for workers that the pool starts.

use super::WorkerId;
use super::brake::Brake;
use std::time::Instant;

/// All slots of a pool.
#[derive(Debug)]
pub(super) struct Slots {
    slots: Vec<Slot>,
    vacant: usize,
    starting: usize,
}

#[derive(Debug, Default)]
struct Slot {
    state: State,
    brake: Brake,
    /// Whether a worker has been in it before.
    is_used: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Vacant,
    /// The driver was told to start a worker, and has not said what came of it.
    Starting,
    Occupied(WorkerId),
}

impl Slots {
    pub(super) fn new(size: usize) -> Self {
        Self {
            slots: std::iter::repeat_with(Slot::default).take(size).collect(),
            vacant: size,
            starting: 0,
        }
    }

    /// How many workers are being started.
    pub(super) fn starting(&self) -> usize {
        self.starting
    }

    /// The first slot that may start a worker.
    pub(super) fn first_startable(&self, now: Instant) -> Option<usize> {
        if self.vacant == 0 {
            return None;
        }
        (0..self.slots.len()).find(|slot| self.is_startable(*slot, now))
    }

    /// Whether a slot has no worker, and need not wait to start one.
    pub(super) fn is_startable(&self, slot: usize, now: Instant) -> bool {
        let slot = &self.slots[slot];
        slot.state == State::Vacant && slot.brake.until(now).is_none()
    }

    /// Notes that the driver is told to start a worker.
    pub(super) fn start(&mut self, slot: usize) {
        self.slots[slot].state = State::Starting;
        self.vacant -= 1;
        self.starting += 1;
    }

    /// Whether the driver was told to start a worker, and has not said what came of it.
    pub(super) fn is_starting(&self, slot: usize) -> bool {
        let slot = self.slots.get(slot);
        slot.is_some_and(|slot| slot.state == State::Starting)
    }

    /// Puts the started worker into its slot. Returns whether there was another one before.
    pub(super) fn occupy(&mut self, slot: usize, worker: WorkerId) -> bool {
        self.starting -= 1;
        let slot = &mut self.slots[slot];
        slot.state = State::Occupied(worker);
        std::mem::replace(&mut slot.is_used, true)
    }

    /// Notes that the slot's worker is gone, or was not started.
    pub(super) fn vacate(&mut self, slot: usize) {
        let state = std::mem::take(&mut self.slots[slot].state);
        self.starting -= usize::from(state == State::Starting);
        self.vacant += 1;
    }

    /// The slot's brake.
    pub(super) fn brake(&mut self, slot: usize) -> &mut Brake {
        &mut self.slots[slot].brake
    }

    /// Whether all slots are vacant and broken.
    pub(super) fn are_broken(&self) -> bool {
        let mut slots = self.slots.iter();
        slots.all(|slot| slot.state == State::Vacant && slot.brake.is_broken())
    }

    /// When the next slot may try again.
    pub(super) fn next_release(&self, now: Instant) -> Option<Instant> {
        let slots = self.slots.iter();
        slots.filter_map(|slot| slot.brake.until(now)).min()
    }
}
