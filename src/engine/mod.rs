//! The crate's reactor over PHP's streams: one per thread, shared by every peer in it.
//!
//! The reactor is borrowed for moments only, never while PHP runs. PHP may run in [`turn`]: signal
//! handlers, and streams that are PHP code. What owns a channel or a group of the reactor is a
//! [`Channel`] or a [`Group`]; they go with the object that holds them.

pub mod printing;
mod relayed;
mod sending;

pub use relayed::{read_now, relay};
pub use sending::{
    Carrier, SendError, break_off, finish_all_writing, give_back, has_unsent, is_flooded,
    is_settled, lend, next_length, send, send_by, wants_to_read,
};

use crate::limits;
use crate::zend::{
    PhpString, Result, Stream, StreamKind, Thrown, interrupts_are_expected, run_pending_interrupts,
    throw_runtime,
};
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};
use std::io;
use std::mem::{self, ManuallyDrop};
use std::time::{Duration, Instant};
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::{Appetite, ChannelId, GroupId, Io, Source, StreamId, Wait};
use stream_ipc::session::Event;

/// The key of a reply among those of its session.
pub type ReplyNumber = i64;

/// The rules of one session. Replies lie in a property of the session's object, where the garbage
/// collector sees them.
pub type Core = stream_ipc::session::Session<PhpString, ReplyNumber>;

type Reactor = stream_ipc::reactor::Reactor<Stream, ReplyNumber>;

impl Source for Stream {
    type Frame = PhpString;

    fn io(&self) -> Io<'_> {
        match (self.kind(), self.fd()) {
            _ if !self.is_open() => Io::Closed,
            (StreamKind::Plain(_), Some(fd)) => Io::Direct(fd),
            (_, fd) => Io::Relayed(fd),
        }
    }
}

thread_local! {
    /// [`shut_down`] takes it at the end of each request. So the thread need not drop it at its own end,
    /// which would make every use dearer.
    static REACTOR: RefCell<ManuallyDrop<Option<Reactor>>> =
        const { RefCell::new(ManuallyDrop::new(None)) };
}

/// Lends out the thread's reactor. `body` must not call into PHP.
fn with<R>(body: impl FnOnce(&mut Reactor) -> R) -> Result<R> {
    REACTOR.with_borrow_mut(|reactor| {
        let reactor = match &mut **reactor {
            Some(reactor) => reactor,
            none => begin_reactor(none)?,
        };
        Ok(body(reactor))
    })
}

/// The thread's reactor, made in its place. Apart from [`with`], all callers of which nearly always
/// find one.
#[cold]
#[inline(never)]
fn begin_reactor(place: &mut Option<Reactor>) -> Result<&mut Reactor> {
    let reactor = Reactor::within(limits::received()).map_err(|error| {
        throw_runtime(&format!("Cannot create a poll set: {}", WithAdvice(&error)))
    })?;
    Ok(place.insert(reactor))
}

/// An error of the system, with what to do about it.
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

/// Lets go of the reactor at the end of a request.
pub fn shut_down() {
    drop(CARRIED_BY_USERS.take());
    let Some(reactor) = REACTOR.with_borrow_mut(|reactor| reactor.take()) else {
        return;
    };
    // Where a fatal error has jumped over the owner of a channel, its streams and frames are left.
    // They go with the request, and must not be released once more.
    let (streams, frames) = reactor.dismantle();
    streams.into_iter().for_each(mem::forget);
    frames.into_iter().for_each(mem::forget);
}

/// What ended a [`turn`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Streams were ready, or the time was up.
    Done,
    /// A signal came. Its handler has run, or the script runs it with pcntl_signal_dispatch();
    /// either way it may have told the script to stop.
    Signalled,
}

/// How long a turn lasts at most where signals have handlers. One that comes after the turn has
/// looked for it and before the wait has begun does not end the wait: the next turn sees it.
pub const UNSEEN_SIGNAL: Duration = Duration::from_millis(250);

/// What a [`poll`] came to.
#[derive(Debug, Clone, Copy)]
pub struct Polled {
    /// What ended it.
    pub turn: Turn,
    /// Whether streams are to be moved that only PHP can read or write: [`relay`].
    pub relays: bool,
}

