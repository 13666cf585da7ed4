//! Channels over any number of streams, one poll set, reads and writes that never wait.
//!
//! A channel is what a session talks through: one stream it writes, any number it reads. A group
//! is the channels whose messages one peer takes. The reactor reads what is ready into the
//! channels' inboxes and writes what the other side has room for. It waits in [`Reactor::turn`]
//! only, and calls nobody back but the [`Source`]s.
//!
//! Readiness is edge-triggered (epoll or kqueue, through mio): what a turn costs depends on the
//! streams that have something to say, not on how many there are.
//!
//! ```
//! use std::io::Write;
//! use std::os::unix::net::UnixStream;
//! use stream_ipc::deadline::Deadline;
//! use stream_ipc::frame::encode;
//! use stream_ipc::reactor::{Appetite, Inbound, Reactor};
//!
//! let (ours, mut theirs) = UnixStream::pair()?;
//! let mut reactor = Reactor::new()?;
//! let group = reactor.add_group();
//! let channel = reactor.add_channel();
//! reactor.add_reader(channel, ours, None);
//! reactor.join(channel, group, 7)?;
//!
//! theirs.write_all(&encode(b"hello")?)?;
//! while reactor.arrived(group) == 0 {
//!     reactor.turn(group, Deadline::NEVER, Appetite::Fair)?;
//! }
//! let (_, tag, inbound) = reactor.take(group).expect("it has arrived");
//! assert!(matches!(inbound, Inbound::Frame(payload) if payload == "hello" && tag == 7));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(target_os = "linux")]
mod alarm;
mod channel;
mod fd;
mod group;
mod poll_set;
mod stream;

pub use channel::{Inbound, Traffic};

use crate::deadline::Deadline;
use crate::frame::Decoder;
use crate::process;
use bytes::BytesMut;
use channel::Channel;
use group::Channels;
use mio::{Interest, Token};
use poll_set::PollSet;
use slotmap::{Key, KeyData, SlotMap, new_key_type};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::time::{Duration, Instant};
use stream::Stream;

/// A stream that channels are made of. Its owner opens and closes it; the reactor never does.
pub trait Source {
    /// What holds a frame until it is written.
    type Frame: AsRef<[u8]>;

    /// How the stream is read and written now.
    fn io(&self) -> Io<'_>;
}

/// How a [`Source`] is read and written.
#[derive(Debug, Clone, Copy)]
pub enum Io<'a> {
    /// By the reactor, through this descriptor.
    Direct(BorrowedFd<'a>),
    /// By its owner, when the descriptor is readable, or in every turn where there is none.
    Relayed(Option<BorrowedFd<'a>>),
    /// Not at all: its owner has closed it.
    Closed,
}

/// Anything with a descriptor of its own is read and written through it.
impl<T: AsFd> Source for T {
    type Frame = Vec<u8>;

    fn io(&self) -> Io<'_> {
        Io::Direct(self.as_fd())
    }
}

new_key_type! {
    /// Names a channel of a [`Reactor`]; no later channel has the same name.
    pub struct ChannelId;

    /// Names a group of a [`Reactor`]; no later group has the same name.
    pub struct GroupId;

    /// Names a stream of a [`Reactor`]; no later stream has the same name.
    pub struct StreamId;
}

impl StreamId {
    /// What the poll set knows it by.
    fn token(self) -> Token {
        const { assert!(usize::BITS >= 64, "a token holds a whole key") };
        Token(self.data().as_ffi() as usize)
    }

    fn of_token(token: Token) -> Self {
        KeyData::from_ffi(token.0 as u64).into()
    }
}

/// Which inboxes a turn fills.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appetite {
    /// Those with room; what finds none stays with its sender.
    Fair,
    /// All, up to the reactor's ceiling: while a write waits, only reading may let the other side
    /// read.
    Unbounded,
}

/// The channels and the poll set under them.
pub struct Reactor<S: Source> {
    poll_set: PollSet,
    streams: SlotMap<StreamId, Stream<S>>,
    channels: Channels<S::Frame>,
    /// Where short reads land; frames are slices of it.
    block: BytesMut,
    /// No frame of more bytes is taken, whatever its channel's limit.
    ceiling: Option<usize>,
    swept: Instant,
}

