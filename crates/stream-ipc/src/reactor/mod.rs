//! Channels over any number of streams, one poll set, reads and writes that never wait.
//!
//! A channel is a [`Session`] with its streams: one to write, any number to read. A group is the
//! channels whose events one peer takes. The reactor reads streams that are ready, writes frames as far
//! as the other side has room, and tells sessions the time at their deadlines. The sessions decide what
//! to read and to write. The reactor waits in [`Reactor::turn`] only, and its only callbacks are the
//! [`Source`]s.
//!
//! Readiness is edge-triggered (epoll or kqueue, through mio): the cost of a turn depends on the number
//! of ready streams, not of all streams.
//!
//! ```
//! use std::io::Write;
//! use std::os::unix::net::UnixStream;
//! use stream_ipc::deadline::Deadline;
//! use stream_ipc::frame::encode;
//! use stream_ipc::inbound::Inbound;
//! use stream_ipc::reactor::{Appetite, Reactor};
//! use stream_ipc::session::Event;
//!
//! let (ours, mut theirs) = UnixStream::pair()?;
//! let mut reactor = Reactor::<_, ()>::new()?;
//! let group = reactor.add_group();
//! let channel = reactor.add_channel();
//! reactor.add_reader(channel, ours, None);
//! reactor.join(channel, group, 7)?;
//!
//! theirs.write_all(&encode(b"hello")?)?;
//! while reactor.arrived(group) == 0 {
//!     reactor.turn(group, Deadline::NEVER, Appetite::Fair)?;
//! }
//! let (_, tag, event) = reactor.poll_event(group).expect("it has arrived");
//! let Event::Arrived(Inbound::Frame(payload)) = event else { panic!() };
//! assert!(payload == "hello" && tag == 7);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod busy_poll;
mod channel;
mod children;
mod closing;
mod fd;
mod group;
mod poll_set;
mod reading;
mod reopened;
mod stream;
mod watched;
mod watching;
mod writing;

use crate::budget::Budget;
use crate::deadline::Deadline;
use crate::frame::Decoder;
use crate::process;
use crate::session::{Event, Frame, Session};
use bytes::BytesMut;
use channel::Channel;
use children::Children;
use group::Channels;
use mio::Token;
use poll_set::PollSet;
use slotmap::{DenseSlotMap, Key, KeyData, new_key_type};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};
use stream::Stream;
pub use watched::Served;

/// A stream of a channel. Its owner opens and closes it; the reactor never does.
pub trait Source {
    /// The type that holds a frame until it is written.
    type Frame: Frame;

    /// How to read and write the stream now.
    fn io(&self) -> Io<'_>;

    /// Whether its owner has read bytes ahead, so that a watched stream is readable though its descriptor
    /// may not be. Every turn asks this.
    fn has_buffered(&self) -> bool {
        false
    }
}

/// How to read and write a [`Source`].
#[derive(Debug, Clone, Copy)]
pub enum Io<'a> {
    /// The reactor reads and writes it, through this descriptor.
    Direct(BorrowedFd<'a>),
    /// Its owner reads and writes it, when the descriptor is readable, or in every turn if there is none.
    Relayed(Option<BorrowedFd<'a>>),
    /// Nobody does: its owner has closed it.
    Closed,
}

/// The reactor reads and writes anything with a descriptor through it.
impl<T: AsFd> Source for T {
    type Frame = Vec<u8>;

    fn io(&self) -> Io<'_> {
        Io::Direct(self.as_fd())
    }
}

new_key_type! {
    /// Identifies a channel of a [`Reactor`]; no later channel has the same id.
    pub struct ChannelId;

    /// Identifies a group of a [`Reactor`]; no later group has the same id.
    pub struct GroupId;

    /// Identifies a stream of a [`Reactor`]; no later stream has the same id.
    pub struct StreamId;
}

impl StreamId {
    /// Its token in the poll set.
    fn token(self) -> Token {
        const { assert!(usize::BITS >= 64, "a token holds a whole key") };
        Token(self.data().as_ffi() as usize)
    }

    fn of_token(token: Token) -> Self {
        KeyData::from_ffi(token.0 as u64).into()
    }
}

