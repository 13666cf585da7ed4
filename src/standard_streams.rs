//! This process's standard input and output.

use crate::zend::{
    Result, Stream, ToValue, Zval, call_function, constant, has_standard_streams, sapi_name,
    throw_runtime,
};
use rustix::fs::{Stat, fstat};
use rustix::io::fcntl_getfd;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::OnceLock;

/// The standard streams that were closed when the process started. Their descriptors may belong to
/// anything now: PHP itself opens the script at the lowest free one.
struct Closed {
    input: bool,
    output: bool,
}

static CLOSED: OnceLock<Closed> = OnceLock::new();

/// Notes which standard streams are closed. Call it when the process starts.
pub fn look() {
    CLOSED.get_or_init(|| Closed {
        input: fcntl_getfd(io::stdin()).is_err(),
        output: fcntl_getfd(io::stdout()).is_err(),
    });
}

/// The streams to read and to write. If the input was closed when the process started, it is a stream
/// at its end.
///
/// # Errors
/// A RuntimeException if the script has no standard streams, or PHP cannot open them.
pub fn open() -> Result<(Zval, Zval)> {
    if !has_standard_streams() {
        return Err(throw_runtime(&format!(
            "createStdioSession() is for scripts of the command line: here (PHP's \"{}\") standard \
             input and output are not the script's own. To start a worker, use \
             createCommandSession(); to talk to another process, createStreamSession() with a socket",
            sapi_name()
        )));
    }
    let closed = CLOSED.get();
    if closed.is_some_and(|closed| closed.output) {
        return Err(throw_runtime(
            "Standard output was closed when this process started, so that nothing can be sent: \
             start it with a pipe, a socket or a file as its standard output",
        ));
    }
    let input = if closed.is_some_and(|closed| closed.input) {
        call_function("fopen", ["/dev/null".to_value(), "r".to_value()])?
    } else {
        standard_stream("STDIN", "php://stdin", "r")?
    };
    Ok((input, standard_stream("STDOUT", "php://stdout", "w")?))
}

/// The constant that the CLI defines, or else the same stream opened anew.
fn standard_stream(name: &str, url: &str, mode: &str) -> Result<Zval> {
    match constant(name) {
        Some(stream) if Stream::of(&stream).is_none() => Err(throw_runtime(&format!(
            "{name} was closed by this script: leave it open for createStdioSession(), or give \
             other streams to createStreamSession()"
        ))),
        Some(stream) => Ok(stream),
        None => call_function("fopen", [url.to_value(), mode.to_value()]),
    }
}

/// Whether a descriptor leads to the same file as standard output.
pub fn is_output(fd: BorrowedFd<'_>) -> bool {
    let file = |stat: Stat| (stat.st_dev, stat.st_ino);
    let output = fstat(io::stdout().as_fd()).map(file);
    output.is_ok() && fstat(fd).map(file) == output
}
