//! What is known of a worker that is gone.

use crate::session::LastOutput;
use std::fmt;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

/// A worker that is gone: who it was, how it ended, and what it said last.
#[derive(Debug, Clone, Default)]
pub(crate) struct WorkerEnd {
    pub(crate) process_id: Option<u32>,
    pub(crate) exit_status: Option<ExitStatus>,
    pub(crate) last_output: LastOutput,
    /// Whether it has sent anything.
    pub(crate) has_spoken: bool,
}

impl WorkerEnd {
    /// Whether it has certainly not run any job: the shell did not find its program.
    pub(crate) fn has_never_run(&self) -> bool {
        const NOT_EXECUTABLE: i32 = 126;
        const NOT_FOUND: i32 = 127;
        let code = self.exit_status.and_then(|status| status.code());
        !self.has_spoken && matches!(code, Some(NOT_EXECUTABLE | NOT_FOUND))
    }
}

/// How the process ended.
impl fmt::Display for WorkerEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.exit_status.and_then(|status| status.code());
        let signal = self.exit_status.and_then(|status| status.signal());
        match (self.process_id, code, signal) {
            (Some(id), Some(code), _) => write!(f, "process {id} exited with code {code}")?,
            (Some(id), _, Some(signal)) => write!(f, "process {id} was killed by signal {signal}")?,
            _ => f.write_str("the worker has closed its streams")?,
        }
        self.last_output.fmt(f)
    }
}
