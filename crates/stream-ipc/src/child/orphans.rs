//! Orphans: children that ran on when nobody watched them any more. Each would stay a zombie after its end
//! as long as this process lives.

use rustix::process::{Pid, WaitOptions, waitpid};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The orphans of all threads of this process.
static ORPHANS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Whether there are any orphans: cheaper than the lock.
static ANY: AtomicBool = AtomicBool::new(false);

/// Whether there may be any.
#[inline]
pub(super) fn are_there() -> bool {
    ANY.load(Relaxed)
}

/// Collects the orphans that have ended meanwhile. Does nothing if the last call was a moment ago.
#[cold]
pub(super) fn collect() {
    const INTERVAL: Duration = Duration::from_millis(10);
    thread_local! {
        static COLLECTED: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    let was_just_now = || {
        COLLECTED
            .get()
            .is_some_and(|last| last.elapsed() < INTERVAL)
    };
    if !was_just_now() {
        COLLECTED.set(Some(Instant::now()));
        ANY.store(false, Relaxed);
        let orphans = std::mem::take(&mut *lock());
        add(orphans);
    }
}

/// Adds those that have not ended yet.
pub(super) fn add(pids: impl IntoIterator<Item = Pid>) {
    // We collect before we take the lock and so hold it only briefly: a fork of another thread would
    // copy a locked one.
    let running = |pid: &Pid| matches!(waitpid(Some(*pid), WaitOptions::NOHANG), Ok(None));
    let mut pids: Vec<_> = pids.into_iter().filter(running).collect();
    if !pids.is_empty() {
        lock().append(&mut pids);
        ANY.store(true, Relaxed);
    }
}

fn lock() -> MutexGuard<'static, Vec<Pid>> {
    ORPHANS.lock().unwrap_or_else(PoisonError::into_inner)
}
