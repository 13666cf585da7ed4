//! Sends frames, and waits until they have left.

use super::printing;
use super::relayed::{hear_of_end, write_relayed};
use super::{
    Core, Reactor, change_core, group_of, in_group, known, known_core, turn, with, with_core,
};
use crate::limits::{self, Patience};
use crate::zend::{PhpString, Result, Thrown, throw_runtime};
use std::io;
use std::time::{Duration, Instant};
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::{Appetite, ChannelId, GroupId};
use stream_ipc::session::{End, Farewell, FrameNumber};

/// Why a frame was not sent.
#[derive(Debug)]
pub enum SendError {
    /// Nothing more can leave the stream.
    Closed(io::Error),
    /// The time was up before any byte of it had left.
    TakenBack,
    /// The time was up when only part of it had left: the session has ended.
    CutShort,
    /// PHP code has thrown; what has not left stays queued.
    Thrown(Thrown),
}

impl From<Thrown> for SendError {
    fn from(thrown: Thrown) -> Self {
        Self::Thrown(thrown)
    }
}

/// Moves the frames of a channel.
pub trait Carrier {
    /// Writes as much as fits now.
    ///
    /// # Errors
    /// What PHP code throws meanwhile.
    fn write(&self) -> Result;

    /// Waits for a frame to leave until `deadline`, or somewhat less, while the channel is in this group.
    /// Meanwhile reads what the other side sends.
    ///
    /// # Errors
    /// What PHP code throws meanwhile.
    fn wait(&self, frame: FrameNumber, group: GroupId, deadline: Deadline) -> Result;
}

/// The reactor as the carrier of a channel.
struct Turns(ChannelId);

impl Carrier for Turns {
    fn write(&self) -> Result {
        hear_of_end(self.0)?;
        write_relayed(self.0)
    }

    fn wait(&self, _: FrameNumber, group: GroupId, deadline: Deadline) -> Result {
        turn(group, deadline, Appetite::Unbounded)
    }
}

/// Sends a frame, and waits until all of it has left. While the other side has no room, reads and queues
/// what it sends. `request` is the id if the frame is a request. A reply does not wait: it is queued.
///
/// # Errors
/// See [`SendError`].
pub fn send(
    channel: ChannelId,
    frame: PhpString,
    request: Option<&[u8]>,
    patience: Patience,
) -> std::result::Result<(), SendError> {
    let queue = queueing(frame, request, patience);
    match with(|reactor| reactor.send(channel, queue))?.map_err(SendError::Closed)? {
        Some(number) => carry(channel, number, request, patience, &Turns(channel)),
        None => Ok(()),
    }
}

/// Writes as much as fits now of what is queued for a channel; turns write the rest.
///
/// # Errors
/// What streams of user code throw.
pub fn flush(channel: ChannelId) -> Result {
    // Whoever waits for a frame finds the failure, and the session learns of the others.
    let _ = with(|reactor| reactor.write_queued(channel))?;
    Turns(channel).write()
}

/// Sends a frame, as [`send`] does, over a channel without streams whose frames `carrier` moves.
///
/// # Errors
/// See [`SendError`].
pub fn send_by(
    carrier: &impl Carrier,
    channel: ChannelId,
    frame: PhpString,
    request: Option<&[u8]>,
    patience: Patience,
) -> std::result::Result<(), SendError> {
    let queue = queueing(frame, request, patience);
    let queued = change_core(channel, queue)?.unwrap_or_else(|| Err(closed_here()));
    let number = queued.map_err(SendError::Closed)?;
    carry(channel, number, request, patience, carrier)
}

/// Makes the call that queues the frame and, for a request, expects the reply.
fn queueing(
    frame: PhpString,
    request: Option<&[u8]>,
    patience: Patience,
) -> impl FnOnce(&mut Core) -> io::Result<FrameNumber> {
    move |core| match request {
        Some(id) => core.request(id, frame, patience.deadline().instant()),
        None if patience == Patience::None => core.reply(frame),
        None => core.send(frame),
    }
}

