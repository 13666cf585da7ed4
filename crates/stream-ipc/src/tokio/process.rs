//! Sessions with processes that they start.

use super::shared::Shared;
use super::{Incoming, Session};
use crate::child::{Child, start_worker};
use crate::error::{End, Error};
use crate::jobs::WorkerEnd;
use crate::options::Options;
use ::tokio::io::Interest;
use ::tokio::io::unix::AsyncFd;
use ::tokio::net::unix::pipe::{Receiver, Sender};
use ::tokio::time::{sleep, timeout};
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::time::Duration;

/// How long what is in the pipes of a process that has ended may take to arrive, and how long a process
/// may take to end that has closed its streams.
pub(super) const MOMENT: Duration = Duration::from_millis(100);

/// Processes.
impl Session {
    /// Starts a program and talks to it through its standard input and output, under the rules of
    /// [`Peer::spawn`](crate::Peer::spawn). When the session ends, the child's input ends, and a worker
    /// exits; [`Self::terminate`] ends one that does not.
    ///
    /// ```no_run
    /// use std::process::Command;
    /// use stream_ipc::{Options, tokio::Session};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), stream_ipc::Error> {
    /// let mut command = Command::new("php");
    /// let (worker, incoming) = Session::spawn(command.arg("worker.php"), Options::new())?;
    /// # drop((worker, incoming));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::Start`] if the program cannot be started; [`Error::Watch`] if its pipes cannot be polled.
    ///
    /// # Panics
    /// As [`Self::new`]; the runtime needs its I/O enabled, too.
    pub fn spawn(command: &mut Command, options: Options) -> Result<(Self, Incoming), Error> {
        let (child, pipes) = start_worker(command)?;
        let write = Sender::from_owned_fd(pipes.stdin).map_err(Error::Watch)?;
        let reads = [pipes.stdout, pipes.stderr].map(Receiver::from_owned_fd);
        let reads: Result<Vec<_>, _> = reads.into_iter().collect();
        let reads = reads.map_err(Error::Watch)?;
        let shared = Shared::new(options, Box::pin(write), Some(child.clone()));
        shared.with(|state| state.core.note_known());
        let (session, incoming) = Self::begin(reads, shared, options);
        ::tokio::spawn(watch(session.shared().clone(), Watched(child)));
        Ok((session, incoming))
    }

    /// The id of the process that [`Self::spawn`] started.
    pub fn process_id(&self) -> Option<u32> {
        self.shared().child.as_ref().map(Child::id)
    }

    /// Whether the process that [`Self::spawn`] started runs.
    pub fn is_running(&self) -> bool {
        self.shared().child.as_ref().is_some_and(Child::is_running)
    }

    /// The exit status of the process that [`Self::spawn`] started; `None` while it runs, if there is none,
    /// or if something else in this process collected its status.
    pub fn exit_status(&self) -> Option<ExitStatus> {
        self.shared().child.as_ref()?.exit_status()
    }

    /// Ends the process that [`Self::spawn`] started: it gets SIGTERM now, together with its process
    /// group, and SIGKILL after `grace`, as long as the runtime runs. What it still sends arrives. Does
    /// nothing if it has ended, or if there is none.
    pub fn terminate(&self, grace: Duration) {
        let shared = self.shared().clone();
        let Some(child) = shared.child.clone().filter(Child::is_running) else {
            return;
        };
        // It has ended meanwhile if this fails.
        let _ = child.signal_group(libc::SIGTERM);
        let killing = async move {
            if timeout(grace, shared.exited()).await.is_err() {
                let _ = child.signal_group(libc::SIGKILL);
            }
        };
        self.shared().runtime.spawn(killing);
    }
}

/// A child that is collected later if nobody watches it to its end.
struct Watched(Child);

impl Drop for Watched {
    fn drop(&mut self) {
        self.0.collect_later();
    }
}

/// Waits until a child has ended. Then the session ends, too, though others may hold its pipes.
async fn watch(shared: Arc<Shared>, watched: Watched) {
    wait_for(&watched.0).await;
    shared.note_exit();
    // What is in the pipes is read first.
    if timeout(MOMENT, shared.closed()).await.is_err() {
        shared.finish(End::ByPeer { lost: 0 });
    }
}

async fn wait_for(child: &Child) {
    if let Some(end) = child.end() {
        #[allow(
            deprecated,
            reason = "it cannot know that the descriptor stays what it is; this one does, as we own it"
        )]
        let end = AsyncFd::with_interest(end, Interest::READABLE);
        if let Ok(end) = end {
            while child.is_running()
                && let Ok(mut ready) = end.readable().await
            {
                ready.clear_ready();
            }
        }
        child.note_end();
    }
    // The kernel does not tell.
    const LOOK: Duration = Duration::from_millis(50);
    while child.is_running() {
        sleep(LOOK).await;
    }
}

/// A session as the worker of a pool.
impl Session {
    pub(super) fn child(&self) -> Option<&Child> {
        self.shared().child.as_ref()
    }

    /// Closes the input of its process, which then ends by itself; closes the session if it has none.
    pub(super) fn close_input(&self) {
        match self.child() {
            Some(_) => self.shared().close_writer(),
            None => self.close(),
        }
    }

    /// What is known of the other side when it is gone.
    pub(super) fn worker_end(&self) -> WorkerEnd {
        WorkerEnd {
            process_id: self.process_id(),
            exit_status: self.exit_status(),
            last_output: self.last_output(),
            has_spoken: self.shared().with(|state| state.core.has_heard()),
        }
    }
}
