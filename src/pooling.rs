//! The pools that wait with a native peer: what happens to them in its turns.

use crate::native_ipc_peer::NativeIpcPeer;
use crate::worker_pool::WorkerPool;
use crate::zend::{Array, Object, Result, Slot, Stateful};
use std::collections::BTreeMap;
use std::time::Instant;
use stream_ipc::deadline::Deadline;

/// Weak references to the pools by their object ids.
pub const POOLS: Slot<NativeIpcPeer> = Slot::new(5);

/// What the peer knows of its pools.
#[derive(Debug, Default)]
pub struct Pools(BTreeMap<u32, Alarm>);

/// When a pool wants to go on.
#[derive(Debug, Default, Clone, Copy)]
struct Alarm {
    /// At this time, or sooner.
    due: Option<Instant>,
    /// At the end of this turn: something has happened to it.
    has_news: bool,
}

impl Pools {
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn next_due(&self) -> Option<Instant> {
        self.0.values().filter_map(|alarm| alarm.due).min()
    }

    fn has_news(&self) -> bool {
        self.0.values().any(|alarm| alarm.has_news)
    }
}

/// Notes a new pool that waits with the peer. Does not keep it alive.
pub fn note(peer: &Object, pool: &Object) -> Result {
    let (id, reference) = (pool.id(), pool.weak_reference()?);
    let replaced = peer.update(POOLS, |pools| pools.insert(i64::from(id), reference))?;
    drop(replaced);
    change(peer, |pools| pools.0.insert(id, Alarm::default()));
    Ok(())
}

/// Sets the time at which the pool wants to be told the time.
pub fn set_due(peer: &Object, pool: &Object, due: Option<Instant>) {
    change(peer, |pools| {
        if let Some(alarm) = pools.0.get_mut(&pool.id()) {
            alarm.due = due;
            alarm.has_news = false;
        }
    });
}

/// Has the pool go on at the end of the peer's turn.
pub fn note_news(peer: &Object, pool: &Object) {
    change(peer, |pools| {
        if let Some(alarm) = pools.0.get_mut(&pool.id()) {
            alarm.has_news = true;
        }
    });
}

/// The deadline of a turn: the pools may want to go on sooner.
pub fn before_next(peer: &Object, until: Deadline) -> Deadline {
    change(peer, |pools| match pools.next_due() {
        _ if pools.has_news() => Deadline::NOW,
        Some(due) => until.min(Deadline::at(due)),
        None => until,
    })
}

/// Whether a pool's time has come by `now`.
pub fn are_due(peer: &Object, now: Instant) -> bool {
    change(peer, |pools| pools.next_due().is_some_and(|due| due <= now))
}

/// Lets the pools go on to which something has happened, or whose time had come at `now`, when everything
/// was read that has come since.
pub fn go_on(peer: &Object, now: Instant) -> Result {
    let ready: Vec<(u32, bool)> = change(peer, |pools| {
        let alarms = pools.0.iter();
        let ready = alarms.filter_map(|(id, alarm)| {
            let is_due = alarm.due.is_some_and(|due| due <= now);
            (is_due || alarm.has_news).then_some((*id, is_due))
        });
        ready.collect()
    });
    for (id, is_due) in ready {
        match pool(peer, id)? {
            Some(pool) if is_due => WorkerPool::ring(&pool, now)?,
            Some(pool) => WorkerPool::work(&pool)?,
            None => forget(peer, id)?,
        }
    }
    Ok(())
}

/// The pool with this object id; `None` if it is gone.
fn pool(peer: &Object, id: u32) -> Result<Option<Object>> {
    let pools = Array::of(peer.peek(POOLS)?);
    let reference = pools
        .and_then(|pools| Object::of(pools.get(i64::from(id))?))
        .cloned();
    let Some(reference) = reference else {
        return Ok(None);
    };
    let pool = Object::take(reference.call("get", [])?);
    Ok(pool.filter(|pool| pool.is_exactly::<WorkerPool>()))
}

/// Whether any pool has jobs without an outcome.
pub fn have_jobs(peer: &Object) -> Result<bool> {
    let ids: Vec<u32> = change(peer, |pools| pools.0.keys().copied().collect());
    for id in ids {
        if let Some(pool) = pool(peer, id)?
            && WorkerPool::has_jobs(&pool)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Forgets the pool with this object id, which is gone.
pub fn forget(peer: &Object, id: u32) -> Result {
    change(peer, |pools| pools.0.remove(&id));
    drop(peer.update(POOLS, |pools| pools.remove(i64::from(id)))?);
    Ok(())
}

fn change<R>(peer: &Object, body: impl FnOnce(&mut Pools) -> R) -> R {
    body(&mut NativeIpcPeer::state(peer).borrow_mut().pools)
}
