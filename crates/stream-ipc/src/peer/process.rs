//! Collects child processes when they end.

use std::io;
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, PoisonError};

/// Children whose sessions have ended, and which were still running at the last look.
static ENDING: Mutex<Vec<Process>> = Mutex::new(Vec::new());

/// A child process at the other end of a session.
#[derive(Debug, Clone)]
pub(super) struct Process(Arc<Mutex<Child>>);

impl Process {
    pub(super) fn new(child: Child) -> Self {
        Self(Arc::new(Mutex::new(child)))
    }

    pub(super) fn id(&self) -> u32 {
        self.with(|child| child.id())
    }

    /// The exit status; `None` while the process runs.
    pub(super) fn exit_status(&self) -> io::Result<Option<ExitStatus>> {
        self.with(Child::try_wait)
    }

    /// Puts the process on the list to be collected, so that it does not stay a zombie.
    pub(super) fn collect_later(&self) {
        ending(|processes| processes.push(self.clone()));
        collect();
    }

    fn with<R>(&self, body: impl FnOnce(&mut Child) -> R) -> R {
        body(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Collects the processes on the list that have ended.
pub(super) fn collect() {
    ending(|processes| {
        processes.retain(|process| matches!(process.exit_status(), Ok(None)));
    });
}

fn ending(body: impl FnOnce(&mut Vec<Process>)) {
    body(&mut ENDING.lock().unwrap_or_else(PoisonError::into_inner));
}
