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

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixStream;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_that_is_opened_again_has_a_mode_of_its_own() {
        use rustix::fs::{OFlags, fcntl_getfl};
        use std::io::{Read, Write};

        let (mut reader, writer) = io::pipe().unwrap();
        let again = reopen_pipe(&writer).unwrap();
        assert!(fcntl_getfl(&again).unwrap().contains(OFlags::NONBLOCK));
        assert!(!fcntl_getfl(&writer).unwrap().contains(OFlags::NONBLOCK));
        drop(writer);
        File::from(again).write_all(b"hello").unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "hello");
    }

    #[test]
    fn what_is_no_pipe_is_not_opened_again() {
        let (socket, _other_end) = UnixStream::pair().unwrap();
        assert!(reopen_pipe(&socket).is_none());
        let file = File::open(std::env::current_exe().unwrap()).unwrap();
        assert!(reopen_pipe(&file).is_none());
    }
}