/// How much a turn reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appetite {
    /// As much as inboxes have room for; the rest stays with its sender.
    Fair,
    /// As much as the reactor's budget has room for: while a write waits, the other side may read only
    /// after we do.
    Unbounded,
}

/// The channels and the poll set under them.
pub struct Reactor<S: Source, R> {
    poll_set: PollSet,
    /// A dense map, as turns iterate over it: that takes time for each stream, but not for removed ones.
    streams: DenseSlotMap<StreamId, Stream<S>>,
    channels: Channels<S::Frame, R>,
    /// The block for short reads; frames are slices of it.
    block: BytesMut,
    /// The budget for bytes that its channels have received and nobody has taken.
    budget: Budget,
    swept: Instant,
    children: Children,
    /// The longest time to look for news before a wait sleeps.
    busy_poll: Duration,
}

impl<S: Source, R> Reactor<S, R> {
    /// A reactor without channels.
    ///
    /// # Errors
    /// If the process can open no more descriptors.
    pub fn new() -> io::Result<Self> {
        Self::within(Budget::new())
    }

    /// The same, with a budget that others may share.
    ///
    /// # Errors
    /// If the process can open no more descriptors.
    pub fn within(budget: Budget) -> io::Result<Self> {
        Ok(Self {
            poll_set: PollSet::new()?,
            streams: DenseSlotMap::with_key(),
            channels: Channels::new(),
            block: BytesMut::new(),
            budget,
            swept: Instant::now(),
            children: Children::default(),
            busy_poll: Duration::ZERO,
        })
    }

    /// The budget for bytes that its channels have received and nobody has taken.
    pub fn budget(&self) -> &Budget {
        &self.budget
    }

    /// Sets the longest time that a wait looks for news again and again before it sleeps, which is called
    /// busy polling. A wait looks only while that has paid. [`Duration::ZERO`], the default, means never.
    ///
    /// A signal that comes while a wait looks does not end the turn with an error: the turn ends without
    /// news, and only the next one sleeps.
    pub fn set_busy_poll(&mut self, longest: Duration) {
        self.busy_poll = longest;
    }

    /// Takes the reactor apart: closes its poll set, drops everything received, and returns
    /// the streams and the frames not yet written.
    pub fn dismantle(self) -> (Vec<S>, Vec<S::Frame>) {
        let streams = self.streams.into_iter().map(|(_, stream)| stream.source);
        (streams.collect(), self.channels.into_unwritten())
    }

    /// A new group without channels.
    pub fn add_group(&mut self) -> GroupId {
        // Asked here, as a forked child may add a group before its first turn.
        self.channels.add_group(process::id())
    }

    /// Dissolves a group; its channels stay, without a group.
    pub fn remove_group(&mut self, group: GroupId) {
        for channel in self.channels.remove_group(group) {
            self.unwatch(channel);
        }
    }

    /// A new channel without streams, in no group.
    pub fn add_channel(&mut self) -> ChannelId {
        self.channels.add(Channel::new(&self.budget))
    }

    /// Removes a channel and gives its streams and its session back.
    pub fn remove_channel(&mut self, channel: ChannelId) -> (Vec<S>, Session<S::Frame, R>) {
        self.unwatch(channel);
        let removed = self.channels.remove(channel);
        self.children.part_from(removed.process);
        let streams = removed
            .streams
            .into_iter()
            .filter_map(|stream| self.streams.remove(stream))
            .map(|stream| stream.source);
        (streams.collect(), removed.session)
    }

    /// Gives the channel a stream to read frames of at most `max_frame` bytes from.
    pub fn add_reader(
        &mut self,
        channel: ChannelId,
        source: S,
        max_frame: Option<usize>,
    ) -> StreamId {
        let decoder = Decoder::within(&self.budget, max_frame);
        self.channels.get_mut(channel).open_readers += 1;
        self.add_stream(channel, source, Some(decoder))
    }

    /// Gives the channel the stream it writes to.
    pub fn set_writer(&mut self, channel: ChannelId, source: S) -> StreamId {
        let stream = self.add_stream(channel, source, None);
        self.write_to_reader(channel, stream);
        stream
    }

    /// Makes the channel write to a stream that it reads as well.
    pub fn write_to_reader(&mut self, channel: ChannelId, stream: StreamId) {
        self.channels.get_mut(channel).writer = Some(stream);
    }

