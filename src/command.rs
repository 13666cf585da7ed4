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

/// What starting one takes of PHP.
const FUNCTIONS: [&str; 3] = ["proc_open", "proc_get_status", "getcwd"];

/// A child process and the pipes to it.
pub struct Child {
    /// What the child reads.
    pub stdin: Zval,
    /// What the child prints.
    pub stdout: Zval,
    /// Where the child complains.
    pub stderr: Zval,
    /// PHP's handle: with its last reference the pipes are closed.
    pub process: Zval,
    /// Sees the child to its end after that.
    pub ward: Option<Ward>,
}

impl Child {
    /// Starts a shell command with this environment, in `directory` or where this process is.
    ///
    /// # Errors
    /// A RuntimeException where it cannot be started.
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
            // With threads each has a working directory of its own, which proc_open() forgets.
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
            return Err(failed_to_start("proc_open() gave no process"));
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

/// What proc_open() is to connect: pipes to all three standard streams.
fn descriptors() -> Vec<Vec<&'static str>> {
    vec![vec!["pipe", "r"], vec!["pipe", "w"], vec!["pipe", "w"]]
}

/// The shell would start nothing, or less than was written, and say nothing.
fn check_command(command: &[u8]) -> Result {
    if command.trim_ascii().is_empty() {
        return Err(failed_to_start("the command is empty"));
    }
    if command.contains(&0) {
        return Err(failed_to_start("the command contains a NUL byte"));
    }
    Ok(())
}

/// Each of them may be disabled; after proc_open() it is too late to find out.
fn check_functions() -> Result {
    let missing = FUNCTIONS.iter().find(|name| !function_exists(name));
    match missing {
        Some(name) => Err(failed_to_start(&format!(
            "{name}() is not available: it may be disabled, see disable_functions in php.ini"
        ))),
        None => Ok(()),
    }
}

/// proc_open() leaves the pipes open that it has made where it can make no more of them. So it is
/// called only where there is room for as many.
fn check_descriptors() -> Result {
    let pipes: std::result::Result<Vec<_>, _> = descriptors()
        .iter()
        .map(|_| pipe_with(PipeFlags::CLOEXEC))
        .collect();
    match pipes {
        Ok(_) => Ok(()),
        Err(error) => Err(failed_to_start(&format!(
            "no pipes to it can be made: {error}; is the limit of open files (ulimit -n) reached?"
        ))),
    }
}

/// proc_open() would start the command in the wrong directory, and say nothing.
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
