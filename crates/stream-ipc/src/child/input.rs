//! The standard input of a child, by which it knows its parent.

use super::environment;
use rustix::fs::fstat;
use std::io;
use std::os::fd::{AsFd, OwnedFd};

/// The environment variable that names the standard input of a child whose parent is native: device and
/// inode of the pipe, as systemd's JOURNAL_STREAM does. A process that inherits the variable, but has
/// another standard input, is not meant.
pub const PARENT: &str = "STREAM_IPC_PARENT";

/// A pipe that becomes the standard input of a child.
#[derive(Debug)]
pub struct Input {
    pub(super) read: OwnedFd,
    pub(super) write: OwnedFd,
}

impl Input {
    /// A new pipe.
    ///
    /// # Errors
    /// If the process can open no more descriptors.
    pub fn new() -> io::Result<Self> {
        let (read, write) = io::pipe()?;
        let (read, write) = (read.into(), write.into());
        Ok(Self { read, write })
    }

    /// The value of [`PARENT`] for its reader.
    ///
    /// # Errors
    /// The system's, if it does not know the pipe.
    pub fn name(&self) -> io::Result<String> {
        name(&self.read)
    }
}

/// Whether a native parent has started this process on this standard input.
pub fn has_native_parent(stdin: impl AsFd) -> bool {
    match (environment::own_variable(PARENT), name(stdin)) {
        (Some(meant), Ok(name)) => meant == name.as_bytes(),
        _ => false,
    }
}

fn name(pipe: impl AsFd) -> io::Result<String> {
    let stat = fstat(pipe)?;
    Ok(format!("{}:{}", stat.st_dev, stat.st_ino))
}
