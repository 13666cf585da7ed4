//! The process id, also after a fork.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// The id of this process; 0 if nobody has asked for it since the last fork.
static ID: AtomicU32 = AtomicU32::new(0);

/// The id of this process, as [`std::process::id`] returns it, but with one system call per process.
#[inline]
pub fn id() -> u32 {
    match ID.load(Ordering::Relaxed) {
        0 => ask(),
        id => id,
    }
}

#[cold]
fn ask() -> u32 {
    static FORKS: Once = Once::new();
    FORKS.call_once(|| on_fork(forget));
    let id = std::process::id();
    ID.store(id, Ordering::Relaxed);
    id
}

/// Makes every child forked from now on call `handler`, which may only do what a signal handler may do
/// (signal-safety(7)).
pub(crate) fn on_fork(handler: extern "C" fn()) {
    // SAFETY: pthread_atfork(3) takes any function; the caller vouches for what it does in a child.
    let failed = unsafe { libc::pthread_atfork(None, None, Some(handler)) };
    assert_eq!(failed, 0, "no memory for a fork handler");
}

extern "C" fn forget() {
    ID.store(0, Ordering::Relaxed);
}
