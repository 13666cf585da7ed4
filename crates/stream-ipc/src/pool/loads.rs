//! Finds the worker with the fewest jobs.

use super::WorkerId;
use super::ahead::MOST_AHEAD;
use super::worker::Worker;
use slotmap::SlotMap;

/// The workers that may be handed a job, by how many they have.
#[derive(Debug, Default)]
pub(super) struct Loads {
    by_load: [Vec<WorkerId>; MOST_AHEAD + 1],
}

/// Where a worker stands in [`Loads`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    load: usize,
    index: usize,
}

impl Loads {
    /// Moves a worker to those with this many jobs; `None` if it may be handed none.
    pub(super) fn set(
        &mut self,
        workers: &mut SlotMap<WorkerId, Worker>,
        id: WorkerId,
        load: Option<usize>,
    ) {
        let former = workers[id].position;
        if former.map(|former| former.load) == load {
            return;
        }
        if let Some(former) = former {
            self.by_load[former.load].swap_remove(former.index);
            if let Some(moved) = self.by_load[former.load].get(former.index) {
                workers[*moved].position = Some(former);
            }
        }
        workers[id].position = load.map(|load| {
            self.by_load[load].push(id);
            let index = self.by_load[load].len() - 1;
            Position { load, index }
        });
    }

    /// The idle worker that has become idle last: its caches are warm, and the others may go.
    pub(super) fn idle(&self) -> Option<WorkerId> {
        self.with(0)
    }

    /// A worker with this many jobs.
    pub(super) fn with(&self, load: usize) -> Option<WorkerId> {
        self.by_load[load].last().copied()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.by_load.iter().map(Vec::len).sum()
    }

    /// The idle workers.
    pub(super) fn all_idle(&self) -> &[WorkerId] {
        &self.by_load[0]
    }
}
