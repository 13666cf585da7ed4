//! A pipe that others write, too, opened a second time in non-blocking mode.

use super::fd::{Access, is_pipe};
use crate::process;
use std::fs::OpenOptions;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, IntoRawFd, OwnedFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;
use std::sync::Once;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

/// The pipe under a process's standard output, opened a second time in non-blocking mode, which has the
/// cheapest calls. The first descriptor keeps its mode.
///
/// Before Linux 6.4 a shared pipe has no call that never waits, so each 4 KiB takes a poll(2) and a
/// write(2): then a request of 64 B takes 1.4 times as long, one of 64 KiB up to four times. On later
/// systems this saves 2 to 5 %.
///
/// While this is open, the other side sees no end of the pipe, whatever else is closed. So a forked
/// child closes it: the child may close its standard streams and live on.
///
/// A process has at most one, as it has one standard output.
pub(super) struct Reopened {
    access: Access,
}

/// The descriptor of this process's reopened pipe, or [`FREE`], or [`LEFT_BEHIND`].
static DESCRIPTOR: AtomicI32 = AtomicI32::new(FREE);

/// No pipe is reopened.
const FREE: RawFd = -1;

/// This process was forked from one with a reopened pipe.
const LEFT_BEHIND: RawFd = -2;

impl Reopened {
    /// Reopens a pipe. `None` if the process has one already, if `fd` is not a pipe, or if the system
    /// refuses (proc_pid_fd(5)), as it does after the process has changed its user.
    pub(super) fn of(fd: BorrowedFd<'_>) -> Option<Self> {
        if DESCRIPTOR.load(Relaxed) != FREE || !is_pipe(fd) {
            return None;
        }
        let opened = OpenOptions::new()
            .write(true)
            // Otherwise opening a named pipe would wait for a reader.
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
        // `close` takes it out of DESCRIPTOR and closes it.
        let _ = opened.into_raw_fd();
        Some(Self { access })
    }

    /// The descriptor and how to write it; `None` in a child forked since.
    pub(super) fn descriptor(&mut self) -> Option<(BorrowedFd<'_>, &mut Access)> {
        let fd = DESCRIPTOR.load(Relaxed);
        // SAFETY: it is open. Only `drop` and a forked child close it, and neither can happen while
        // this is borrowed.
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
        // SAFETY: a descriptor in DESCRIPTOR is open and ours alone, and we have just taken it out.
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
