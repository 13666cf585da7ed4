//! Asks the kernel about a descriptor, without waiting.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::os::fd::BorrowedFd;

/// The state of a descriptor that we write to: `OUT` if it has room, `ERR` if nobody reads it any more.
/// `None` if the kernel does not say.
pub fn of_output(fd: BorrowedFd<'_>) -> Option<PollFlags> {
    let mut output = [PollFd::from_borrowed_fd(fd, PollFlags::OUT)];
    poll(&mut output, Some(&Timespec::default())).ok()?;
    Some(output[0].revents())
}