impl<S: Source> Reactor<S> {
    /// The size of the block that short reads share.
    const BLOCK: usize = 64 * 1024;

    /// A block with less room is replaced.
    const SHORTEST_READ: usize = 16 * 1024;

    /// Payloads that miss this many bytes are read in place instead of through the block.
    const LONG_PAYLOAD: usize = 32 * 1024;

    /// Where a long frame may begin, no more than this goes through the block.
    const FIRST_READ: usize = 512;

    /// After this many bytes of one stream the others have their turn.
    const READ_BUDGET: usize = 256 * 1024;

    /// How long, among many streams, a closed one may go unnoticed; also how often streams are
    /// tried that cannot be polled.
    const PATIENCE: Duration = Duration::from_millis(10);

    /// How soon a relayed stream that had no room is tried again: nothing tells when it has.
    const ROOM: Duration = Duration::from_millis(1);

    /// Up to this many streams, every turn looks whether one was closed.
    const FEW_STREAMS: usize = 64;

    /// A reactor without channels.
    ///
    /// # Errors
    /// Where the process can open no more descriptors.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            poll_set: PollSet::new()?,
            streams: SlotMap::with_key(),
            channels: Channels::new(),
            block: BytesMut::new(),
            ceiling: None,
            swept: Instant::now(),
        })
    }

    /// Refuses frames of more than `ceiling` bytes from now on, whatever their channel's own limit;
    /// `None` leaves those limits alone.
    pub fn set_ceiling(&mut self, ceiling: Option<usize>) {
        self.ceiling = ceiling;
    }

    /// Whether it has no channel.
    pub fn is_empty(&self) -> bool {
        self.channels.is_empty()
    }

    /// A new group without channels.
    pub fn add_group(&mut self) -> GroupId {
        // Also in a forked child that has not had a turn yet.
        self.channels.add_group(process::id())
    }

    /// Dissolves a group; its channels stay, in none.
    pub fn remove_group(&mut self, group: GroupId) {
        for channel in self.channels.remove_group(group) {
            self.unwatch(channel);
        }
    }

    /// A new channel without streams, in no group.
    pub fn add_channel(&mut self) -> ChannelId {
        self.channels.add(Channel::new())
    }

    /// Removes a channel with all that is queued in it, and gives its streams back.
    pub fn remove_channel(&mut self, channel: ChannelId) -> Vec<S> {
        self.unwatch(channel);
        let removed = self.channels.remove(channel);
        removed
            .streams
            .into_iter()
            .filter_map(|stream| self.streams.remove(stream))
            .map(|stream| stream.source)
            .collect()
    }

    /// Gives the channel a stream to read frames of at most `max_frame` bytes from.
    pub fn add_reader(
        &mut self,
        channel: ChannelId,
        source: S,
        max_frame: Option<usize>,
    ) -> StreamId {
        let decoder = Decoder::new(max_frame);
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

    /// Takes the channel's pipes for its own: nobody else reads or writes at these ends of them, so
    /// that they may be put into non-blocking mode, whose calls are the cheapest.
    pub fn own_pipes(&mut self, channel: ChannelId) {
        for stream in &self.channels.get(channel).streams {
            let Stream { source, access, .. } = &mut self.streams[*stream];
            if let Io::Direct(fd) = source.io() {
                access.own(fd);
            }
        }
    }

    /// Puts the channel into a group, whose owner knows it by `tag`, and watches its streams.
    ///
    /// # Errors
    /// Where the kernel refuses to watch a stream.
    pub fn join(&mut self, channel: ChannelId, group: GroupId, tag: usize) -> io::Result<()> {
        self.channels.join(channel, group, tag);
        self.watch(channel)
            .inspect_err(|_| self.channels.leave(channel))?;
        // A failure is the sender's to see: it finds the outbox broken.
        let _ = self.flush(channel);
        Ok(())
    }

    /// Takes the channel out of its group; its streams are not watched any more.
    pub fn leave(&mut self, channel: ChannelId) {
        self.unwatch(channel);
        self.channels.leave(channel);
    }

    /// The group the channel is in.
    pub fn group_of(&self, channel: ChannelId) -> Option<GroupId> {
        self.channels.group_of(channel)
    }

    /// What the owner of its group knows the channel by; `None` in no group.
    pub fn tag_of(&self, channel: ChannelId) -> Option<usize> {
        Some(self.channels.get(channel).membership?.tag)
    }

    /// What the channel has moved so far.
    pub fn traffic(&self, channel: ChannelId) -> Traffic {
        self.channels.get(channel).traffic()
    }

    /// How many things the group's channels have received that were not taken.
    pub fn arrived(&self, group: GroupId) -> usize {
        self.channels.arrived(group)
    }

    /// Whether any channel of the group has a read stream that has not ended.
    pub fn is_open(&self, group: GroupId) -> bool {
        self.channels.is_open(group)
    }

    /// Takes the next thing a channel of the group received, with the channel's tag. Channels take
    /// turns; within one, order is kept.
    pub fn take(&mut self, group: GroupId) -> Option<(ChannelId, usize, Inbound)> {
        let (channel, tag, inbound) = self.channels.take(group)?;
        self.resume(channel);
        Some((channel, tag, inbound))
    }

    /// Takes the next thing this channel received.
    pub fn take_from(&mut self, channel: ChannelId) -> Option<Inbound> {
        let inbound = self.channels.take_from(channel)?;
        self.resume(channel);
        Some(inbound)
    }

    /// Waits until `deadline` for a stream to be ready, then reads and writes what is, of this group;
    /// with [`Appetite::Unbounded`], of all groups of this process. Of others it notes that they are
    /// ready: after a fork, what comes for a group is for the process that gives it a turn.
    ///
    /// # Errors
    /// [`io::ErrorKind::Interrupted`] where a signal came; anything else is the poll set failing.
    pub fn turn(
        &mut self,
        group: GroupId,
        deadline: Deadline,
        appetite: Appetite,
    ) -> io::Result<()> {
        self.follow_fork()?;
        let process = self.poll_set.process();
        self.channels.claim(group, process);
        if appetite == Appetite::Unbounded {
            for group in self.channels.claimed(process) {
                self.resume_stalled(group);
            }
        }
        let swept = self.sweep();
        let deadline = self.longest_wait(group, deadline, swept);
        self.poll_set.wait(deadline)?;
        self.note_events();
        match appetite {
            Appetite::Fair => self.move_ready(group, appetite),
            Appetite::Unbounded => {
                for group in self.channels.claimed(process) {
                    self.move_ready(group, appetite);
                }
            }
        }
        Ok(())
    }

    /// Writes and reads what is ready in a group.
    fn move_ready(&mut self, group: GroupId, appetite: Appetite) {
        self.write_on(group);
        self.channels.work(group).ask_unpolled();
        self.read_unread(group, appetite);
    }

    /// Reads what a stream has now, without waiting.
    pub fn read_now(&mut self, stream: StreamId) {
        if self.read_stream(stream) {
            self.queue(stream);
        }
    }

    /// The streams the channel reads or writes.
    pub fn streams(&self, channel: ChannelId) -> impl Iterator<Item = (StreamId, &S)> {
        let streams = self.channels.get(channel).streams.iter();
        streams.map(|id| (*id, &self.streams[*id].source))
    }

    /// What the channel received first, left in its place.
    pub fn peek(&self, channel: ChannelId) -> Option<&Inbound> {
        self.channels.get(channel).first()
    }

    /// Whether the channel's inbox is full, and what lies in all inboxes exceeds the ceiling.
    pub fn is_flooded(&self, channel: ChannelId) -> bool {
        let exceeded = self
            .ceiling
            .is_some_and(|ceiling| self.channels.bytes() > ceiling);
        exceeded && self.channels.get(channel).is_full()
    }

    /// How many bytes of memory that takes which the channel has received and nobody has taken.
    pub fn received_bytes(&self, channel: ChannelId) -> usize {
        self.channels.get(channel).inbox_bytes()
    }

    /// Has [`Self::next_relay`] give this stream again in the next turn.
    pub fn relay_again(&mut self, stream: StreamId) {
        if let Some(channel) = self.streams.get(stream).map(|stream| stream.channel)
            && let Some(work) = self.channels.work_of(channel)
        {
            work.relays.push_back(stream);
        }
    }

    /// Whether owners of relayed streams should read or write some of the group's now, see
    /// [`Self::next_relay`] and [`Self::unsent`].
    pub fn has_relays(&mut self, group: GroupId) -> bool {
        let work = self.channels.work(group);
        !work.relays.is_empty() || !work.unsent.is_empty()
    }

    /// The next relayed stream of the group that its owner should read, and then [`Self::supply`]
    /// or [`Self::end`].
    pub fn next_relay(&mut self, group: GroupId) -> Option<(StreamId, &S)> {
        while let Some(id) = self.channels.work(group).relays.pop_front() {
            let Some(stream) = self.streams.get(id) else {
                continue;
            };
            let is_member = self.channels.group_of(stream.channel) == Some(group);
            if is_member && stream.decoder.is_some() {
                return Some((id, &self.streams[id].source));
            }
        }
        None
    }

    /// Hands over bytes that were read from a stream by its owner.
    pub fn supply(&mut self, stream: StreamId, bytes: &[u8]) {
        if let Some(Stream {
            decoder: Some(decoder),
            channel,
            ..
        }) = self.streams.get_mut(stream)
        {
            self.channels.get_mut(*channel).received += bytes.len() as u64;
            decoder.set_ceiling(self.ceiling);
            decoder.feed(BytesMut::from(bytes), |decoded| {
                self.channels.deliver(*channel, decoded.into());
            });
        }
    }

    /// Says that a stream which its owner reads has ended.
    pub fn end(&mut self, stream: StreamId) {
        self.end_stream(stream, None);
    }
}

