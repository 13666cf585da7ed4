//! The standard streams, as the way to the process that started this one.

use crate::reactor::is_pipe;
use std::fs::OpenOptions;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::OpenOptionsExt;

/// The pipe that `stream` writes, opened once more: the mode of this open file is nobody else's
/// business. `None` where it is no pipe, or where the system lets nobody open it again
/// (proc_pid_fd(5); a process that has changed its user may not).
pub(super) fn reopen_pipe(stream: &impl AsFd) -> Option<OwnedFd> {
    let fd = stream.as_fd();
    if !is_pipe(fd) {
        return None;
    }
    let reopened = OpenOptions::new()
        .write(true)
        // It waits neither now, for a reader of a named pipe, nor later.
        .custom_flags(libc::O_NONBLOCK)
        .open(format!("/proc/self/fd/{}", fd.as_raw_fd()));
    Some(reopened.ok()?.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::unix::net::UnixStream;

    #[cfg(target_os = "linux")]
    #[test]
    fn a_pipe_that_is_opened_again_has_a_mode_of_its_own() {
        use rustix::fs::{OFlags, fcntl_getfl};
        use std::io::{Read, Write, pipe};

        let (mut reader, writer) = pipe().unwrap();
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