/// Waits for streams to be ready, until `deadline` or some time before, and moves what those of the
/// group have.
///
/// # Errors
/// What signal handlers and streams that are PHP code throw.
fn turn(group: GroupId, deadline: Deadline, appetite: Appetite) -> Result {
    let Polled { relays, .. } = poll(group, deadline, appetite)?;
    if relays { relay(group) } else { Ok(()) }
}

/// The same, but for streams that only PHP can read or write.
///
/// # Errors
/// What signal handlers throw.
pub fn poll(group: GroupId, deadline: Deadline, appetite: Appetite) -> Result<Polled> {
    let signalled = run_pending_interrupts()?;
    let wait = match deadline {
        _ if signalled => Deadline::NOW.into(),
        deadline if interrupts_are_expected() => deadline.at_most(UNSEEN_SIGNAL).into(),
        Deadline::NEVER => Wait::ForStreams,
        deadline => deadline.into(),
    };
    let (turned, relays) = with(|reactor| {
        limits::follow_memory_limit(reactor.budget());
        let turned = reactor.turn(group, wait, appetite);
        (turned, reactor.has_relays(group))
    })?;
    let turn = match turned {
        Ok(()) if signalled => Turn::Signalled,
        Ok(()) => Turn::Done,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            run_pending_interrupts()?;
            Turn::Signalled
        }
        Err(error) => return Err(throw_runtime(&format!("Cannot wait for streams: {error}"))),
    };
    Ok(Polled { turn, relays })
}

/// The channels of one peer.
#[derive(Debug)]
pub struct Group(GroupId);

impl Group {
    /// A new group.
    pub fn new() -> Result<Self> {
        with(|reactor| Self(reactor.add_group()))
    }

    /// The group that a peer keeps here, which is made when it is first needed.
    pub fn of(kept: &mut Option<Self>) -> Result<GroupId> {
        match kept {
            Some(group) => Ok(group.0),
            none => Ok(none.insert(Self::new()?).0),
        }
    }

    /// The name the reactor knows it by.
    fn id(&self) -> GroupId {
        self.0
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let (Ok(()) | Err(Thrown)) = with(|reactor| reactor.remove_group(self.0));
    }
}

/// How many events the sessions of the group have, at least.
pub fn arrived(group: GroupId) -> Result<usize> {
    with(|reactor| reactor.arrived(group))
}

/// Whether any channel of the group has a read stream that has not ended.
pub fn is_open(group: GroupId) -> Result<bool> {
    with(|reactor| reactor.is_open(group))
}

/// The next event of a session of the group, with its channel's tag.
pub fn poll_event(group: GroupId) -> Result<Option<(usize, Event)>> {
    with(|reactor| {
        let next = reactor.poll_event(group);
        next.map(|(_, tag, event)| (tag, event))
    })
}

/// When a session of the group wants to be told the time.
pub fn next_deadline(group: GroupId) -> Result<Deadline> {
    let next = with(|reactor| reactor.next_deadline(group))?;
    Ok(next.map_or(Deadline::NEVER, Deadline::at))
}

/// Tells the sessions of the group the time, after what has arrived for them.
pub fn tell_time(group: GroupId) -> Result {
    with(|reactor| reactor.tell_time(group, Instant::now()))
}

/// Lends out the rules of a session for anything that changes neither its events nor its deadlines;
/// `None` where its channel is gone. `body` must not call into PHP.
pub fn with_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
    with(|reactor| reactor.session_mut(channel).map(body))
}

/// Lends out the rules of a session to be changed, and notes its events and deadlines; `None` where its
/// channel is gone, as it may be while the garbage collector works. `body` must not call into PHP.
pub fn change_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
    with(|reactor| reactor.with_session(channel, body))
}

/// A channel, with the streams it reads and writes.
#[derive(Debug)]
pub struct Channel(ChannelId);

impl Channel {
    /// A channel without streams: others move the messages of its session.
    pub fn without_streams() -> Result<Self> {
        with(|reactor| Self(reactor.add_channel()))
    }