/// Writing.
impl<S: Source> Reactor<S> {
    /// Writes as much of `frame` as fits now and queues the rest, behind what is queued already.
    /// Returns the number of a frame that has to wait, for [`Self::is_written`]; turns write the
    /// rest. A frame that is queued while the stream's owner writes, see [`Self::lend`], leaves
    /// with what is lent, and need not be waited for.
    ///
    /// # Errors
    /// Where the stream is closed or broken.
    pub fn send(&mut self, channel: ChannelId, frame: S::Frame) -> io::Result<Option<u64>> {
        let outbox = &mut self.channels.get_mut(channel).outbox;
        outbox.check()?;
        let number = outbox.push(frame);
        if outbox.is_lent() {
            return Ok(None);
        }
        self.flush(channel)?;
        let outbox = &self.channels.get(channel).outbox;
        Ok((!outbox.is_written(number)).then_some(number))
    }

    /// Whether the frame of that number has left, every byte.
    ///
    /// # Errors
    /// Where the stream broke before it could.
    pub fn is_written(&self, channel: ChannelId, number: u64) -> io::Result<bool> {
        let outbox = &self.channels.get(channel).outbox;
        if outbox.is_written(number) {
            return Ok(true);
        }
        outbox.check()?;
        Ok(false)
    }