fn carry(
    channel: ChannelId,
    number: FrameNumber,
    request: Option<&[u8]>,
    patience: Patience,
    carrier: &impl Carrier,
) -> std::result::Result<(), SendError> {
    carrier.write()?;
    if is_written(channel, number)? {
        return Ok(());
    }
    if !patience.waits() {
        return Ok(());
    }
    let deadline = patience.deadline();
    let waited = in_group(channel, |group| {
        wait_until_written(group, channel, number, deadline, carrier)
    })?;
    if let Err(SendError::Thrown(_)) = &waited {
        // The frame stays queued, and leaves when there is room.
        detach(channel, number)?;
    }
    match request {
        Some(id) if waited.is_ok() && has_timed_out(channel, id)? => Err(SendError::TakenBack),
        _ => waited,
    }
}

fn wait_until_written(
    group: GroupId,
    channel: ChannelId,
    number: FrameNumber,
    deadline: Deadline,
    carrier: &impl Carrier,
) -> std::result::Result<(), SendError> {
    loop {
        if group_of(channel)? != Some(group) {
            return Err(SendError::Closed(closed_here()));
        }
        if deadline.has_passed() {
            with(|reactor| reactor.give_up(channel, number))?;
            return Err(match was_cut_short(channel)? {
                true => SendError::CutShort,
                false => SendError::TakenBack,
            });
        }
        carrier.wait(number, group, deadline)?;
        refuse_flood(channel)?;
        match is_written(channel, number) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // Another sender's deadline may have cut the frame.
            Err(SendError::Closed(_)) if deadline.has_passed() && was_cut_short(channel)? => {
                return Err(SendError::CutShort);
            }
            Err(error) => return Err(error),
        }
    }
}

fn closed_here() -> io::Error {
    io::Error::new(
        io::ErrorKind::ConnectionAborted,
        "the session was closed before all of it had left",
    )
}

/// The length of the channel's next frame, unless it is lent.
pub fn next_length(channel: ChannelId) -> Result<Option<usize>> {
    let length = with_core(channel, |core| match core.is_lent() {
        true => None,
        false => core.poll_transmit().map(<[u8]>::len),
    })?;
    Ok(length.flatten())
}

/// Lends the next frame of a channel without streams to its carrier; [`give_back`] must follow.
pub fn lend(channel: ChannelId) -> Result<Option<PhpString>> {
    let lent = with_core(channel, |core| core.lend().map(|(frame, _)| frame.clone()))?;
    Ok(lent.flatten())
}

/// Takes a lent frame back, after `written` bytes of it have left.
pub fn give_back(channel: ChannelId, written: usize) -> Result {
    change_core(channel, |core| core.give_back(written)).map(drop)
}

/// Notes that nothing can leave a channel any more.
pub fn break_off(channel: ChannelId, error: &io::Error) -> Result {
    change_core(channel, |core| core.break_off(error)).map(drop)
}

/// Whether frames wait to leave a channel.
pub fn has_unsent(channel: ChannelId) -> Result<bool> {
    let unsent = with_core(channel, |core| core.has_unsent())?;
    Ok(unsent.unwrap_or(false))
}

/// Whether to read on what the other side of a channel sends.
pub fn wants_to_read(channel: ChannelId) -> Result<bool> {
    let wanted = with_core(channel, |core| core.wants_to_read(false))?;
    Ok(wanted.unwrap_or(true))
}

/// Notes that nobody waits for a frame any more.
fn detach(channel: ChannelId, number: FrameNumber) -> std::result::Result<(), SendError> {
    with_core(channel, |core| core.detach(number))?;
    Ok(())
}

fn has_timed_out(channel: ChannelId, request: &[u8]) -> Result<bool> {
    let timed_out = with_core(channel, |core| core.has_timed_out(request))?;
    Ok(timed_out.unwrap_or(false))
}

fn was_cut_short(channel: ChannelId) -> Result<bool> {
    let cut = with_core(channel, |core| core.end() == Some(&End::CutShort))?;
    Ok(cut.unwrap_or(false))
}

