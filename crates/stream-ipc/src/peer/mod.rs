//! Sessions with other processes; one peer polls them all.

mod handlers;
mod incoming;
mod pending;
mod pool;
mod session;

pub use handlers::{Outcome, Recovery};
pub use incoming::IncomingRequest;
pub use pending::{CancelHandle, Pending};
pub use pool::{Job, Map, WorkerPool};
pub use session::Session;

use crate::child::{Child, has_native_parent, start_worker};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::format::Reply;
use crate::inbound::Inbound;
use crate::native::Native;
use crate::options::Options;
use crate::reactor::{Appetite, ChannelId, GroupId, Reactor};
use crate::session::{Event, Farewell};
use handlers::call_all;
use pool::Pools;
use slotmap::SecondaryMap;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Owns the sessions of a thread and moves their messages.
///
/// A peer reads messages and runs handlers in [`tick`](Self::tick), [`run`](Self::run) and
/// [`Pending::wait`], nowhere else. A peer and its sessions stay on the thread that made them; another
/// thread makes its own peer. Dropping the peer closes its sessions.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use std::convert::Infallible;
/// use std::os::unix::net::UnixStream;
/// use std::time::Duration;
/// use stream_ipc::{Peer, Session};
///
/// #[derive(Serialize, Deserialize)]
/// #[serde(rename = r"App\Square")]
/// struct Square {
///     number: i64,
/// }
///
/// #[derive(Serialize, Deserialize)]
/// #[serde(rename = r"App\Squared")]
/// struct Squared {
///     result: i64,
/// }
///
/// let peer = Peer::new()?;
/// // Both ends in one process, for the sake of the example.
/// let (here, there) = UnixStream::pair()?;
/// let (client, server) = (peer.attach(here)?, peer.attach(there)?);
///
/// server.on_request(|square: Square, _: &Session| {
///     Ok::<_, Infallible>(Squared { result: square.number * square.number })
/// });
///
/// let mut pending = client.request(&Square { number: 12 }, Duration::from_secs(5))?;
/// let squared: Squared = pending.wait()?;
/// assert_eq!(squared.result, 144);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Peer {
    shared: Rc<Shared>,
    /// Whether dropping it closes the sessions.
    is_owner: bool,
}

impl Peer {
    /// A peer whose messages travel in PHP's format.
    ///
    /// # Errors
    /// [`Error::Watch`] if the process can open no more descriptors.
    pub fn new() -> Result<Self, Error> {
        Self::with(Options::new())
    }

    /// A peer whose messages travel as `options` say.
    ///
    /// # Errors
    /// [`Error::Watch`] if the process can open no more descriptors.
    pub fn with(options: Options) -> Result<Self, Error> {
        let mut reactor = Reactor::new().map_err(Error::Watch)?;
        reactor.set_busy_poll(options.busy_poll);
        let group = reactor.add_group();
        let shared = Rc::new(Shared {
            options,
            reactor: RefCell::new(reactor),
            group,
            sessions: RefCell::default(),
            pools: Pools::default(),
            depth: Cell::new(0),
            deferred: RefCell::default(),
        });
        Ok(Self {
            shared,
            is_owner: true,
        })
    }

    /// The same peer, for those who start workers.
    fn lent(shared: &Rc<Shared>) -> Self {
        Self {
            shared: shared.clone(),
            is_owner: false,
        }
    }

    /// Starts a program and talks to it through its standard input and output. Its standard error, and
    /// anything it prints outside of frames, arrives as [`LogMessage`](crate::message::LogMessage) of
    /// level `junk`.
    ///
    /// All three streams become pipes, whatever the command says about them. When the session ends, the
    /// child's input ends, and a worker exits; [`Session::terminate`] ends one that does not. The child
    /// leads a process group of its own, so Ctrl-C in a terminal reaches only this process, and gets
    /// SIGTERM when this process dies, however it dies (Linux). It inherits no other descriptor. When it
    /// has ended, the session ends, too, though others may hold its pipes.
    ///
    /// ```no_run
    /// use std::process::Command;
    /// use stream_ipc::Peer;
    ///
    /// let peer = Peer::new()?;
    /// let worker = peer.spawn(Command::new("php").arg("worker.php"))?;
    /// # Ok::<(), stream_ipc::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Start`] if the program cannot be started; [`Error::Watch`] if its pipes cannot be polled.
    pub fn spawn(&self, command: &mut Command) -> Result<Session, Error> {
        let (child, pipes) = start_worker(command)?;
        let reads = [pipes.stdout, pipes.stderr];
        let session = self.shared.open(Some(pipes.stdin), reads, Some(child))?;
        session.with_core(Core::note_known);
        Ok(session)
    }