    /// Breaks the outbox for good, with what is queued in it.
    pub fn break_off(&mut self, channel: ChannelId, error: &io::Error) {
        if let Some(Channel { outbox, .. }) = self.channels.find_mut(channel) {
            outbox.break_off(error);
            self.note_sent(channel);
        }
    }

    /// The channels of the group with frames queued to relayed streams, for [`Self::lend`].
    pub fn unsent(&mut self, group: GroupId) -> Vec<ChannelId> {
        self.channels.work(group).unsent.clone()
    }

    /// Lends the frame that a relayed stream's owner should write to it, with how many bytes of it
    /// are written; [`Self::wrote`] must follow. `None` where nothing is queued, the owner is
    /// writing already, or the stream is not relayed.
    pub fn lend(&mut self, channel: ChannelId) -> Option<(&S, &S::Frame, usize)> {
        let Channel { writer, outbox, .. } = self.channels.find_mut(channel)?;
        let stream = &self.streams[(*writer)?];
        let Io::Relayed(_) = stream.source.io() else {
            return None;
        };
        let (frame, written) = outbox.lend()?;
        Some((&stream.source, frame, written))
    }

    /// Says how many bytes of the lent frame the stream's owner has written.
    pub fn wrote(&mut self, channel: ChannelId, bytes: usize) {
        if let Some(Channel { outbox, .. }) = self.channels.find_mut(channel) {
            outbox.give_back();
            outbox.advance(bytes);
            self.note_sent(channel);
        }
    }

