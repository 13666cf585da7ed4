//! The poll set: the descriptors that the kernel watches for us.

use crate::deadline::Deadline;
use crate::process;
use mio::event::Event;
use mio::unix::SourceFd;
use mio::{Events, Interest, Poll, Token};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

/// An edge-triggered poll set. A forked child replaces it with its own.
#[derive(Debug)]
pub(super) struct PollSet {
    poll: Poll,
    events: Events,
    /// The process that made `poll`. A forked child shares it and must not change it: it would change
    /// its parent's.
    process: u32,
}

/// A descriptor's place in the poll set.
#[derive(Debug)]
pub(super) struct Registration {
    interest: Interest,
    /// A duplicate to watch, if another stream has registered the same descriptor already.
    duplicate: Option<OwnedFd>,
}

impl Registration {
    fn fd<'a>(&'a self, original: BorrowedFd<'a>) -> BorrowedFd<'a> {
        self.duplicate.as_ref().map_or(original, AsFd::as_fd)
    }
}

impl PollSet {
    const EVENTS: usize = 1024;

    pub(super) fn new() -> io::Result<Self> {
        Ok(Self {
            poll: Poll::new()?,
            events: Events::with_capacity(Self::EVENTS),
            process: process::id(),
        })
    }

    /// The process that made the poll set.
    pub(super) fn process(&self) -> u32 {
        self.process
    }

    /// Makes a new poll set in a forked child. All descriptors must be registered again.
    pub(super) fn start_anew(&mut self) -> io::Result<()> {
        self.poll = Poll::new()?;
        self.process = process::id();
        Ok(())
    }

    /// Waits until `deadline` for events. A signal ends the wait with [`io::ErrorKind::Interrupted`].
    pub(super) fn wait(&mut self, deadline: Deadline) -> io::Result<()> {
        self.poll.poll(&mut self.events, deadline.remaining())
    }

    /// The events of the last wait.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter()
    }

    /// Watches `fd`; `None` if the kernel does not poll this kind of file, as it is always ready.
    pub(super) fn register(
        &self,
        fd: BorrowedFd<'_>,
        token: Token,
        interest: Interest,
    ) -> io::Result<Option<Registration>> {
        let registry = self.poll.registry();
        let registered = registry.register(&mut SourceFd(&fd.as_raw_fd()), token, interest);
        let duplicate = match registered {
            Ok(()) => None,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let duplicate = fd.try_clone_to_owned()?;
                registry.register(&mut SourceFd(&duplicate.as_raw_fd()), token, interest)?;
                Some(duplicate)
            }
            Err(error) => return Err(error),
        };
        Ok(Some(Registration {
            interest,
            duplicate,
        }))
    }

    /// Watches `fd` for `interest`, too.
    pub(super) fn extend(
        &self,
        registration: &mut Registration,
        fd: BorrowedFd<'_>,
        token: Token,
        interest: Interest,
    ) -> io::Result<()> {
        let both = registration.interest | interest;
        if both != registration.interest {
            let raw = registration.fd(fd).as_raw_fd();
            let registry = self.poll.registry();
            registry.reregister(&mut SourceFd(&raw), token, both)?;
            registration.interest = both;
        }
        Ok(())
    }

    /// Stops watching `fd`.
    pub(super) fn deregister(&self, registration: &Registration, fd: BorrowedFd<'_>) {
        let raw = registration.fd(fd).as_raw_fd();
        // This fails if the descriptor was closed, which has removed it already.
        let _ = self.poll.registry().deregister(&mut SourceFd(&raw));
    }
}