    /// A session with the process that started this one: it writes to our standard input and reads our
    /// standard output. Anything else you print arrives there as junk, so print whole lines, and only
    /// from this thread: a print must not cut a frame in two.
    ///
    /// ```no_run
    /// use stream_ipc::Peer;
    ///
    /// let peer = Peer::new()?;
    /// let parent = peer.stdio()?;
    /// // parent.on_request(…);
    /// peer.run()?; // until the parent closes the session or ends
    /// # Ok::<(), stream_ipc::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Watch`] if the streams cannot be polled.
    pub fn stdio(&self) -> Result<Session, Error> {
        let own = |stream: &dyn AsFd| stream.as_fd().try_clone_to_owned().map_err(Error::Watch);
        let session = self.attach_pair(own(&io::stdin())?, own(&io::stdout())?)?;
        session.reopen_writer();
        if has_native_parent(io::stdin()) {
            session.with_core(Core::say_hello_to_parent);
        }
        Ok(session)
    }

    /// A session over a connected socket, Unix or TCP.
    ///
    /// # Errors
    /// [`Error::Watch`] if it cannot be polled.
    pub fn attach(&self, socket: impl Into<OwnedFd>) -> Result<Session, Error> {
        self.shared.open(None, [socket.into()], None)
    }

    /// A session over two streams: pipes mostly, but any two descriptors will do.
    ///
    /// # Errors
    /// [`Error::Watch`] if they cannot be polled.
    pub fn attach_pair(
        &self,
        read: impl Into<OwnedFd>,
        write: impl Into<OwnedFd>,
    ) -> Result<Session, Error> {
        self.shared.open(Some(write.into()), [read.into()], None)
    }

    /// Waits up to `timeout` until something has arrived on any session, and runs the handlers of
    /// everything that has. `None` waits without a limit, [`Duration::ZERO`] only looks.
    ///
    /// Returns early when a signal arrives, so that your loop can look at what the signal handler did.
    /// Waits at most 10 ms if no session is open, so that such a loop does not hang.
    ///
    /// # Errors
    /// [`Error::Handler`] if a message handler fails: the next tick handles what came after its message.
    /// [`Error::Watch`] if the kernel refuses to poll.
    pub fn tick(&self, timeout: Option<Duration>) -> Result<(), Error> {
        let deadline = timeout.map_or(Deadline::NEVER, Deadline::after);
        while self.shared.advance(deadline)? == Progress::Waiting {}
        Ok(())
    }

    /// Ticks until every session has ended, and every job of its pools has its outcome.
    ///
    /// # Errors
    /// As [`Self::tick`].
    pub fn run(&self) -> Result<(), Error> {
        while !self.shared.sessions.borrow().is_empty() || self.shared.pools.have_jobs() {
            self.shared.advance(Deadline::NEVER)?;
        }
        Ok(())
    }

    /// The sessions that have not ended.
    pub fn sessions(&self) -> Vec<Session> {
        self.shared.sessions.borrow().values().cloned().collect()
    }
}

impl Drop for Peer {
    /// Writes the queued replies, as long as the other sides read on.
    fn drop(&mut self) {
        if !self.is_owner {
            return;
        }
        self.shared.pools.abandon();
        self.shared.write_all();
        call_all(self.sessions(), |session| session.close());
    }
}

/// Whether a tick goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// Something was dispatched, the time is up, or there is nothing to wait for.
    Over,
    /// Nothing has come yet.
    Waiting,
}

/// The session core: all rules of one session.
type Core = crate::session::Session<Vec<u8>, Reply>;

/// What a peer and its sessions share.
struct Shared {
    options: Options,
    /// Borrowed for moments only, never while a handler runs.
    reactor: RefCell<Reactor<OwnedFd, Reply>>,
    group: GroupId,
    sessions: RefCell<SecondaryMap<ChannelId, Session>>,
    pools: Pools,
    /// How many handlers are running, each waiting inside another.
    depth: Cell<usize>,
    /// Events that came while too many handlers ran. They come before those in the reactor.
    deferred: RefCell<Deferred>,
}