    /// Strikes the channel off the list of those with frames for their owner to write.
    fn note_sent(&mut self, channel: ChannelId) {
        if self.channels.get(channel).outbox.is_empty()
            && let Some(work) = self.channels.work_of(channel)
        {
            work.unsent.retain(|unsent| *unsent != channel);
        }
    }

    /// Writes on to streams that take bytes again.
    fn write_on(&mut self, group: GroupId) {
        for id in std::mem::take(&mut self.channels.work(group).writable) {
            if let Some(stream) = self.streams.get(id) {
                // A failure is the sender's to see: it finds the outbox broken.
                let _ = self.flush(stream.channel);
            }
        }
    }

    fn flush(&mut self, id: ChannelId) -> io::Result<()> {
        let channel = self.channels.get_mut(id);
        let Some(writer) = channel.writer.filter(|_| !channel.outbox.is_empty()) else {
            return Ok(());
        };
        let Stream { source, access, .. } = &mut self.streams[writer];
        let written = match source.io() {
            Io::Direct(fd) => channel.outbox.flush(|bytes| access.write(fd, bytes)),
            Io::Relayed(_) => {
                if let Some(work) = self.channels.work_of(id)
                    && !work.unsent.contains(&id)
                {
                    work.unsent.push(id);
                }
                return Ok(());
            }
            Io::Closed => Err(io::Error::new(
                io::ErrorKind::NotConnected,
                "the stream was closed on this side",
            )),
        };
        let flushed = match written {
            Ok(true) => Ok(()),
            Ok(false) => self.watch_room(writer),
            Err(error) => Err(error),
        };
        if let Err(error) = &flushed {
            self.channels.get_mut(id).outbox.break_off(error);
        }
        flushed
    }

    /// Has the poll set tell when a stream takes bytes again.
    fn watch_room(&mut self, id: StreamId) -> io::Result<()> {
        let stream = &mut self.streams[id];
        let Io::Direct(fd) = stream.source.io() else {
            return Ok(());
        };
        let token = id.token();
        match &mut stream.registration {
            Some(registration) => self
                .poll_set
                .extend(registration, fd, token, Interest::WRITABLE),
            none => {
                *none = self.poll_set.register(fd, token, Interest::WRITABLE)?;
                Ok(())
            }
        }
    }
}

/// Reading.
impl<S: Source> Reactor<S> {
    fn read_unread(&mut self, group: GroupId, appetite: Appetite) {
        for _ in 0..self.channels.work(group).unread.len() {
            let Some(id) = self.channels.work(group).unread.pop_front() else {
                break;
            };
            let Some(stream) = self.streams.get_mut(id) else {
                continue;
            };
            // It may have left meanwhile.
            if self.channels.group_of(stream.channel) != Some(group) {
                continue;
            }
            stream.queued = false;
            let channel = stream.channel;
            let stalls = match appetite {
                Appetite::Fair => self.channels.get(channel).is_full(),
                Appetite::Unbounded => self.is_flooded(channel),
            };
            if stalls {
                self.channels.work(group).stalled.push(id);
            } else if self.read_stream(id) {
                self.queue(id);
            }
        }
    }

