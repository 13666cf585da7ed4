//! The pools that wait with a peer: what happens to them in its turns.

use super::driver::Driver;
use crate::deadline::Deadline;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Instant;

/// The pools of a peer.
#[derive(Default)]
pub(in crate::peer) struct Pools(RefCell<Vec<Weak<Driver>>>);

impl Pools {
    pub(super) fn add(&self, pool: &Rc<Driver>) {
        let mut pools = self.0.borrow_mut();
        pools.retain(|known| known.strong_count() > 0);
        pools.push(Rc::downgrade(pool));
    }

    pub(in crate::peer) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// The deadline of a turn: the pools may want to go on sooner.
    pub(in crate::peer) fn before_next(&self, deadline: Deadline) -> Deadline {
        let wishes = self.all().map(|pool| pool.next_turn());
        wishes.fold(deadline, Deadline::min)
    }

    /// Whether a pool's time has come by `now`.
    pub(in crate::peer) fn are_due(&self, now: Instant) -> bool {
        self.all().any(|pool| pool.is_due(now))
    }

    /// Lets the pools go on to which something has happened, or whose time had come at `now`, when
    /// everything was read that has come since.
    pub(in crate::peer) fn go_on(&self, now: Instant) {
        for pool in self.all() {
            pool.go_on(now);
        }
    }

    /// Whether jobs have no outcome.
    pub(in crate::peer) fn have_jobs(&self) -> bool {
        self.all().any(|pool| pool.has_jobs())
    }

    /// Ends all pools, because their peer goes.
    pub(in crate::peer) fn abandon(&self) {
        for pool in self.all() {
            pool.abandon();
        }
    }

    /// Borrows nothing while a pool is at work: that may add others.
    fn all(&self) -> impl Iterator<Item = Rc<Driver>> {
        let nth = |at: usize| self.0.borrow().get(at).cloned();
        (0..).map_while(nth).filter_map(|pool| pool.upgrade())
    }
}
