//! Child processes that nobody holds any more.
//!
//! PHP collects a child's exit status when its process resource goes, without waiting. A child
//! that ends later, as one does that reads the end of its input, would stay a zombie as long as
//! this process lives.

use rustix::process::{Pid, WaitOptions, waitpid};
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The orphans of this process, whichever of its threads has started them.
static ORPHANS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Whether there are any, for those who look often.
static ANY: AtomicBool = AtomicBool::new(false);

/// A child process, to be seen to its end when its owner is gone.
#[derive(Debug)]
pub struct Ward(Pid);

impl Ward {
    /// The child of this process id; `None` for what is no process id.
    pub fn new(pid: i64) -> Option<Self> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw)?;
        Some(Self(pid))
    }
}

impl Drop for Ward {
    fn drop(&mut self) {
        // As long as it is not collected, nobody else can have its id.
        if !is_collected(self.0) {
            leave([self.0]);
        }
    }
}

/// Collects those that have ended meanwhile, unless they were looked through a moment ago.
pub fn collect() {
    const PATIENCE: Duration = Duration::from_millis(10);
    thread_local! {
        static COLLECTED: Cell<Option<Instant>> = const { Cell::new(None) };
    }
    if !ANY.load(Relaxed)
        || COLLECTED
            .get()
            .is_some_and(|last| last.elapsed() < PATIENCE)
    {
        return;
    }
    COLLECTED.set(Some(Instant::now()));
    ANY.store(false, Relaxed);
    let orphans = std::mem::take(&mut *lock());
    leave(orphans.into_iter().filter(|pid| !is_collected(*pid)));
}

fn leave(pids: impl IntoIterator<Item = Pid>) {
    // Collected before the lock is taken: it is held for a moment only, so that no fork of another
    // thread falls into it.
    let mut pids: Vec<_> = pids.into_iter().collect();
    if !pids.is_empty() {
        lock().append(&mut pids);
        ANY.store(true, Relaxed);
    }
}

fn lock() -> MutexGuard<'static, Vec<Pid>> {
    ORPHANS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the child has ended and was collected, now or before by somebody else.
fn is_collected(pid: Pid) -> bool {
    !matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(None))
}
