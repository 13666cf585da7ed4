//! Child processes that nobody holds any more.
//!
//! PHP collects a child's exit status when its process resource goes, without waiting. A child
//! that ends later, as one does that reads the end of its input, would stay a zombie as long as
//! this process lives.

use rustix::process::{Pid, WaitOptions, waitpid};
use std::cell::RefCell;

thread_local! {
    static ORPHANS: RefCell<Vec<Pid>> = const { RefCell::new(Vec::new()) };
}

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
            ORPHANS.with_borrow_mut(|orphans| orphans.push(self.0));
        }
    }
}

/// Collects those that have ended meanwhile.
pub fn collect() {
    ORPHANS.with_borrow_mut(|orphans| orphans.retain(|pid| !is_collected(*pid)));
}

/// Whether the child has ended and was collected, now or before by somebody else.
fn is_collected(pid: Pid) -> bool {
    !matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(None))
}
