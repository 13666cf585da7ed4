//! The pipes to a child that Symfony's Process has started, so that we can poll them.

use crate::engine::Turn;
use crate::readiness;
use crate::zend::{Array, Object, Result, Stream, Zval, run_pending_interrupts, throw_runtime};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::os::fd::BorrowedFd;
use stream_ipc::deadline::Deadline;

/// The child's standard streams. The Process reads, writes and closes them; we only poll.
#[derive(Debug)]
pub struct ProcessPipes {
    input: Stream,
    outputs: Vec<Stream>,
}

/// Whether the input of a child takes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// Now.
    Free,
    /// When the child has read.
    Full,
    /// Never again.
    Gone,
}

/// A pipe, and the events to wait for.
pub type Watch = (Stream, PollFlags);

impl ProcessPipes {
    /// Finds the pipes of a started Process in its private `processPipes->pipes`. `None` if they are not
    /// there, as in a later version.
    pub fn find(process: &Object) -> Option<Self> {
        let holder = Object::take(property(process, b"processPipes")?)?;
        let pipes = Array::take(property(&holder, b"pipes")?)?;
        let pipe = |number| {
            let stream = pipes.get(number).and_then(Stream::of);
            stream.filter(|stream| stream.fd().is_some())
        };
        Some(Self {
            input: pipe(0)?,
            outputs: vec![pipe(1)?, pipe(2)?],
        })
    }

    /// Whether the child has ended or closed its outputs. The Process closes its own ends then.
    pub fn have_ended(&self) -> bool {
        !self.outputs.iter().any(Stream::is_open)
    }

    /// The state of the child's input now.
    pub fn input(&self) -> Input {
        match self.input.fd().and_then(readiness::of_output) {
            // A pipe without a reader is in error.
            None => Input::Gone,
            Some(state) if state.contains(PollFlags::ERR) => Input::Gone,
            Some(state) if state.contains(PollFlags::OUT) => Input::Free,
            Some(_) => Input::Full,
        }
    }

    /// The pipes to wait for: outputs if `reads`, the input if `writes`.
    pub fn watches(&self, reads: bool, writes: bool) -> impl Iterator<Item = Watch> {
        let input = writes.then(|| (self.input.clone(), PollFlags::OUT));
        let outputs = self.outputs.iter().filter(move |_| reads);
        let outputs = outputs.map(|pipe| (pipe.clone(), PollFlags::IN));
        outputs.chain(input)
    }
}

fn property(object: &Object, name: &[u8]) -> Option<Zval> {
    let mut properties = object.properties().into_iter();
    properties.find_map(|(known, value)| (known == name).then_some(value))
}

/// Waits until one of the pipes is ready, or until `deadline`.
///
/// # Errors
/// What signal handlers throw.
pub fn wait(watches: &[Watch], deadline: Deadline) -> Result<Turn> {
    if run_pending_interrupts()? {
        return Ok(Turn::Signalled);
    }
    let open = watches
        .iter()
        .filter_map(|(pipe, events)| Some((pipe.fd()?, *events)));
    let mut open: Vec<_> = open
        .map(|(fd, events): (BorrowedFd<'_>, _)| PollFd::from_borrowed_fd(fd, events))
        .collect();
    let timeout = deadline
        .remaining()
        .and_then(|left| Timespec::try_from(left).ok());
    match poll(&mut open, timeout.as_ref()) {
        Ok(_) => Ok(Turn::Done),
        Err(Errno::INTR) => {
            run_pending_interrupts()?;
            Ok(Turn::Signalled)
        }
        Err(error) => Err(throw_runtime(&format!("Cannot wait for pipes: {error}"))),
    }
}
