//! Child processes: started with three pipes, watched, told to end.
//!
//! ```
//! use std::process::Command;
//! use stream_ipc::child::{Child, Ending, Input};
//!
//! let mut command = Command::new("sh");
//! command.args(["-c", "exit 3"]);
//! let (child, pipes) = Child::spawn(&mut command, Input::new()?, Ending::WithParent)?;
//! drop(pipes);
//! while child.is_running() {
//!     std::thread::yield_now();
//! }
//! assert_eq!(child.exit_status().unwrap().code(), Some(3));
//! # Ok::<(), std::io::Error>(())
//! ```

mod environment;
mod input;
mod orphans;
mod system;

pub use environment::{own_environment, set_environment};
pub use input::{Input, PARENT, has_native_parent};

use crate::error::Error;
use crate::process;
use rustix::process::{Pid, WaitOptions, waitpid};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A child process: a handle, cheap to clone. Dropping all handles neither ends nor collects it.
///
/// In a process forked from its parent the child belongs to somebody else: there it counts as ended, with
/// an unknown status, and signals do nothing.
#[derive(Debug, Clone)]
pub struct Child(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pid: Pid,
    ending: Ending,
    /// The process that has started it.
    parent: u32,
    /// The kernel reports the child's end here; `None` where it cannot, and once that was noted.
    end: Mutex<Option<Arc<OwnedFd>>>,
    /// Locked while a signal is sent: nobody may collect the child meanwhile.
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Running,
    /// It has ended; `None` if something else in this process has collected its status.
    Ended(Option<ExitStatus>),
}

/// Starts the worker of a session, and tells it that its parent is native.
pub(crate) fn start_worker(command: &mut Command) -> Result<(Child, Pipes), Error> {
    let start = |command: &mut Command| {
        let input = Input::new()?;
        command.env(PARENT, input.name()?);
        Child::spawn(command, input, Ending::WithParent)
    };
    start(command).map_err(|source| {
        let program = command.get_program().to_string_lossy().into_owned();
        Error::Start { program, source }
    })
}

/// Collects children that have ended after nobody watched them any more.
#[inline]
pub(crate) fn collect() {
    if orphans::are_there() {
        orphans::collect();
    }
}

/// What the end of the parent means to a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The child leads a process group of its own, so Ctrl-C in a terminal reaches only the parent. It
    /// gets SIGTERM when the parent dies, however that dies (Linux). Its end is the end of its session.
    WithParent,
    /// The child stays in the parent's group, and notices the parent's end by the end of its input. Its
    /// session goes on while any other process holds the pipes, as behind a shell.
    ByItself,
}

/// The parent's ends of the three pipes.
#[derive(Debug)]
pub struct Pipes {
    /// Writes the child's standard input.
    pub stdin: OwnedFd,
    /// Reads the child's standard output.
    pub stdout: OwnedFd,
    /// Reads the child's standard error.
    pub stderr: OwnedFd,
}

impl Child {
    /// Starts a program on three pipes, whatever the command says about its standard streams: `input` is
    /// its standard input. The child inherits no other descriptor.
    ///
    /// # Errors
    /// The system's reason why the program cannot be started.
    pub fn spawn(command: &mut Command, input: Input, ending: Ending) -> io::Result<(Self, Pipes)> {
        collect();
        command
            .stdin(input.read)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if ending == Ending::WithParent {
            command.process_group(0);
        }
        let mut child = system::start(command, ending)?;
        let missing = "it is a pipe";
        let pipes = Pipes {
            stdin: input.write,
            stdout: child.stdout.take().expect(missing).into(),
            stderr: child.stderr.take().expect(missing).into(),
        };
        let pid = Pid::from_child(&child);
        let child = Self(Arc::new(Inner {
            pid,
            ending,
            parent: process::id(),
            end: Mutex::new(end_of(pid).map(Arc::new)),
            state: Mutex::new(State::Running),
        }));
        Ok((child, pipes))
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.0.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// What the end of its parent means to it.
    pub fn ending(&self) -> Ending {
        self.0.ending
    }

    /// Whether it has not ended yet. Collects it if it has.
    pub fn is_running(&self) -> bool {
        matches!(*self.state(), State::Running)
    }

    /// How it has ended; `None` while it runs, or if something else in this process has collected its
    /// status.
    pub fn exit_status(&self) -> Option<ExitStatus> {
        match *self.state() {
            State::Running => None,
            State::Ended(status) => status,
        }
    }

    /// Bytes of memory that it has in RAM; `None` if it has ended, or the system does not tell (other than
    /// Linux).
    pub fn memory(&self) -> Option<u64> {
        self.is_running()
            .then(|| system::resident_bytes(self.id()))?
    }

    /// Sends it a signal; does nothing if it has ended.
    ///
    /// # Errors
    /// The system's, for example if there is no such signal.
    pub fn signal(&self, signal: i32) -> io::Result<()> {
        self.send(signal, false)
    }

    /// Sends a signal to its process group, or to it alone if it leads none; does nothing if it has ended.
    ///
    /// # Errors
    /// As [`Self::signal`].
    pub fn signal_group(&self, signal: i32) -> io::Result<()> {
        self.send(signal, self.ending() == Ending::WithParent)
    }

    /// Leaves it to later starts of children to collect it, if it runs and this is its parent.
    pub(crate) fn collect_later(&self) {
        if self.is_running() {
            orphans::add([self.0.pid]);
        }
    }

    /// Closes the descriptor of [`Self::end`], which takes it out of poll sets.
    pub(crate) fn note_end(&self) {
        drop(lock(&self.0.end).take());
    }

    /// The descriptor that becomes readable when it ends; `None` where the kernel has none, and once the
    /// end was noted.
    pub(crate) fn end(&self) -> Option<Arc<OwnedFd>> {
        lock(&self.0.end).clone()
    }

    fn send(&self, signal: i32, to_group: bool) -> io::Result<()> {
        // A process id that was collected may belong to another process by now.
        let state = self.state();
        if let State::Ended(_) = *state {
            return Ok(());
        }
        let pid = self.0.pid.as_raw_nonzero().get();
        system::kill(if to_group { -pid } else { pid }, signal)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.0.state);
        if let State::Running = *state {
            *state = self.collect();
        }
        state
    }

    fn collect(&self) -> State {
        if self.0.parent != process::id() {
            return State::Ended(None);
        }
        match waitpid(Some(self.0.pid), WaitOptions::NOHANG) {
            Ok(None) => State::Running,
            Ok(Some((_, status))) => State::Ended(Some(ExitStatus::from_raw(status.as_raw()))),
            Err(_) => State::Ended(None),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The descriptor that becomes readable when the process ends.
#[cfg(target_os = "linux")]
fn end_of(pid: Pid) -> Option<OwnedFd> {
    use rustix::process::{PidfdFlags, pidfd_open};
    pidfd_open(pid, PidfdFlags::empty()).ok()
}

/// kqueue(2) could tell, but mio does not offer it.
#[cfg(not(target_os = "linux"))]
fn end_of(_: Pid) -> Option<OwnedFd> {
    None
}

#[cfg(test)]
mod tests;
