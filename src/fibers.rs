//! The fibers of concurrent request handlers: await() suspends them, and the tick goes on.
//!
//! The promise that a fiber awaits holds the fiber. Here we only know them by their object ids.

use crate::zend::{Object, Result, current_fiber, suspend_fiber};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The object id of a fiber, a peer or a promise.
type Id = u32;

thread_local! {
    /// The fibers that run handlers or are suspended in them.
    static FIBERS: RefCell<BTreeMap<Id, Fiber>> = const { RefCell::new(BTreeMap::new()) };
}

/// How many there are in all threads: cheaper to look at.
static COUNT: AtomicUsize = AtomicUsize::new(0);

struct Fiber {
    /// The peer of the session that asks.
    peer: Id,
    /// The promise that it is suspended for.
    awaited: Option<Id>,
}

/// A fiber that runs a handler, until this is dropped.
#[must_use]
pub struct Running(Option<Id>);

impl Running {
    /// Notes that the current fiber runs a handler for a session of this peer.
    pub fn enter(peer: &Object) -> Result<Self> {
        let fiber = current_fiber()?.map(|fiber| fiber.id());
        if let Some(fiber) = fiber {
            let peer = peer.id();
            let awaited = None;
            change(|fibers| fibers.insert(fiber, Fiber { peer, awaited }));
        }
        Ok(Self(fiber))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(fiber) = self.0 {
            change(|fibers| fibers.remove(&fiber));
        }
    }
}

/// Whether any fiber may run a handler or be suspended in one.
#[inline]
pub fn exist() -> bool {
    COUNT.load(Relaxed) > 0
}

/// The current fiber, if it runs a handler for a session of this peer. Somebody ticks that peer, or the
/// handler would not run.
pub fn current_of(peer: &Object) -> Result<Option<Object>> {
    let is_ours = |fiber: &Object| {
        FIBERS.with_borrow(|fibers| {
            let fiber = fibers.get(&fiber.id());
            fiber.is_some_and(|fiber| fiber.peer == peer.id())
        })
    };
    Ok(current_fiber()?.filter(is_ours))
}

/// Suspends the current fiber until [`resume`] is called for the same promise, or until user code resumes
/// it. `false` if the engine refuses to suspend it.
///
/// # Errors
/// What is thrown into the fiber; also if it is destroyed.
pub fn suspend(fiber: &Object, promise: &Object) -> Result<bool> {
    note_awaited(fiber, Some(promise.id()));
    let resumed = suspend_fiber();
    note_awaited(fiber, None);
    resumed
}

/// Resumes a fiber, unless user code has resumed it before.
///
/// # Errors
/// What comes out of the fiber.
pub fn resume(fiber: &Object, promise: &Object) -> Result {
    let awaits = FIBERS.with_borrow(|fibers| {
        let fiber = fibers.get(&fiber.id());
        fiber.is_some_and(|fiber| fiber.awaited == Some(promise.id()))
    });
    match awaits {
        true => fiber.call("resume", []).map(drop),
        false => Ok(()),
    }
}

fn note_awaited(fiber: &Object, awaited: Option<Id>) {
    FIBERS.with_borrow_mut(|fibers| {
        if let Some(fiber) = fibers.get_mut(&fiber.id()) {
            fiber.awaited = awaited;
        }
    });
}

/// Forgets all fibers at the end of a request: a fatal error jumps over their ends.
pub fn forget() {
    change(|fibers| fibers.clear());
}

fn change<R>(body: impl FnOnce(&mut BTreeMap<Id, Fiber>) -> R) -> R {
    FIBERS.with_borrow_mut(|fibers| {
        let before = fibers.len();
        let result = body(fibers);
        COUNT.fetch_add(fibers.len().wrapping_sub(before), Relaxed);
        result
    })
}