    /// The same for a session whose messages the user's own code moves: [`expire_carried_by_users`].
    pub fn carried_by_users() -> Result<Self> {
        let channel = Self::without_streams()?;
        let group = CARRIED_BY_USERS.with_borrow_mut(Group::of)?;
        join(channel.id(), group, 0)?;
        Ok(channel)
    }

    /// A channel that reads frames of at most `max_frame` bytes from each of `reads`, and writes
    /// to `write`. What PHP has read of them already is taken first.
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

    /// The name the reactor knows it by.
    pub fn id(&self) -> ChannelId {
        self.0
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        sending::finish_writing(self.0);
        printing::unwatch(self.0);
        // The streams and frames are released when the reactor is not borrowed any more: the last
        // reference to a stream closes it, which may run PHP code.
        let removed = with(|reactor| reactor.remove_channel(self.0));
        drop(removed);
    }
}

thread_local! {
    /// The channels of sessions whose messages the user's own code moves. Only the clock has events for
    /// them.
    static CARRIED_BY_USERS: RefCell<Option<Group>> = const { RefCell::new(None) };
}

/// Times out requests of sessions whose messages the user's own code moves.
pub fn expire_carried_by_users() -> Result {
    let group = CARRIED_BY_USERS.with_borrow(|group| group.as_ref().map(Group::id));
    if let Some(group) = group {
        tell_time(group)?;
        // Whoever awaits a request looks for its outcome.
        while poll_event(group)?.is_some() {}
    }
    Ok(())
}

/// Begins a session over a channel, in a group where it is known by `tag`.
///
/// # Errors
/// A RuntimeException where the kernel refuses to watch a stream.
pub fn begin(channel: ChannelId, group: GroupId, tag: usize) -> Result {
    change_core(channel, Core::begin_anew)?;
    join(channel, group, tag)
}

/// Puts a channel into a group, where it is known by `tag`.
///
/// # Errors
/// A RuntimeException where the kernel refuses to watch a stream.
fn join(channel: ChannelId, group: GroupId, tag: usize) -> Result {
    with(|reactor| reactor.join(channel, group, tag))?.map_err(|error| {
        throw_runtime(&format!("Cannot watch the streams: {}", WithAdvice(&error)))
    })
}

/// Takes the channel's pipes for its own: nobody else reads or writes at these ends of them.
pub fn own_pipes(channel: ChannelId) -> Result {
    with(|reactor| reactor.own_pipes(channel))
}

/// Opens the pipe that the channel writes once more, in a mode that is nobody else's business.
pub fn reopen_writer(channel: ChannelId) -> Result {
    with(|reactor| reactor.reopen_writer(channel))
}

/// The group a channel is in.
pub fn group_of(channel: ChannelId) -> Result<Option<GroupId>> {
    with(|reactor| reactor.group_of(channel))
}

/// What the channel is known by in its group.
pub fn tag_of(channel: ChannelId) -> Result<Option<usize>> {
    with(|reactor| reactor.tag_of(channel))
}

/// Takes a channel out of its group.
pub fn leave(channel: ChannelId) -> Result {
    with(|reactor| reactor.leave(channel))
}

/// The stream of a channel that `is_it` tells.
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

/// Takes the next thing a channel received, if `wanted` wants it.
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

/// Whether a channel has received something that nobody has taken.
pub fn has_arrived(channel: ChannelId) -> Result<bool> {
    let arrived = with_core(channel, |core| core.first_arrived().is_some())?;
    Ok(arrived.unwrap_or(false))
}

/// How many bytes of a frame were lost with the end of a channel, where that is what stands first.
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

/// Lends out the thread's reactor where it is there and not lent already.
fn known<R>(body: impl FnOnce(&mut Reactor) -> R) -> Option<R> {
    REACTOR.with(|reactor| reactor.try_borrow_mut().ok()?.as_mut().map(body))
}

/// Shows the rules of a session where they are there, likewise.
fn known_core<R>(channel: ChannelId, body: impl FnOnce(&Core) -> R) -> Option<R> {
    known(|reactor| reactor.session(channel).map(body)).flatten()
}

/// Runs `body` with the group the channel is in: its peer's, or one for the time being.
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