    /// Reads up to the budget; `true` where more may be there.
    fn read_stream(&mut self, id: StreamId) -> bool {
        let mut budget = Self::READ_BUDGET;
        while budget > 0 {
            let stream = &self.streams[id];
            if stream.decoder.is_none() {
                return false;
            }
            match stream.source.io() {
                Io::Direct(_) => {}
                Io::Relayed(_) => {
                    self.relay_again(id);
                    return false;
                }
                Io::Closed => {
                    self.end_stream(id, Some(Inbound::StreamClosed));
                    return false;
                }
            }
            match self.read_once(id) {
                Ok(Read::Some(read)) => budget = budget.saturating_sub(read),
                Ok(Read::Emptied) => return false,
                Ok(Read::End) => {
                    self.end_stream(id, None);
                    return false;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(error) => {
                    let reset = is_hang_up(&error);
                    self.end_stream(id, (!reset).then_some(Inbound::ReadFailed(error)));
                    return false;
                }
            }
        }
        true
    }

    fn read_once(&mut self, id: StreamId) -> io::Result<Read> {
        let stream = &mut self.streams[id];
        let (Io::Direct(fd), Some(decoder)) = (stream.source.io(), &mut stream.decoder) else {
            return Ok(Read::Emptied);
        };
        decoder.set_ceiling(self.ceiling);
        let deliver = |decoded: crate::frame::Decoded| {
            self.channels.deliver(stream.channel, decoded.into());
        };
        let (read, wanted) = match decoder.payload_room(Self::LONG_PAYLOAD) {
            Some((payload, room)) => {
                let read = stream.access.read(fd, payload, room)?;
                decoder.payload_read(deliver);
                (read, room)
            }
            None => {
                if self.block.capacity() < Self::SHORTEST_READ {
                    self.block.reserve(Self::BLOCK);
                }
                let room = match stream.long_frames {
                    true => Self::FIRST_READ,
                    false => self.block.capacity(),
                };
                let read = stream.access.read(fd, &mut self.block, room)?;
                decoder.feed(self.block.split(), deliver);
                stream.long_frames = decoder.payload_room(Self::LONG_PAYLOAD).is_some();
                (read, room)
            }
        };
        self.channels.get_mut(stream.channel).received += read as u64;
        let emptied = read < wanted && !stream.hung_up && stream.access.short_read_empties();
        Ok(match read {
            0 => Read::End,
            _ if emptied => Read::Emptied,
            _ => Read::Some(read),
        })
    }

    /// Ends a read stream, after delivering why if there is a reason to tell.
    fn end_stream(&mut self, id: StreamId, reason: Option<Inbound>) {
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        let Some(mut decoder) = stream.decoder.take() else {
            return;
        };
        let channel = stream.channel;
        let lost = decoder.finish(|junk| self.channels.deliver(channel, junk.into()));
        if let Some(reason) = reason {
            self.channels.deliver(channel, reason);
        }
        if let Some(work) = self.channels.work_of(channel) {
            work.unpolled.retain(|unpolled| *unpolled != id);
        }
        if self.channels.get(channel).writer != Some(id) {
            self.unwatch_stream(id);
        }
        self.channels.end_reader(channel, lost);
    }

    /// Reads on where reading had stopped for want of room in this channel's inbox.
    fn resume(&mut self, channel: ChannelId) {
        if let Some(group) = self.channels.group_of(channel)
            && !self.channels.work(group).stalled.is_empty()
            && !self.channels.get(channel).is_full()
        {
            self.resume_stalled(group);
        }
    }

    fn resume_stalled(&mut self, group: GroupId) {
        for stream in std::mem::take(&mut self.channels.work(group).stalled) {
            self.queue(stream);
        }
    }

    /// Has the stream read in the next turn of its group.
    fn queue(&mut self, id: StreamId) {
        if let Some(stream) = self.streams.get_mut(id)
            && stream.decoder.is_some()
            && let Some(work) = self.channels.work_of(stream.channel)
            && !std::mem::replace(&mut stream.queued, true)
        {
            work.unread.push_back(id);
        }
    }
}

/// What a read came to.
enum Read {
    Some(usize),
    Emptied,
    End,
}

/// Whether a read error is how this kind of stream says that the other side is gone: a socket
/// with unread bytes, a pseudo-terminal.
fn is_hang_up(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ConnectionReset || error.raw_os_error() == Some(libc::EIO)
}

/// Watching.
impl<S: Source> Reactor<S> {
    fn add_stream(&mut self, channel: ChannelId, source: S, decoder: Option<Decoder>) -> StreamId {
        let id = self.streams.insert(Stream::new(source, channel, decoder));
        self.channels.get_mut(channel).streams.push(id);
        id
    }

    fn watch(&mut self, channel: ChannelId) -> io::Result<()> {
        self.follow_fork()?;
        for stream in self.channels.get(channel).streams.clone() {
            self.watch_stream(stream)?;
        }
        Ok(())
    }

