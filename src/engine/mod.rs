//! The crate's reactor over PHP's streams: one per thread, shared by all peers of the thread.
//!
//! We borrow the reactor for moments only, never while PHP runs. PHP may run in [`turn`]: signal
//! handlers, and streams of user code. An object owns its channel as a [`Channel`] and its group as a
//! [`Group`]; dropping these removes them from the reactor.

mod busy_poll;
pub mod printing;
mod relayed;
mod sending;
pub mod user_channel;
mod watched;

pub use busy_poll::BusyPoll;
pub use relayed::{read_now, relay};
pub use sending::{
    Carrier, SendError, break_off, finish_all_writing, finish_writing, flush, give_back,
    has_unsent, is_flooded, is_settled, lend, next_length, send, send_by, wants_to_read,
};
pub use user_channel::UserChannel;
pub use watched::{next_readable, note_served};

use crate::limits;
use crate::trace;
use crate::zend::{
    PhpString, Result, Stream, StreamKind, Thrown, interrupts_are_expected, run_pending_interrupts,
    throw_runtime,
};
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};
use std::io;
use std::mem::{self, ManuallyDrop};
use std::time::{Duration, Instant};
use stream_ipc::child::Child;
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::{Appetite, ChannelId, GroupId, Io, Source, StreamId};
use stream_ipc::session::{Event, Frame, LastOutput};

/// The key of a reply among those of its session.
pub type ReplyNumber = i64;

/// The session core: all rules of one session. Replies lie in a property of the session's object, where
/// the garbage collector sees them.
pub type Core = stream_ipc::session::Session<PhpString, ReplyNumber>;

type Reactor = stream_ipc::reactor::Reactor<Stream, ReplyNumber>;

/// Sessions queue frames of their own while the reactor is borrowed.
impl Frame for PhpString {
    fn of(bytes: Vec<u8>) -> Self {
        Self::unlimited(&bytes)
    }
}

impl Source for Stream {
    type Frame = PhpString;

    fn io(&self) -> Io<'_> {
        match (self.kind(), self.fd()) {
            _ if !self.is_open() => Io::Closed,
            (StreamKind::Plain(_), Some(fd)) => Io::Direct(fd),
            (_, fd) => Io::Relayed(fd),
        }
    }

    fn has_buffered(&self) -> bool {
        Stream::has_buffered(self)
    }
}

thread_local! {
    /// [`shut_down`] takes the reactor at the end of each request. So the thread need not drop it at its
    /// own end: registering a destructor would make every use slower.
    static REACTOR: RefCell<ManuallyDrop<Option<Reactor>>> =
        const { RefCell::new(ManuallyDrop::new(None)) };
}

/// Lends the thread's reactor, and makes it if there is none. `body` must not call into PHP.
fn with<R>(body: impl FnOnce(&mut Reactor) -> R) -> Result<R> {
    REACTOR.with_borrow_mut(|reactor| {
        let reactor = match &mut **reactor {
            Some(reactor) => reactor,
            none => begin_reactor(none)?,
        };
        Ok(body(reactor))
    })
}

/// Makes the thread's reactor in its place. Kept out of [`with`], because nearly all calls find one.
#[cold]
#[inline(never)]
fn begin_reactor(place: &mut Option<Reactor>) -> Result<&mut Reactor> {
    let reactor = Reactor::within(limits::received()).map_err(|error| {
        throw_runtime(&format!("Cannot create a poll set: {}", WithAdvice(&error)))
    })?;
    Ok(place.insert(reactor))
}

/// An error of the system, with advice on what to do about it.
struct WithAdvice<'a>(&'a io::Error);

impl Display for WithAdvice<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)?;
        match self.0.raw_os_error() {
            Some(libc::EMFILE | libc::ENFILE) => {
                f.write_str("; is the limit of open files (ulimit -n) reached?")
            }
            _ => Ok(()),
        }
    }
}

/// Drops the reactor at the end of a request.
pub fn shut_down() {
    user_channel::forget();
    let Some(mut reactor) = REACTOR.with_borrow_mut(|reactor| reactor.take()) else {
        return;
    };
    // The engine has closed all pipes, so workers are about to end.
    reactor.end_children(PATIENCE, GRACE);
    // A fatal error jumps over the owners of channels and leaves their streams and frames behind. The
    // engine frees them with the request, so we must not release them a second time.
    let (streams, frames) = reactor.dismantle();
    streams.into_iter().for_each(mem::forget);
    frames.into_iter().for_each(mem::forget);
}