    /// Declares that the channel shares its ends of its pipes with nobody. The reactor puts them into
    /// non-blocking mode, which has the cheapest calls.
    pub fn own_pipes(&mut self, channel: ChannelId) {
        for stream in &self.channels.get(channel).streams {
            self.streams[*stream].own();
        }
    }

    /// Opens the pipe that the channel writes a second time, in non-blocking mode, for the channel alone.
    /// Others print to the same pipe and keep their mode. Only one channel per process can have this,
    /// that over standard output. If the pipe cannot be opened, nothing changes.
    ///
    /// The reactor closes it when the channel leaves its group, when the streams it reads have ended, and
    /// in the next turn after the owner has closed the stream.
    pub fn reopen_writer(&mut self, channel: ChannelId) {
        if let Some(stream) = self.channels.get(channel).writer {
            self.streams[stream].reopen();
        }
    }

    /// Puts the channel into a group, and watches its streams. The group's owner chooses `tag` to find
    /// the channel again.
    ///
    /// # Errors
    /// If the kernel refuses to watch a stream.
    pub fn join(&mut self, channel: ChannelId, group: GroupId, tag: usize) -> io::Result<()> {
        self.channels.join(channel, group, tag);
        self.watch(channel)
            .inspect_err(|_| self.channels.leave(channel))?;
        self.read_to_the_end(channel);
        // The sender will see a failure: it finds the outbox broken.
        let _ = self.flush(channel);
        Ok(())
    }

    /// Takes the channel out of its group, and stops watching its streams.
    pub fn leave(&mut self, channel: ChannelId) {
        self.unwatch(channel);
        self.channels.leave(channel);
    }

    /// The channel's group.
    pub fn group_of(&self, channel: ChannelId) -> Option<GroupId> {
        Some(self.channels.find(channel)?.membership?.group)
    }

    /// The tag that the group's owner has chosen; `None` without a group.
    pub fn tag_of(&self, channel: ChannelId) -> Option<usize> {
        Some(self.channels.get(channel).membership?.tag)
    }

    /// The session of a channel; `None` if the channel has been removed.
    pub fn session(&self, channel: ChannelId) -> Option<&Session<S::Frame, R>> {
        self.channels.find(channel).map(|channel| &channel.session)
    }

    /// The same, mutable, for changes that affect neither its events nor its deadlines, as taking
    /// outcomes.
    pub fn session_mut(&mut self, channel: ChannelId) -> Option<&mut Session<S::Frame, R>> {
        let channel = self.channels.find_mut(channel)?;
        Some(&mut channel.session)
    }

    /// Lets `body` change the session of a channel in any way, and then acts on the changes; `None` if
    /// the channel has been removed.
    pub fn with_session<T>(
        &mut self,
        channel: ChannelId,
        body: impl FnOnce(&mut Session<S::Frame, R>) -> T,
    ) -> Option<T> {
        let result = body(&mut self.channels.find_mut(channel)?.session);
        self.channels.note(channel);
        self.resume(channel);
        self.flush_spoken();
        Some(result)
    }

    /// The least number of events of the group's sessions.
    pub fn arrived(&self, group: GroupId) -> usize {
        self.channels.arrived(group)
    }

    /// Whether any channel of the group has a read stream that has not ended.
    pub fn is_open(&self, group: GroupId) -> bool {
        self.channels.is_open(group)
    }

    /// The next event of a session of the group, with its channel's tag. Sessions take turns; the events
    /// of each stay in order.
    pub fn poll_event(&mut self, group: GroupId) -> Option<(ChannelId, usize, Event)> {
        let next = self.channels.poll_event(group);
        if let Some((channel, ..)) = next {
            self.resume_in(group, channel);
            self.flush_spoken();
        }
        next
    }

    /// When a session of the group wants to be told the time, or somewhat sooner. Turns tell it.
    pub fn next_deadline(&mut self, group: GroupId) -> Option<Instant> {
        self.channels.next_alarm(group)
    }

    /// Tells the time to the sessions of the group that want to know it, after what has arrived for
    /// them. Only a group whose streams others read needs this: turns do it, too.
    pub fn tell_time(&mut self, group: GroupId, now: Instant) {
        self.channels.ring(group, now);
        self.flush_spoken();
    }

