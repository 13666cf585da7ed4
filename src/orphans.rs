//! Orphans: child processes whose process resource is gone.
//!
//! PHP collects a child's exit status when it frees the process resource, without waiting. A child that
//! ends later, because it has read the end of its input, would stay a zombie as long as this process
//! lives.

use rustix::process::{Pid, WaitOptions, waitpid};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The orphans of all threads of this process.
static ORPHANS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Whether there are any orphans: cheaper than the lock.
static ANY: AtomicBool = AtomicBool::new(false);

/// A child process, which becomes an orphan when this is dropped.
#[derive(Debug)]
pub struct Ward(Pid);

impl Ward {
    /// The child of this process id; `None` if it is not a valid one.
    pub fn new(pid: i64) -> Option<Self> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw)?;
        Some(Self(pid))
    }
}

impl Drop for Ward {
    fn drop(&mut self) {
        // No other process can get the id until somebody collects the child.
        if !is_collected(self.0) {
            add([self.0]);
        }
    }
}

/// Collects the orphans that have ended meanwhile. Does nothing if the last call was a moment ago.
pub fn collect() {
    const INTERVAL: Duration = Duration::from_millis(10);
    thread_local! {
        static COLLECTED: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    if !ANY.load(Relaxed)
        || COLLECTED
            .get()
            .is_some_and(|last| last.elapsed() < INTERVAL)
    {
        return;
    }
    COLLECTED.set(Some(Instant::now()));
    ANY.store(false, Relaxed);
    let orphans = std::mem::take(&mut *lock());
    add(orphans.into_iter().filter(|pid| !is_collected(*pid)));
}

fn add(pids: impl IntoIterator<Item = Pid>) {
    // We collect before we take the lock and so hold it only briefly: a fork of another thread would
    // copy a locked one.
    let mut pids: Vec<_> = pids.into_iter().collect();
    if !pids.is_empty() {
        lock().append(&mut pids);
        ANY.store(true, Relaxed);
    }
}

fn lock() -> MutexGuard<'static, Vec<Pid>> {
    ORPHANS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the child has ended and its exit status was collected, by us now or by others before.
fn is_collected(pid: Pid) -> bool {
    !matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(None))
}
