//! The crate's reactor over PHP's streams: one per thread, shared by every peer in it.
//!
//! The reactor is borrowed for moments only, never while PHP runs. PHP may run in [`turn`]: signal
//! handlers, and streams that are PHP code. What owns a channel or a group of the reactor is a
//! [`Channel`] or a [`Group`]; they go with the object that holds them.

use crate::limits::{self, Patience};
use crate::printing;
use crate::zend::{
    PhpString, Progress, Result, Stream, StreamKind, Thrown, Written, check_exception,
    interrupts_are_expected, run_pending_interrupts, set_aside, throw_object, throw_runtime,
};
use std::cell::RefCell;
use std::fmt::{self, Display, Formatter};
use std::io;
use std::mem;
use std::time::Duration;
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::{Appetite, ChannelId, GroupId, Io, Source, StreamId, Wait};
use stream_ipc::session::{End, Event, FrameNumber};

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
    static REACTOR: RefCell<Option<Reactor>> = const { RefCell::new(None) };
}

/// Lends out the thread's reactor. `body` must not call into PHP.
fn with<R>(body: impl FnOnce(&mut Reactor) -> R) -> Result<R> {
    REACTOR.with_borrow_mut(|reactor| {
        let reactor = match reactor {
            Some(reactor) => reactor,
            none => none.insert(Reactor::within(limits::received()).map_err(|error| {
                throw_runtime(&format!("Cannot create a poll set: {}", WithAdvice(&error)))
            })?),
        };
        Ok(body(reactor))
    })
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
    let Some(reactor) = REACTOR.take() else {
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
const UNSEEN_SIGNAL: Duration = Duration::from_millis(250);

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

/// Moves what streams of the group have that only PHP can read or write.
///
/// # Errors
/// What streams throw that are PHP code: the first that does. The others had their turn, or have it
/// in the next one.
pub fn relay(group: GroupId) -> Result {
    let read = set_aside(read_relayed(group))?;
    for channel in with(|reactor| reactor.unsent(group))? {
        write_relayed(channel)?;
    }
    read.map_err(throw_object)
}

/// How long a loop rests that has nothing to wait for, so that it does not spin.
pub const REST: Duration = Duration::from_millis(10);

/// Waits a little, not beyond `deadline`.
///
/// # Errors
/// What signal handlers throw.
pub fn rest(deadline: Deadline) -> Result {
    std::thread::sleep(deadline.at_most(REST).remaining().unwrap_or(REST));
    run_pending_interrupts().map(drop)
}

/// Reads streams of the group that only PHP can read.
fn read_relayed(group: GroupId) -> Result {
    let mut again = Vec::new();
    let mut outcome = Ok(());
    while outcome.is_ok()
        && let Some((id, stream)) = with(|reactor| {
            let next = reactor.next_relay(group);
            next.map(|(id, stream)| (id, stream.clone()))
        })?
    {
        // What throws is asked again, too: it may have ended with that.
        outcome = relay_stream(id, &stream).map(|progress| {
            if progress == Progress::Some {
                again.push(id);
            }
        });
        if outcome.is_err() {
            again.push(id);
        }
    }
    with(|reactor| again.into_iter().for_each(|id| reactor.relay_again(id)))?;
    outcome
}

/// Reads a stream for the reactor, up to a budget that leaves the others their turn.
fn relay_stream(id: StreamId, stream: &Stream) -> Result<Progress> {
    const CHUNK: usize = 8192;
    const CHUNKS: usize = 32;
    for _ in 0..CHUNKS {
        let mut buffer = [0; CHUNK];
        let (read, progress) = stream.read(&mut buffer)?;
        with(|reactor| {
            reactor.supply(id, &buffer[..read]);
            match &progress {
                Progress::End => reactor.end(id),
                Progress::Failed(reason) => reactor.fail(id, io::Error::other(reason.clone())),
                Progress::Some | Progress::Nothing => {}
            }
        })?;
        if progress != Progress::Some {
            return Ok(progress);
        }
    }
    Ok(Progress::Some)
}

/// The channels of one peer.
#[derive(Debug)]
pub struct Group(GroupId);

impl Group {
    /// A new group.
    pub fn new() -> Result<Self> {
        with(|reactor| Self(reactor.add_group()))
    }

    /// The name the reactor knows it by.
    pub fn id(&self) -> GroupId {
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

/// Lends out the rules of a session, to take and give what changes neither its events nor its deadlines;
/// `None` where its channel is gone. `body` must not call into PHP.
pub fn peek_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
    with(|reactor| reactor.session_mut(channel).map(body))
}

/// Lends out the rules of a session; `None` where its channel is gone, as it may be while the garbage
/// collector works. `body` must not call into PHP.
pub fn with_core<R>(channel: ChannelId, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
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
        finish_writing(self.0);
        printing::unwatch(self.0);
        // The streams and frames are released when the reactor is not borrowed any more: the last
        // reference to a stream closes it, which may run PHP code.
        let removed = with(|reactor| reactor.remove_channel(self.0));
        drop(removed);
    }
}

/// Begins a session over a channel, in a group where it is known by `tag`.
///
/// # Errors
/// A RuntimeException where the kernel refuses to watch a stream.
pub fn begin(channel: ChannelId, group: GroupId, tag: usize) -> Result {
    with_core(channel, Core::begin_anew)?;
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

/// Reads what a stream has now, without waiting.
pub fn read_now(id: StreamId, stream: &Stream) -> Result {
    if let Io::Relayed(_) = stream.io() {
        return relay_stream(id, stream).map(drop);
    }
    with(|reactor| {
        limits::follow_memory_limit(reactor.budget());
        reactor.read_now(id);
    })
}

/// Waits until a channel that is in no group has received something.
pub fn wait_for(channel: ChannelId) -> Result {
    in_group(channel, |group| {
        while peek_core(channel, |core| core.first_arrived().is_none())? == Some(true) {
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
    let taken = with_core(channel, |core| {
        let wanted = core.first_arrived().is_some_and(wanted);
        wanted.then(|| core.take_arrived()).flatten()
    })?;
    Ok(taken.flatten())
}

/// Puts back what was taken last from a channel.
pub fn put_back(channel: ChannelId, inbound: Inbound) -> Result {
    with_core(channel, |core| core.put_back(inbound)).map(drop)
}

/// Why a frame was not sent.
#[derive(Debug)]
pub enum SendError {
    /// The stream takes no more.
    Closed(io::Error),
    /// The time was up before any of it had left.
    TakenBack,
    /// The time was up when half of it had left: the session has ended.
    CutShort,
    /// An exception waits; what has not left is queued.
    Thrown(Thrown),
}

impl From<Thrown> for SendError {
    fn from(thrown: Thrown) -> Self {
        Self::Thrown(thrown)
    }
}

/// Writes a frame, whole: that of a request where an id is given. While the other side has no room, what
/// it sends is read and queued. A frame that does not wait is queued itself.
///
/// # Errors
/// See [`SendError`].
pub fn send(
    channel: ChannelId,
    frame: PhpString,
    request: Option<&[u8]>,
    patience: Patience,
) -> std::result::Result<(), SendError> {
    let queue = |core: &mut Core| match request {
        Some(id) => core.request(id, frame, patience.deadline().instant()),
        None => core.send(frame),
    };
    let Some(number) = write_or_queue(channel, queue)? else {
        return Ok(());
    };
    if patience == Patience::None {
        return detach(channel, number);
    }
    let deadline = patience.deadline();
    let waited = in_group(channel, |group| {
        wait_until_written(group, channel, number, deadline)
    })?;
    if let Err(SendError::Thrown(_)) = &waited {
        // It leaves when there is room.
        detach(channel, number)?;
    }
    match request {
        Some(id) if waited.is_ok() && has_timed_out(channel, id)? => Err(SendError::TakenBack),
        _ => waited,
    }
}

/// Queues a frame, and writes what fits. Returns its number if it has to wait.
fn write_or_queue(
    channel: ChannelId,
    queue: impl FnOnce(&mut Core) -> io::Result<FrameNumber>,
) -> std::result::Result<Option<FrameNumber>, SendError> {
    let queued = with(|reactor| reactor.send(channel, queue))?.map_err(SendError::Closed)?;
    let Some(number) = queued else {
        return Ok(None);
    };
    hear_of_end(channel)?;
    write_relayed(channel)?;
    Ok((!is_written(channel, number)?).then_some(number))
}

fn wait_until_written(
    group: GroupId,
    channel: ChannelId,
    number: FrameNumber,
    deadline: Deadline,
) -> std::result::Result<(), SendError> {
    loop {
        if group_of(channel)? != Some(group) {
            return Err(SendError::Closed(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "the session was closed before all of it had left",
            )));
        }
        if deadline.has_passed() {
            with(|reactor| reactor.give_up(channel, number))?;
            return Err(match was_cut_short(channel)? {
                true => SendError::CutShort,
                false => SendError::TakenBack,
            });
        }
        turn(group, deadline, Appetite::Unbounded)?;
        refuse_flood(channel)?;
        match is_written(channel, number) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            Err(SendError::Closed(_)) if was_cut_short(channel)? => {
                return Err(SendError::CutShort);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Nobody waits for a frame any longer.
fn detach(channel: ChannelId, number: FrameNumber) -> std::result::Result<(), SendError> {
    peek_core(channel, |core| core.detach(number))?;
    Ok(())
}

fn has_timed_out(channel: ChannelId, request: &[u8]) -> Result<bool> {
    let timed_out = peek_core(channel, |core| core.has_timed_out(request))?;
    Ok(timed_out.unwrap_or(false))
}

fn was_cut_short(channel: ChannelId) -> Result<bool> {
    let cut = peek_core(channel, |core| core.end() == Some(&End::CutShort))?;
    Ok(cut.unwrap_or(false))
}

/// Writes the replies that wait when the script ends: its streams are closed next.
pub fn finish_all_writing() {
    let unsent = known(|reactor| reactor.channels_with_unsent());
    unsent.into_iter().flatten().for_each(finish_writing);
}

/// Writes the replies that wait when the streams of a session go, as long as the other side reads on;
/// meanwhile reads, so that it can. Only a worker waits for a parent that is busy, as when it prints:
/// whoever ends or closes a session otherwise need not wait for another side that hangs.
fn finish_writing(channel: ChannelId) {
    const HANGS: Duration = Duration::from_secs(1);
    let unsent = || {
        let statistics = known_core(channel, |core| core.statistics())?;
        (statistics.bytes_queued > 0).then_some(statistics.bytes_sent)
    };
    let Some(mut sent) = unsent() else {
        return;
    };
    let Some(Ok(group)) = known(|reactor| {
        let group = reactor.add_group();
        reactor.leave(channel);
        reactor.join(channel, group, 0).map(|()| group)
    }) else {
        return;
    };
    // What only PHP can write is not written here: PHP code must not run where objects are freed.
    let is_relayed = |reactor: &mut Reactor| !reactor.unsent(group).is_empty();
    let patience = || match printing::is_printed_to(channel) {
        true => limits::send_deadline(),
        false => limits::send_deadline().at_most(HANGS),
    };
    let mut deadline = patience();
    // In a forked process, joining has left what waits to the parent.
    while let Some(now) = unsent()
        && known(is_relayed) == Some(false)
        && !deadline.has_passed()
    {
        if now != sent {
            (sent, deadline) = (now, patience());
        }
        // A signal ends the wait, and is the script's affair later.
        let _ = known(|reactor| reactor.turn(group, deadline, Appetite::Unbounded));
    }
    known(|reactor| reactor.remove_group(group));
}

/// Whether the first frame that waits has left in part.
pub fn is_mid_frame(channel: ChannelId) -> bool {
    known_core(channel, |core| core.is_mid_frame()).unwrap_or(false)
}

/// Queues bytes behind the frames that wait, and returns their number unless all of them have left.
///
/// # Errors
/// Where the stream takes no more.
pub fn queue(channel: ChannelId, bytes: PhpString) -> io::Result<Option<FrameNumber>> {
    known(|reactor| reactor.send(channel, |core| core.send(bytes))).unwrap_or(Ok(None))
}

/// Whether what has this number waits, and may yet leave.
pub fn is_queued(channel: ChannelId, number: FrameNumber) -> bool {
    let written = known_core(channel, |core| core.is_written(number));
    matches!(written, Some(Ok(false)))
}

/// Writes as much as fits now of what waits.
pub fn write_on(channel: ChannelId) {
    // A failure is found by whoever asks for what was queued.
    let _ = known(|reactor| reactor.write_queued(channel));
}

/// Lends out the thread's reactor where it is there and not lent already.
fn known<R>(body: impl FnOnce(&mut Reactor) -> R) -> Option<R> {
    REACTOR.with(|reactor| reactor.try_borrow_mut().ok()?.as_mut().map(body))
}

/// Shows the rules of a session where they are there, likewise.
fn known_core<R>(channel: ChannelId, body: impl FnOnce(&Core) -> R) -> Option<R> {
    known(|reactor| reactor.session(channel).map(body)).flatten()
}

/// Reads what a TLS connection has for us before it is written to: that may be its end, behind which
/// the other side takes nothing, though the socket does.
fn hear_of_end(channel: ChannelId) -> Result {
    match find_stream(channel, Stream::has_encrypted_news)? {
        Some((id, stream)) if with(|reactor| reactor.is_read(id))? => {
            relay_stream(id, &stream).map(drop)
        }
        _ => Ok(()),
    }
}

/// Writes what is queued for a stream that only PHP can write, as far as it has room.
fn write_relayed(channel: ChannelId) -> Result {
    while let Some((stream, frame, written)) = with(|reactor| {
        let lent = reactor.lend(channel);
        lent.map(|(stream, frame, written)| (stream.clone(), frame.clone(), written))
    })? {
        let outcome = stream.write(&frame.as_bytes()[written..]);
        with(|reactor| match &outcome {
            Written::Some(bytes) => reactor.wrote(channel, *bytes),
            Written::NoRoom => reactor.wrote(channel, 0),
            Written::Closed(reason) => {
                reactor.wrote(channel, 0);
                reactor.break_off(channel, &io::Error::other(reason.clone()));
            }
        })?;
        check_exception()?;
        if outcome == Written::NoRoom {
            break;
        }
    }
    Ok(())
}

/// Gives up a write during which the other side sends more than memory may hold.
fn refuse_flood(channel: ChannelId) -> Result {
    if !with(|reactor| reactor.is_flooded(channel))? {
        return Ok(());
    }
    let received = peek_core(channel, |core| core.inbox_bytes())?;
    Err(limits::throw_flood(
        "the other side",
        received.unwrap_or_default(),
    ))
}

fn is_written(channel: ChannelId, number: FrameNumber) -> std::result::Result<bool, SendError> {
    let written = peek_core(channel, |core| core.is_written(number))?;
    written.unwrap_or(Ok(true)).map_err(SendError::Closed)
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