    /// Waits until a stream is ready, or somewhat less, then reads and writes the ready streams of this
    /// group; with [`Appetite::Unbounded`], those of all groups that this process owns. For other groups it
    /// only notes which streams are ready: after a fork, a group's bytes belong to the process that gives
    /// it turns. Collects children that have ended. A dissolved group does not wait.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`] if a signal came; any other error is the poll set's.
    pub fn turn(
        &mut self,
        group: GroupId,
        deadline: Deadline,
        appetite: Appetite,
    ) -> io::Result<()> {
        self.follow_fork()?;
        let process = self.poll_set.process();
        if !self.channels.set_owner(group, process) {
            return Ok(());
        }
        if appetite == Appetite::Unbounded {
            for group in self.channels.owned_by(process) {
                self.resume_stalled(group);
            }
        }
        // Messages that have arrived by then are read before deadlines count.
        let late = self.wait(group, deadline, appetite)?;
        self.tend_children();
        match appetite {
            Appetite::Fair => self.move_ready(group, appetite),
            Appetite::Unbounded => {
                for group in self.channels.owned_by(process) {
                    self.move_ready(group, appetite);
                }
            }
        }
        if let Some(now) = late {
            self.channels.ring(group, now);
        }
        self.flush_spoken();
        Ok(())
    }

    /// Waits until a stream is ready, and notes which ones are. Returns the time if a deadline of the
    /// group may have passed.
    fn wait(
        &mut self,
        group: GroupId,
        deadline: Deadline,
        appetite: Appetite,
    ) -> io::Result<Option<Instant>> {
        let swept = self.sweep();
        let deadline = self.longest_wait(group, deadline, appetite, swept);
        if self.busy_poll.is_zero() || deadline == Deadline::NOW {
            return self.sleep(group, deadline);
        }
        if self.channels.busy_poll(group).pays() {
            return self.look(group, deadline);
        }
        let begin = Instant::now();
        let late = self.sleep(group, deadline)?;
        let busy_poll = self.channels.busy_poll(group);
        busy_poll.note_sleep(begin.elapsed(), self.busy_poll);
        Ok(late)
    }

    /// Waits in the kernel.
    fn sleep(&mut self, group: GroupId, deadline: Deadline) -> io::Result<Option<Instant>> {
        self.poll_set.wait(deadline)?;
        self.note_events();
        Ok(self.channels.has_alarms(group).then(Instant::now))
    }

    /// Looks for news without sleeping. Returns the time if something was found.
    fn look(&mut self, group: GroupId, deadline: Deadline) -> io::Result<Option<Instant>> {
        let end = deadline.at_most(self.busy_poll);
        let mut busy_poll = *self.channels.busy_poll(group);
        let looked = busy_poll.look(end, Instant::now, || self.find(group));
        *self.channels.busy_poll(group) = busy_poll;
        looked
    }

    /// Looks once for something to do for the group.
    fn find(&mut self, group: GroupId) -> io::Result<bool> {
        if let Some(stream) = self.stream_to_try(group) {
            return Ok(self.try_read(stream));
        }
        self.poll_set.wait(Deadline::NOW)?;
        self.note_events();
        Ok(self.poll_set.events().next().is_some())
    }

    /// Writes and reads the ready streams of a group.
    fn move_ready(&mut self, group: GroupId, appetite: Appetite) {
        self.write_on(group);
        self.channels.work(group).ask_unpolled();
        self.read_unread(group, appetite);
    }

    /// The streams of the channel.
    pub fn streams(&self, channel: ChannelId) -> impl Iterator<Item = (StreamId, &S)> {
        let streams = self.channels.get(channel).streams.iter();
        streams.map(|id| (*id, &self.streams[*id].source))
    }

    /// Whether the channel's inbox is full, and the budget has no room for more.
    pub fn is_flooded(&self, channel: ChannelId) -> bool {
        let channel = self.channels.get(channel);
        let lacks_room = |id: &StreamId| {
            let decoder = self.streams[*id].decoder.as_ref();
            decoder.is_some_and(Decoder::lacks_room)
        };
        channel.session.is_full()
            && (self.budget.is_exceeded() || channel.streams.iter().any(lacks_room))
    }
}

#[cfg(test)]
mod tests;
