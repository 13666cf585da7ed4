//! A pipe that others write, too, opened once more to be written in a mode of its own.

use super::fd::{Access, is_pipe};
use crate::process;
use std::fs::OpenOptions;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::Once;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// The pipe under a process's standard output, opened once more in non-blocking mode, whose calls
/// are the cheapest. What was opened before keeps its mode.
///
/// As long as this is open, the other side sees no end of the pipe, whatever else is closed. That
/// is why a forked child closes it: it may close its standard streams and live on.
///
/// A process has one at most, as it has one standard output.
pub(super) struct Reopened {
    access: Access,
}

/// The descriptor of the one there is, or [`FREE`], or [`LEFT_BEHIND`].
static DESCRIPTOR: AtomicI32 = AtomicI32::new(FREE);

/// There is none.
const FREE: RawFd = -1;

/// There was one when this process was forked.
const LEFT_BEHIND: RawFd = -2;

impl Reopened {
    /// `None` where there is one already, where it is no pipe, or where the system does not let it
    /// be opened again (proc_pid_fd(5); a process that has changed its user may not).
    pub(super) fn of(fd: BorrowedFd<'_>) -> Option<Self> {
        if DESCRIPTOR.load(Relaxed) != FREE || !is_pipe(fd) {
            return None;
        }
        let opened = OpenOptions::new()
            .write(true)
            // Else opening a named pipe would wait for a reader.
            .custom_flags(libc::O_NONBLOCK)
            .open(format!("/proc/self/fd/{}", fd.as_raw_fd()));
        let opened = OwnedFd::from(opened.ok()?);
        let mut access = Access::of(opened.as_fd());
        access.own(opened.as_fd());

        static REGISTERED: Once = Once::new();
        REGISTERED.call_once(|| process::on_fork(leave_behind));
        DESCRIPTOR
            .compare_exchange(FREE, opened.as_raw_fd(), Relaxed, Relaxed)
            .ok()?;
        // It is closed by what takes it out of DESCRIPTOR.
        let _ = opened.into_raw_fd();
        Some(Self { access })
    }

    /// What to write to, and how; `None` in a child that was forked since.
    pub(super) fn descriptor(&mut self) -> Option<(BorrowedFd<'_>, &mut Access)> {
        let fd = DESCRIPTOR.load(Relaxed);
        // SAFETY: it is open, and closed by `drop` or in a forked child, neither of which can
        // happen while this is borrowed.
        let fd = (fd >= 0).then(|| unsafe { BorrowedFd::borrow_raw(fd) });
        Some((fd?, &mut self.access))
    }
}

impl Drop for Reopened {
    fn drop(&mut self) {
        close(FREE);
    }
}

extern "C" fn leave_behind() {
    if DESCRIPTOR.load(Relaxed) >= 0 {
        close(LEFT_BEHIND);
    }
}

/// Closes the descriptor, if there is one, and puts `instead` in its place.
fn close(instead: RawFd) {
    let fd = DESCRIPTOR.swap(instead, Relaxed);
    if fd >= 0 {
        // SAFETY: what stands in DESCRIPTOR is open and nobody else's, and it stands there no more.
        drop(unsafe { OwnedFd::from_raw_fd(fd) });
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rustix::fs::{OFlags, fcntl_getfl};
    use std::fs::File;
    use std::io::{Read, pipe};
    use std::os::unix::net::UnixStream;

    // One test, as a process has one of them.
    #[test]
    fn one_pipe_of_a_process_is_opened_again_in_a_mode_of_its_own() {
        let is_non_blocking =
            |fd: BorrowedFd<'_>| fcntl_getfl(fd).unwrap().contains(OFlags::NONBLOCK);
        let (socket, _other_end) = UnixStream::pair().unwrap();
        assert!(Reopened::of(socket.as_fd()).is_none());
        let file = File::open(std::env::current_exe().unwrap()).unwrap();
        assert!(Reopened::of(file.as_fd()).is_none());

        let (mut reader, writer) = pipe().unwrap();
        let mut reopened = Reopened::of(writer.as_fd()).unwrap();
        assert!(Reopened::of(writer.as_fd()).is_none());
        assert!(!is_non_blocking(writer.as_fd()));
        drop(writer);
        let (fd, access) = reopened.descriptor().unwrap();
        assert!(is_non_blocking(fd));
        assert_eq!(access.write(fd, b"hello").unwrap(), 5);
        drop(reopened);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "hello");

        let (_reader, writer) = pipe().unwrap();
        assert!(Reopened::of(writer.as_fd()).is_some());
    }
}