/// How long the end of a script waits for its workers before it tells them to end.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long it then waits before it kills them.
const GRACE: Duration = Duration::from_secs(5);

/// What ended a [`turn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Streams were ready, or the time was up.
    Done,
    /// A signal came. Its handler has run, or the script runs it with pcntl_signal_dispatch();
    /// either way it may have told the script to stop.
    Signalled,
}

/// The longest turn while signals have handlers. A signal that comes after the turn has looked for
/// signals and before it waits does not end the wait: the next turn sees it.
pub const UNSEEN_SIGNAL: Duration = Duration::from_millis(250);

/// The result of a [`poll`].
#[derive(Debug, Clone, Copy)]
pub struct Polled {
    /// What ended the turn.
    pub turn: Turn,
    /// Whether streams are ready that only PHP can read or write: [`relay`] moves their bytes.
    pub relays: bool,
    /// The number of watched streams that may be readable, or that PHP code has closed:
    /// [`next_readable`] names them.
    pub readable: usize,
    /// At least how many events the group's sessions have.
    pub arrived: usize,
}

/// What there is to know of a group before a turn.
#[derive(Debug, Clone, Copy)]
pub struct Outlook {
    /// Whether any channel of the group has a read stream that has not ended.
    pub is_open: bool,
    /// At least how many events the group's sessions have already.
    pub arrived: usize,
}

/// Waits until streams are ready, until `deadline` or somewhat less, and moves the bytes of the group's
/// streams.
///
/// # Errors
/// What signal handlers and streams of user code throw.
fn turn(group: GroupId, deadline: Deadline, appetite: Appetite) -> Result {
    let Polled { relays, .. } = poll(group, deadline, appetite)?;
    if relays { relay(group) } else { Ok(()) }
}

/// Does the same as [`turn`], except for streams that only PHP can read or write.
///
/// # Errors
/// What signal handlers throw.
pub fn poll(group: GroupId, deadline: Deadline, appetite: Appetite) -> Result<Polled> {
    let signalled = run_pending_interrupts()?;
    let deadline = match deadline {
        _ if signalled => Deadline::NOW,
        deadline if interrupts_are_expected() => deadline.at_most(UNSEEN_SIGNAL),
        deadline => deadline,
    };
    let deadline = trace::before_wait(deadline);
    let (turned, polled) = with(|reactor| {
        limits::follow_memory_limit(reactor.budget());
        reactor.set_busy_poll(BusyPoll::longest());
        let turned = reactor.turn(group, deadline, appetite);
        let polled = Polled {
            turn: if signalled {
                Turn::Signalled
            } else {
                Turn::Done
            },
            relays: reactor.has_relays(group),
            readable: reactor.readable(group),
            arrived: reactor.arrived(group),
        };
        (turned, polled)
    })?;
    match turned {
        Ok(()) => Ok(polled),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            run_pending_interrupts()?;
            Ok(Polled {
                turn: Turn::Signalled,
                ..polled
            })
        }
        Err(error) => Err(throw_runtime(&format!("Cannot wait for streams: {error}"))),
    }
}

/// Owns a group of the reactor: the channels of one peer.
#[derive(Debug)]
pub struct Group(GroupId);

impl Group {
    /// A new group.
    pub fn new() -> Result<Self> {
        with(|reactor| Self(reactor.add_group()))
    }

    /// The id of the group that a peer keeps in `kept`; makes the group at the first call.
    pub fn of(kept: &mut Option<Self>) -> Result<GroupId> {
        match kept {
            Some(group) => Ok(group.0),
            none => Ok(none.insert(Self::new()?).0),
        }
    }

    /// The reactor's name for the group.
    fn id(&self) -> GroupId {
        self.0
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let (Ok(()) | Err(Thrown)) = with(|reactor| reactor.remove_group(self.0));
    }
}

/// What there is to know of a group before a turn.
pub fn outlook(group: GroupId) -> Result<Outlook> {
    with(|reactor| Outlook {
        is_open: reactor.is_open(group),
        arrived: reactor.arrived(group),
    })
}

/// At least how many events the group's sessions have.
pub fn arrived(group: GroupId) -> Result<usize> {
    with(|reactor| reactor.arrived(group))
}

/// Whether any channel of the group has a read stream that has not ended.
pub fn is_open(group: GroupId) -> Result<bool> {
    with(|reactor| reactor.is_open(group))
}

