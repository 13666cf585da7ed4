//! Symfony's Process (symfony/process).

use crate::zend::PhpClass;
use std::time::Duration;

/// The class of a process.
pub struct Process;

impl PhpClass for Process {
    const CLASS: &'static str = r"Symfony\Component\Process\Process";
}

/// The class of the input that a Process writes to its child.
pub struct InputStream;

impl PhpClass for InputStream {
    const CLASS: &'static str = r"Symfony\Component\Process\InputStream";
}

/// The types of output: `Process::OUT`, `Process::ERR`.
pub const OUTPUTS: [&str; 2] = ["out", "err"];

/// The flag of `Process::getIterator()` that keeps it from waiting.
pub const ITER_NON_BLOCKING: i64 = 1;

/// How long we leave a silent Process alone, which limits how exact its timeouts are
/// (`Process::TIMEOUT_PRECISION`).
pub const PRECISION: Duration = Duration::from_millis(200);

/// How long we leave a Process alone whose pipes cannot be found.
pub const SLEEP_TICK: Duration = Duration::from_micros(500);