/// Events left for the outer handlers.
#[derive(Debug, Default)]
struct Deferred {
    events: VecDeque<(ChannelId, Event)>,
    /// The size of the events.
    bytes: usize,
    /// How many cancellations are among them.
    cancellations: usize,
}

impl Deferred {
    fn push(&mut self, channel: ChannelId, event: Event) {
        self.bytes += size_of_event(&event);
        self.cancellations += usize::from(cancelled_by(&event).is_some());
        self.events.push_back((channel, event));
    }

    fn pop(&mut self) -> Option<(ChannelId, Event)> {
        self.remove(0)
    }

    /// Takes the cancellation of a request of this channel, wherever it is in the queue.
    fn take_cancellation(&mut self, channel: ChannelId, id: &str) -> bool {
        if self.cancellations == 0 {
            return false;
        }
        let cancels = |(of, event): &(ChannelId, Event)| {
            *of == channel && cancelled_by(event) == Some(id.as_bytes())
        };
        let place = self.events.iter().position(cancels);
        place.and_then(|place| self.remove(place)).is_some()
    }

    fn remove(&mut self, place: usize) -> Option<(ChannelId, Event)> {
        let (channel, event) = self.events.remove(place)?;
        self.bytes -= size_of_event(&event);
        self.cancellations -= usize::from(cancelled_by(&event).is_some());
        Some((channel, event))
    }
}

/// The id of the request that an event cancels.
fn cancelled_by(event: &Event) -> Option<&[u8]> {
    match event {
        Event::Arrived(Inbound::Native(Native::Cancel(id))) => Some(id),
        _ => None,
    }
}

fn size_of_event(event: &Event) -> usize {
    match event {
        Event::Arrived(inbound) => inbound.size(),
        Event::TimedOut(_) | Event::Overdue(_) | Event::Ended(_) => size_of::<Event>(),
    }
}

impl Shared {
    /// How long a tick with nothing to wait for rests.
    const REST: Duration = Duration::from_millis(10);

    /// How deep handlers may nest: one that waits for a reply runs other handlers, and these may wait,
    /// too. At this depth a wait takes replies only and leaves the rest to the outer handlers: otherwise
    /// a burst of requests would overflow the stack.
    const MAX_DEPTH: usize = 64;

    /// How many bytes may wait for the outer handlers.
    const MAX_DEFERRED: usize = 16 * 1024 * 1024;

    fn open(
        self: &Rc<Self>,
        write: Option<OwnedFd>,
        reads: impl IntoIterator<Item = OwnedFd>,
        child: Option<Child>,
    ) -> Result<Session, Error> {
        let mut reactor = self.reactor.borrow_mut();
        let channel = reactor.add_channel();
        for read in reads {
            let reader = reactor.add_reader(channel, read, self.options.max_frame);
            if write.is_none() {
                reactor.write_to_reader(channel, reader);
            }
        }
        if let Some(write) = write {
            reactor.set_writer(channel, write);
        }
        if let Some(child) = &child {
            reactor.own_pipes(channel);
            reactor.keep_child(channel, child.clone());
        }
        if let Err(error) = reactor.join(channel, self.group, 0) {
            reactor.remove_channel(channel);
            return Err(Error::Watch(error));
        }
        let session = Session::new(self.clone(), channel, child);
        let mut sessions = self.sessions.borrow_mut();
        sessions.insert(channel, session.clone());
        Ok(session)
    }

    /// Forgets a session that has ended, and closes its streams. Returns its core, which holds outcomes.
    fn close(&self, channel: ChannelId) -> Core {
        let removed = self.sessions.borrow_mut().remove(channel);
        let (streams, core) = self.reactor.borrow_mut().remove_channel(channel);
        drop((removed, streams));
        core
    }

    /// Writes the queued frames, as long as the other sides read on.
    fn write_all(&self) {
        let farewell = Farewell::new(Some(self.options.send_timeout));
        let sessions = self.sessions.borrow();
        let mut farewells: Vec<_> = sessions.keys().map(|channel| (channel, farewell)).collect();
        drop(sessions);
        let mut wait_until = |now| {
            let reactor = self.reactor.borrow();
            let waits = farewells.iter_mut().filter_map(|(channel, farewell)| {
                farewell.wait_until(reactor.session(*channel)?, now)
            });
            waits.min()
        };
        while let Some(deadline) = wait_until(Instant::now())
            && self.turn(deadline, Appetite::Fair).is_ok()
        {}
    }