/// The next event of a session of the group, with the tag of its channel.
pub fn poll_event(group: GroupId) -> Result<Option<(usize, Event)>> {
    with(|reactor| {
        let next = reactor.poll_event(group);
        next.map(|(_, tag, event)| (tag, event))
    })
}

/// Whether the other side of a channel has shown that it is native.
#[inline]
pub fn is_native(channel: ChannelId) -> Result<bool> {
    let native = with_core(channel, |core| core.is_native())?;
    Ok(native.unwrap_or(false))
}

/// When the next session of the group wants to be told the time.
pub fn next_deadline(group: GroupId) -> Result<Deadline> {
    let next = with(|reactor| reactor.next_deadline(group))?;
    Ok(next.map_or(Deadline::NEVER, Deadline::at))
}

/// Tells the group's sessions the time; it counts behind what has arrived.
pub fn tell_time(group: GroupId) -> Result {
    with(|reactor| reactor.tell_time(group, Instant::now()))
}

/// Lends the session core for anything that changes neither its events nor its deadlines. `None` if the
/// channel is gone. `body` must not call into PHP.
pub fn with_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
    with(|reactor| reactor.session_mut(channel).map(body))
}

/// Lends the session core to be changed, then updates the reactor's view of its events and deadlines.
/// `None` if the channel is gone, as it may be while the garbage collector works. `body` must not call
/// into PHP.
pub fn change_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
    with(|reactor| reactor.with_session(channel, body))
}

/// Owns a channel of the reactor, with the streams that it reads and writes.
#[derive(Debug)]
pub struct Channel(ChannelId);

impl Channel {
    /// A channel without streams: its owner moves the messages.
    pub fn without_streams() -> Result<Self> {
        with(|reactor| Self(reactor.add_channel()))
    }

    /// A channel that reads frames of at most `max_frame` bytes from each of `reads`, and writes to
    /// `write`. It first takes the bytes that PHP has already read from them.
    pub fn open(
        write: Option<Stream>,
        reads: Vec<Stream>,
        max_frame: Option<usize>,
    ) -> Result<Self> {
        let channel = with(|reactor| Self(reactor.add_channel()))?;
        let id = channel.0;
        if let Some(write) = &write {
            printing::watch(id, write);
        }
        let mut writer = None;
        for stream in reads {
            let buffered = stream.take_buffered()?;
            let is_writer = write.as_ref().is_some_and(|write| write.is(&stream));
            let reader = with(|reactor| {
                let reader = reactor.add_reader(id, stream, max_frame);
                reactor.supply(reader, &buffered);
                reader
            })?;
            writer = is_writer.then_some(reader).or(writer);
        }
        with(|reactor| match (writer, write) {
            (Some(reader), _) => reactor.write_to_reader(id, reader),
            (None, Some(write)) => {
                reactor.set_writer(id, write);
            }
            (None, None) => {}
        })?;
        Ok(channel)
    }

    /// The reactor's name for the channel.
    pub fn id(&self) -> ChannelId {
        self.0
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        sending::finish_writing(self.0);
        printing::unwatch(self.0);
        // Release streams and frames after the reactor is no longer borrowed: the last reference to a
        // stream closes it, which may run PHP code.
        let removed = with(|reactor| reactor.remove_channel(self.0));
        drop(removed);
    }
}

/// Begins a session over a channel, in a group where `tag` names it.
///
/// # Errors
/// A RuntimeException if the kernel refuses to watch a stream.
pub fn begin(channel: ChannelId, group: GroupId, tag: usize) -> Result {
    change_core(channel, Core::begin_anew)?;
    join(channel, group, tag)
}

/// Puts a channel into a group, where `tag` names it.
///
/// # Errors
/// A RuntimeException if the kernel refuses to watch a stream.
fn join(channel: ChannelId, group: GroupId, tag: usize) -> Result {
    with(|reactor| reactor.join(channel, group, tag))?.map_err(|error| {
        throw_runtime(&format!("Cannot watch the streams: {}", WithAdvice(&error)))
    })
}

/// Declares that no other process uses our ends of the channel's pipes.
pub fn own_pipes(channel: ChannelId) -> Result {
    with(|reactor| reactor.own_pipes(channel))
}

/// Watches a child whose pipes are the channel's streams: its end is the end of the session.
pub fn keep_child(channel: ChannelId, child: Child) -> Result {
    with(|reactor| reactor.keep_child(channel, child))
}

/// Tells a child to end, and kills it at the deadline, as ticks go on.
pub fn terminate(child: &Child, deadline: Deadline) -> Result {
    with(|reactor| reactor.terminate(child, deadline))
}