/// Writes the queued replies when the script ends, before its streams are closed.
pub fn finish_all_writing() {
    let unsent = known(|reactor| reactor.channels_with_unsent());
    unsent.into_iter().flatten().for_each(finish_writing);
}

/// Writes the queued replies before a session's streams are closed, as long as the other side reads on;
/// meanwhile reads, so that it can. Only a worker waits long for a busy parent, as it does when it
/// prints; any other program waits briefly for a side that hangs.
pub fn finish_writing(channel: ChannelId) {
    const HANGS: Duration = Duration::from_secs(1);
    // A channel without streams has a library or the user to write its frames.
    if known(|reactor| reactor.streams(channel).next().is_none()) == Some(true) {
        return;
    }
    let set = limits::send_patience();
    let mut farewell = Farewell::new(match printing::is_printed_to(channel) {
        true => set,
        false => Some(set.map_or(HANGS, |set| set.min(HANGS))),
    });
    let mut wait_until =
        || known_core(channel, |core| farewell.wait_until(core, Instant::now())).flatten();
    if wait_until().is_none() {
        return;
    }
    let Some(Ok(group)) = known(|reactor| {
        let group = reactor.add_group();
        reactor.leave(channel);
        reactor.join(channel, group, 0).map(|()| group)
    }) else {
        return;
    };
    // Leave streams that only PHP can write: PHP code must not run where objects are freed.
    let is_relayed = |reactor: &mut Reactor| !reactor.unsent(group).is_empty();
    // In a forked process, joining has left the queued frames to the parent.
    while let Some(deadline) = wait_until()
        && known(is_relayed) == Some(false)
    {
        // A signal ends this wait; PHP runs its handler later.
        let _ = known(|reactor| reactor.turn(group, deadline, Appetite::Unbounded));
    }
    known(|reactor| reactor.remove_group(group));
}

/// Whether part of the first queued frame has left.
pub fn is_mid_frame(channel: ChannelId) -> bool {
    known_core(channel, |core| core.is_mid_frame()).unwrap_or(false)
}

/// Queues bytes behind the frames that wait, and returns their number unless all of them have left.
///
/// # Errors
/// If the stream takes no more.
pub fn queue(channel: ChannelId, bytes: PhpString) -> io::Result<Option<FrameNumber>> {
    known(|reactor| reactor.send(channel, |core| core.send(bytes))).unwrap_or(Ok(None))
}

/// Whether the frame with this number is queued, and may still leave.
pub fn is_queued(channel: ChannelId, number: FrameNumber) -> bool {
    let written = known_core(channel, |core| core.is_written(number));
    matches!(written, Some(Ok(false)))
}

/// Writes as much as fits now of what is queued.
pub fn write_on(channel: ChannelId) {
    // The caller that asks about its frame finds the failure.
    let _ = known(|reactor| reactor.write_queued(channel));
}

/// Whether so much has arrived for a channel that memory has no room for more.
pub fn is_flooded(channel: ChannelId) -> Result<bool> {
    with(|reactor| reactor.is_flooded(channel))
}

/// Fails a send when the other side floods us and memory_limit is reached.
fn refuse_flood(channel: ChannelId) -> Result {
    if !is_flooded(channel)? {
        return Ok(());
    }
    let received = with_core(channel, |core| core.inbox_bytes())?.unwrap_or_default();
    let limit = limits::received().limit();
    Err(throw_runtime(&format!(
        "While a message waited to be sent, the other side sent without reading: its messages take \
         {received} bytes of memory, more than memory_limit ({limit} bytes) may hold"
    )))
}

/// Whether the wait for a frame is over: it has left, or never will.
pub fn is_settled(channel: ChannelId, number: FrameNumber) -> Result<bool> {
    match is_written(channel, number) {
        Err(SendError::Thrown(thrown)) => Err(thrown),
        written => Ok(!matches!(written, Ok(false))),
    }
}

fn is_written(channel: ChannelId, number: FrameNumber) -> std::result::Result<bool, SendError> {
    let written = with_core(channel, |core| core.is_written(number))?;
    written.unwrap_or(Ok(true)).map_err(SendError::Closed)
}
