//! Child processes on pipes.

use crate::orphans::{self, Ward};
use crate::zend::{
    Array, PhpString, Result, ToValue, Zval, call_function, catch, function_exists, message_of,
    reference, throw_runtime, warnings_as_exceptions,
};
use rustix::pipe::{PipeFlags, pipe_with};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The PHP functions that starting a child takes.
const FUNCTIONS: [&str; 3] = ["proc_open", "proc_get_status", "getcwd"];

/// A child process and the pipes to it.
pub struct Child {
    /// The child's standard input.
    pub stdin: Zval,
    /// The child's standard output.
    pub stdout: Zval,
    /// The child's standard error.
    pub stderr: Zval,
    /// PHP's handle. PHP closes the pipes with its last reference.
    pub process: Zval,
    /// Collects the child's exit status after that.
    pub ward: Option<Ward>,
}

impl Child {
    /// Starts a shell command with this environment, in `directory` or this process's own.
    ///
    /// # Errors
    /// A RuntimeException if the command cannot be started.
    pub fn start(
        command: &PhpString,
        environment: Array,
        directory: Option<PhpString>,
    ) -> Result<Self> {
        orphans::collect();
        check_command(command.as_bytes())?;
        check_functions()?;
        let directory = match directory {
            Some(directory) => {
                check_directory(directory.as_bytes())?;
                directory.to_value()
            }
            // Each thread has its own working directory, which proc_open() ignores.
            None => call_function("getcwd", [])?,
        };
        check_descriptors()?;
        let pipes = reference(Array::new().to_value());
        let args = [
            command.clone().to_value(),
            descriptors().to_value(),
            pipes.shallow_clone(),
            if directory.is_false() {
                Zval::null()
            } else {
                directory
            },
            environment.to_value(),
        ];
        let process = warnings_as_exceptions(|| call_function("proc_open", args))
            .or_else(|thrown| Err(failed_to_start(&message_of(&catch(thrown)?)?)))?;
        if !process.is_resource() {
            return Err(failed_to_start("proc_open() returned no process"));
        }
        let ward = process_id(&process)?.and_then(Ward::new);
        let pipes = Array::take(pipes.dereference().shallow_clone());
        let pipe = |number| {
            let pipe = pipes.as_ref().and_then(|pipes| pipes.get(number));
            pipe.map(Zval::shallow_clone).ok_or_else(|| {
                throw_runtime("Failed to open all required process pipes (STDIN, STDOUT, STDERR)")
            })
        };
        Ok(Self {
            stdin: pipe(0)?,
            stdout: pipe(1)?,
            stderr: pipe(2)?,
            process,
            ward,
        })
    }
}

fn process_id(process: &Zval) -> Result<Option<i64>> {
    let status = call_function("proc_get_status", [process.shallow_clone()])?;
    let status = Array::take(status);
    Ok(status.and_then(|status| status.get_str(b"pid")?.long()))
}

/// The descriptors for proc_open(): pipes to all three standard streams.
fn descriptors() -> Vec<Vec<&'static str>> {
    vec![vec!["pipe", "r"], vec!["pipe", "w"], vec!["pipe", "w"]]
}

/// Refuses a command that the shell would ignore or cut without an error.
fn check_command(command: &[u8]) -> Result {
    if command.trim_ascii().is_empty() {
        return Err(failed_to_start("the command is empty"));
    }
    if command.contains(&0) {
        return Err(failed_to_start("the command contains a NUL byte"));
    }
    Ok(())
}

/// Checks that no function is disabled; after proc_open() it would be too late.
fn check_functions() -> Result {
    let missing = FUNCTIONS.iter().find(|name| !function_exists(name));
    match missing {
        Some(name) => Err(failed_to_start(&format!(
            "{name}() is not available: it may be disabled, see disable_functions in php.ini"
        ))),
        None => Ok(()),
    }
}

/// Checks that the process can open enough pipes. If proc_open() runs out of descriptors, it leaks the
/// pipes that it has made.
fn check_descriptors() -> Result {
    let pipes: std::result::Result<Vec<_>, _> = descriptors()
        .iter()
        .map(|_| pipe_with(PipeFlags::CLOEXEC))
        .collect();
    match pipes {
        Ok(_) => Ok(()),
        Err(error) => Err(failed_to_start(&format!(
            "cannot make pipes to it: {error}; is the limit of open files (ulimit -n) reached?"
        ))),
    }
}

/// Refuses a wrong directory: proc_open() would start the command elsewhere, without an error.
fn check_directory(directory: &[u8]) -> Result {
    if Path::new(OsStr::from_bytes(directory)).is_dir() {
        return Ok(());
    }
    let directory = String::from_utf8_lossy(directory);
    Err(failed_to_start(&format!(
        "the working directory \"{directory}\" is not a directory"
    )))
}

fn failed_to_start(reason: &str) -> crate::zend::Thrown {
    throw_runtime(&format!("Failed to start command process: {reason}"))
}