/// Collects children of closed sessions that have ended, and kills those whose grace is over. Turns do
/// it, too.
pub fn collect_children() -> Result {
    with(Reactor::collect_children)
}

/// Reopens the pipe that the channel writes, so that its mode concerns no other process.
pub fn reopen_writer(channel: ChannelId) -> Result {
    with(|reactor| reactor.reopen_writer(channel))
}

/// The group a channel is in.
pub fn group_of(channel: ChannelId) -> Result<Option<GroupId>> {
    with(|reactor| reactor.group_of(channel))
}

/// The tag that names the channel in its group.
pub fn tag_of(channel: ChannelId) -> Result<Option<usize>> {
    with(|reactor| reactor.tag_of(channel))
}

/// Takes a channel out of its group.
pub fn leave(channel: ChannelId) -> Result {
    with(|reactor| reactor.leave(channel))
}

/// The stream of a channel that `is_it` recognizes.
pub fn find_stream(
    channel: ChannelId,
    is_it: impl Fn(&Stream) -> bool,
) -> Result<Option<(StreamId, Stream)>> {
    with(|reactor| {
        let mut streams = reactor.streams(channel);
        let found = streams.find(|(_, stream)| is_it(stream));
        found.map(|(id, stream)| (id, stream.clone()))
    })
}

/// Waits until a channel that is in no group has received something.
pub fn wait_for(channel: ChannelId) -> Result {
    in_group(channel, |group| {
        while with_core(channel, |core| core.first_arrived().is_none())? == Some(true) {
            turn(group, Deadline::NEVER, Appetite::Fair)?;
        }
        Ok(())
    })?
}

/// Takes the first thing a channel received, if `wanted` accepts it.
pub fn take_if(
    channel: ChannelId,
    wanted: impl FnOnce(&Inbound) -> bool,
) -> Result<Option<Inbound>> {
    let taken = change_core(channel, |core| {
        let wanted = core.first_arrived().is_some_and(wanted);
        wanted.then(|| core.take_arrived()).flatten()
    })?;
    Ok(taken.flatten())
}

/// Reads what has come for a channel by now, without waiting.
///
/// # Errors
/// What signal handlers throw.
pub fn read_what_came(channel: ChannelId) -> Result {
    in_group(channel, |group| poll(group, Deadline::NOW, Appetite::Fair))?.map(drop)
}

/// What the other side of a channel printed last outside of frames, what waits in its streams included.
///
/// # Errors
/// What signal handlers throw.
pub fn last_output(channel: ChannelId) -> Result<LastOutput> {
    read_what_came(channel)?;
    let output = with_core(channel, |core| core.last_output())?;
    Ok(output.unwrap_or_default())
}

/// Whether a channel has received anything that nobody has taken.
pub fn has_arrived(channel: ChannelId) -> Result<bool> {
    let arrived = with_core(channel, |core| core.first_arrived().is_some())?;
    Ok(arrived.unwrap_or(false))
}

/// If the channel's end comes next: how many bytes of a frame it has cut off.
pub fn lost_at_end(channel: ChannelId) -> Result<Option<usize>> {
    let lost = with_core(channel, |core| match core.first_arrived() {
        Some(Inbound::Ended { lost }) => Some(*lost),
        _ => None,
    })?;
    Ok(lost.flatten())
}

/// Puts back what was taken last from a channel.
pub fn put_back(channel: ChannelId, inbound: Inbound) -> Result {
    change_core(channel, |core| core.put_back(inbound)).map(drop)
}

/// Lends the thread's reactor, if there is one and it is not borrowed.
fn known<R>(body: impl FnOnce(&mut Reactor) -> R) -> Option<R> {
    REACTOR.with(|reactor| reactor.try_borrow_mut().ok()?.as_mut().map(body))
}

/// Lends the session core, if there is one and the reactor is not borrowed.
fn known_core<R>(channel: ChannelId, body: impl FnOnce(&Core) -> R) -> Option<R> {
    known(|reactor| reactor.session(channel).map(body)).flatten()
}

/// Runs `body` with the channel's group: its peer's, or a temporary one.
fn in_group<R>(channel: ChannelId, body: impl FnOnce(GroupId) -> R) -> Result<R> {
    if let Some(group) = group_of(channel)? {
        return Ok(body(group));
    }
    let group = Group::new()?;
    join(channel, group.id(), 0)?;
    let result = body(group.id());
    leave(channel)?;
    Ok(result)
}
