//! The standard streams, as the way to the process that started this one.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};

/// Another descriptor for the same open file.
pub(super) fn duplicate(stream: &impl AsFd) -> io::Result<OwnedFd> {
    stream.as_fd().try_clone_to_owned()
}

/// The pipe that `stream` writes, opened once more: the mode of this open file is nobody else's
/// business. `None` where it is no pipe, or where the system lets nobody open it again
/// (proc_pid_fd(5); a process that has changed its user may not).
pub(super) fn reopen_pipe(stream: &impl AsFd) -> Option<OwnedFd> {
    let duplicate = File::from(duplicate(stream).ok()?);
    if !duplicate.metadata().ok()?.file_type().is_fifo() {
        return None;
    }
    let reopened = OpenOptions::new()
        .write(true)
        // It waits neither now, for a reader of a named pipe, nor later.
        .custom_flags(libc::O_NONBLOCK)
        .open(format!("/proc/self/fd/{}", duplicate.as_raw_fd()));
    Some(reopened.ok()?.into())
}