    /// Waits once for something to happen, and runs the handlers of everything that has.
    fn advance(&self, deadline: Deadline) -> Result<Progress, Error> {
        if self.pools.is_empty() {
            return self.advance_sessions(deadline);
        }
        let until = self.pools.before_next(deadline);
        let now = Instant::now();
        let progress = self.advance_sessions(until)?;
        if self.pools.are_due(now) {
            self.read_all()?;
        }
        self.pools.go_on(now);
        Ok(progress)
    }

    /// Dispatches until nothing more comes at once.
    fn read_all(&self) -> Result<(), Error> {
        /// Whoever sends on and on must not keep the time from being told.
        const TURNS: usize = 1000;
        for _ in 0..TURNS {
            self.advance_sessions(Deadline::NOW)?;
            if self.arrived() == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Waits once for something to arrive, and runs the handlers of everything that has.
    fn advance_sessions(&self, deadline: Deadline) -> Result<Progress, Error> {
        let resting = !self.reactor.borrow().is_open(self.group);
        // Queued events are handled at once, with those that have arrived since.
        let deadline = match (self.arrived(), resting) {
            (1.., _) => Deadline::NOW,
            (0, true) => deadline.at_most(Self::REST),
            (0, false) => deadline,
        };
        self.check_depth()?;
        let signalled = self.turn(deadline, Appetite::Fair)? == Turn::Signalled;
        let arrived = self.arrived();
        self.dispatch(arrived)?;
        let over = arrived > 0 || resting || signalled || deadline.has_passed();
        Ok(if over {
            Progress::Over
        } else {
            Progress::Waiting
        })
    }

    /// Waits, and moves the bytes of streams that are ready.
    fn turn(&self, deadline: Deadline, appetite: Appetite) -> Result<Turn, Error> {
        let turned = self
            .reactor
            .borrow_mut()
            .turn(self.group, deadline, appetite);
        match turned {
            Ok(()) => Ok(Turn::Done),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(Turn::Signalled),
            Err(error) => Err(Error::Watch(error)),
        }
    }

    fn arrived(&self) -> usize {
        let queued = self.reactor.borrow().arrived(self.group);
        if self.is_too_deep() {
            queued
        } else {
            queued + self.deferred.borrow().events.len()
        }
    }

    /// # Errors
    /// [`Error::TooDeep`] if the events left to the outer handlers take too much memory.
    fn check_depth(&self) -> Result<(), Error> {
        let bytes = self.deferred.borrow().bytes;
        if self.is_too_deep() && bytes > Self::MAX_DEFERRED {
            let depth = self.depth.get();
            return Err(Error::TooDeep { depth, bytes });
        }
        Ok(())
    }

    fn is_too_deep(&self) -> bool {
        self.depth.get() >= Self::MAX_DEPTH
    }

    /// Dispatches `arrived` events; those that arrive meanwhile wait for the next tick. An error leaves
    /// the rest queued.
    fn dispatch(&self, arrived: usize) -> Result<(), Error> {
        for _ in 0..arrived {
            // A handler that waits takes events, too.
            let Some((channel, event)) = self.take() else {
                break;
            };
            let Some(session) = self.session(channel) else {
                continue;
            };
            if self.is_too_deep() {
                if let Some(event) = session.take_reply_of(event) {
                    self.deferred.borrow_mut().push(channel, event);
                }
                continue;
            }
            let _level = Level::enter(&self.depth);
            session.see(event)?;
        }
        Ok(())
    }

    fn session(&self, channel: ChannelId) -> Option<Session> {
        self.sessions.borrow().get(channel).cloned()
    }

    fn take(&self) -> Option<(ChannelId, Event)> {
        if !self.is_too_deep()
            && let Some(deferred) = self.deferred.borrow_mut().pop()
        {
            return Some(deferred);
        }
        let (channel, _, event) = self.reactor.borrow_mut().poll_event(self.group)?;
        Some((channel, event))
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("options", &self.options)
            .field("sessions", &self.sessions.borrow().len())
            .finish_non_exhaustive()
    }
}

/// What ended a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Streams were ready, or the time was up.
    Done,
    /// A signal came.
    Signalled,
}

/// Counts a running handler until it is dropped, however the handler ends.
struct Level<'a>(&'a Cell<usize>);

impl<'a> Level<'a> {
    fn enter(depth: &'a Cell<usize>) -> Self {
        depth.set(depth.get() + 1);
        Self(depth)
    }
}

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}
