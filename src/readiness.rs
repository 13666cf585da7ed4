//! Asking the kernel about a descriptor, without waiting.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::os::fd::BorrowedFd;

/// What a descriptor that is written to has to say now: `OUT` where it has room, `ERR` where nobody
/// reads any more. `None` where the kernel does not say.
pub fn of_output(fd: BorrowedFd<'_>) -> Option<PollFlags> {
    let mut output = [PollFd::from_borrowed_fd(fd, PollFlags::OUT)];
    poll(&mut output, Some(&Timespec::default())).ok()?;
    Some(output[0].revents())
}