    fn unwatch(&mut self, channel: ChannelId) {
        // A parent's poll set must not be touched; without a new one there is nothing to leave.
        if self.follow_fork().is_ok() {
            for stream in self.channels.get(channel).streams.clone() {
                self.unwatch_stream(stream);
            }
        }
    }

    fn watch_stream(&mut self, id: StreamId) -> io::Result<()> {
        let stream = &mut self.streams[id];
        if stream.decoder.is_none() {
            return Ok(());
        }
        let fd = match stream.source.io() {
            Io::Direct(fd) | Io::Relayed(Some(fd)) => fd,
            Io::Relayed(None) => {
                if let Some(work) = self.channels.work_of(stream.channel) {
                    work.unpolled.push(id);
                }
                return Ok(());
            }
            Io::Closed => {
                self.queue(id);
                return Ok(());
            }
        };
        let token = id.token();
        match &mut stream.registration {
            Some(registration) => {
                self.poll_set
                    .extend(registration, fd, token, Interest::READABLE)?;
            }
            none => *none = self.poll_set.register(fd, token, Interest::READABLE)?,
        }
        if stream.registration.is_none() {
            // A regular file: always ready.
            self.queue(id);
        }
        Ok(())
    }

    fn unwatch_stream(&mut self, id: StreamId) {
        let stream = &mut self.streams[id];
        stream.queued = false;
        if let Some(registration) = stream.registration.take()
            && let Io::Direct(fd) | Io::Relayed(Some(fd)) = stream.source.io()
        {
            self.poll_set.deregister(&registration, fd);
        }
    }

    /// In a forked child: watches in a poll set of its own what the parent watches, and reads
    /// everything once, as the news of it may have gone to the other process.
    fn follow_fork(&mut self) -> io::Result<()> {
        if !self.poll_set.follow_fork()? {
            return Ok(());
        }
        let watched: Vec<_> = self
            .streams
            .iter_mut()
            .filter_map(|(id, stream)| stream.registration.take().map(|_| id))
            .collect();
        for id in watched {
            self.watch_stream(id)?;
            self.queue(id);
            if !self
                .channels
                .get(self.streams[id].channel)
                .outbox
                .is_empty()
            {
                self.watch_room(id)?;
            }
        }
        Ok(())
    }

    /// Notes for each group which of its streams are ready.
    fn note_events(&mut self) {
        for event in self.poll_set.events() {
            let id = StreamId::of_token(event.token());
            // An event may outlive its stream, or that stream's time in a group.
            let Some(stream) = self.streams.get_mut(id) else {
                continue;
            };
            let Some(work) = self.channels.work_of(stream.channel) else {
                continue;
            };
            if event.is_writable() || event.is_write_closed() {
                work.writable.push(id);
            }
            stream.hung_up |= event.is_read_closed() || event.is_error();
            let news = event.is_readable() || event.is_read_closed() || event.is_error();
            if news && stream.decoder.is_some() && !std::mem::replace(&mut stream.queued, true) {
                work.unread.push_back(id);
            }
        }
    }

    /// Looks for streams that their owner closed: the kernel tells nothing of them, and their
    /// descriptors may soon be others'. `false` where it is too early to look through so many.
    fn sweep(&mut self) -> bool {
        if self.streams.len() > Self::FEW_STREAMS {
            let now = Instant::now();
            if now - self.swept < Self::PATIENCE {
                return false;
            }
            self.swept = now;
        }
        let closed: Vec<_> = self
            .streams
            .iter()
            .filter(|(_, stream)| stream.registration.is_some() && stream.is_closed())
            .map(|(id, _)| id)
            .collect();
        for id in closed {
            self.streams[id].registration = None;
            self.queue(id);
        }
        true
    }

    /// When the next wait must end.
    fn longest_wait(&mut self, group: GroupId, deadline: Deadline, swept: bool) -> Deadline {
        let work = self.channels.work(group);
        if !work.unread.is_empty() || !work.relays.is_empty() {
            return Deadline::NOW;
        }
        let longest = if !work.unsent.is_empty() {
            Self::ROOM
        } else if !swept || !work.unpolled.is_empty() {
            Self::PATIENCE
        } else {
            return deadline;
        };
        deadline.at_most(longest)
    }
}

#[cfg(test)]
mod tests;
