//! This process's standard streams, and child processes on pipes.

use crate::orphans::{self, Ward};
use crate::zend::{
    Array, PhpString, Result, ToValue, Zval, call_function, catch, constant, reference,
    throw_runtime, warnings_as_exceptions,
};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// The standard input and output of this process.
///
/// # Errors
/// Where PHP cannot open them.
pub fn stdio() -> Result<(Zval, Zval)> {
    Ok((
        standard_stream("STDIN", "php://stdin", "r")?,
        standard_stream("STDOUT", "php://stdout", "w")?,
    ))
}

/// The constant the CLI defines, or the same stream opened anew where it does not.
fn standard_stream(name: &str, url: &str, mode: &str) -> Result<Zval> {
    match constant(name) {
        Some(stream) => Ok(stream),
        None => call_function("fopen", [url.to_value(), mode.to_value()]),
    }
}

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
        let directory = match directory {
            Some(directory) => {
                check_directory(directory.as_bytes())?;
                directory.to_value()
            }
            // With threads each has a working directory of its own, which proc_open() forgets.
            None => call_function("getcwd", [])?,
        };
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
        let process =
            warnings_as_exceptions(|| call_function("proc_open", args)).or_else(|thrown| {
                let reason = catch(thrown)?.call("getmessage", [])?;
                let reason = reason
                    .zend_str()
                    .map_or(b"".as_slice(), |text| text.as_bytes());
                Err(failed_to_start(&String::from_utf8_lossy(reason)))
            })?;
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
