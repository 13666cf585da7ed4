//! Reading streams into the inboxes of their channels.

use super::channel::Channel;
use super::children::Process;
use super::stream::Stream;
use super::{Appetite, ChannelId, GroupId, Io, Reactor, Source, StreamId};
use crate::frame::Decoded;
use crate::inbound::Inbound;
use std::io;
use std::time::Instant;

impl<S: Source, R> Reactor<S, R> {
    /// The size of the block for short reads.
    const BLOCK: usize = 64 * 1024;

    /// The least room of the block; one with less is replaced.
    const SHORTEST_READ: usize = 16 * 1024;

    /// Payloads with at least this many bytes missing are read in place, not through the block.
    const LONG_PAYLOAD: usize = 32 * 1024;

    /// The most bytes to read through the block where a long frame may begin.
    const FIRST_READ: usize = 512;

    /// The most bytes to read from one stream before the others have their turn.
    const READ_BUDGET: usize = 256 * 1024;

    /// Reads a stream without waiting.
    pub fn read_now(&mut self, stream: StreamId) {
        if self.read_stream(stream) {
            self.queue(stream);
        }
    }

    /// Makes [`Self::next_relay`] return this stream again in the next turn.
    pub fn relay_again(&mut self, stream: StreamId) {
        if let Some(channel) = self.streams.get(stream).map(|stream| stream.channel)
            && let Some(work) = self.channels.work_of(channel)
        {
            work.ask(stream);
        }
    }

    /// Whether the owner should read or write relayed streams of the group now, see
    /// [`Self::next_relay`] and [`Self::unsent`].
    pub fn has_relays(&mut self, group: GroupId) -> bool {
        let work = self.channels.find_work(group);
        work.is_some_and(|work| !work.relays.is_empty() || !work.unsent.is_empty())
    }

    /// The next relayed stream of the group for its owner to read. [`Self::supply`] or [`Self::end`]
    /// should follow.
    pub fn next_relay(&mut self, group: GroupId) -> Option<(StreamId, &S)> {
        while let Some(id) = self.channels.find_work(group)?.take_relay() {
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

    /// Takes bytes that the owner has read from a relayed stream.
    pub fn supply(&mut self, stream: StreamId, bytes: &[u8]) {
        if let Some(Stream {
            decoder: Some(decoder),
            channel,
            ..
        }) = self.streams.get_mut(stream)
        {
            self.channels
                .get_mut(*channel)
                .session
                .note_read(bytes.len());
            decoder.feed_slice(bytes, |decoded| {
                self.channels.deliver(*channel, decoded.into());
            });
        }
    }

    /// Whether the channel still reads this stream.
    pub fn is_read(&self, stream: StreamId) -> bool {
        let stream = self.streams.get(stream);
        stream.is_some_and(|stream| stream.decoder.is_some())
    }

    /// Ends a relayed stream.
    pub fn end(&mut self, stream: StreamId) {
        self.end_stream(stream, None);
    }

    /// Ends a relayed stream that its owner failed to read.
    pub fn fail(&mut self, stream: StreamId, error: io::Error) {
        self.end_stream(stream, Some(Inbound::ReadFailed(error)));
    }

    pub(super) fn read_unread(&mut self, group: GroupId, appetite: Appetite) {
        for _ in 0..self.channels.work(group).unread.len() {
            let Some(id) = self.channels.work(group).unread.pop_front() else {
                break;
            };
            let Some(stream) = self.streams.get_mut(id) else {
                continue;
            };
            // The channel may have left meanwhile.
            if self.channels.group_of(stream.channel) != Some(group) {
                continue;
            }
            stream.queued = false;
            let channel = stream.channel;
            let stalls = match appetite {
                Appetite::Fair => {
                    !self.channels.get(channel).session.wants_to_read(false)
                        || self.budget.is_tight() && self.channels.arrived(group) > 0
                }
                Appetite::Unbounded => self.is_flooded(channel),
            };
            if stalls {
                self.channels.work(group).stalled.push(id);
            } else {
                self.channels.work(group).read_last = Some(id);
                if self.read_stream(id) {
                    self.queue(id);
                }
            }
        }
    }

    /// Reads up to the budget; `true` if there may be more.
    fn read_stream(&mut self, id: StreamId) -> bool {
        let mut budget = Self::READ_BUDGET;
        while budget > 0 {
            match self.read_once(id) {
                Ok(Read::Some(read)) => budget = budget.saturating_sub(read),
                Ok(Read::Emptied) => return false,
                Ok(Read::End) => {
                    self.end_stream(id, None);
                    return false;
                }
                Ok(Read::Relayed) => {
                    self.relay_again(id);
                    return false;
                }
                Ok(Read::Closed) => {
                    self.end_stream(id, Some(Inbound::StreamClosed));
                    return false;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.end_of_process(id);
                    return false;
                }
                Err(error) => {
                    self.end_failed_stream(id, error);
                    return false;
                }
            }
        }
        true
    }

    /// Ends an empty stream if the process at its other end has ended: whoever else holds it is not the
    /// one we talk to.
    fn end_of_process(&mut self, id: StreamId) {
        let channel = self.streams[id].channel;
        if self.channels.get(channel).process == Process::Ended {
            self.end_stream(id, None);
        }
    }

    /// Reads once from a stream that the poll set has not reported; `false` if there is nothing to read.
    pub(super) fn try_read(&mut self, id: StreamId) -> bool {
        match self.read_once(id) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
            Ok(Read::Emptied | Read::Relayed | Read::Closed) => {}
            Ok(Read::Some(_)) => self.queue(id),
            Ok(Read::End) => self.end_stream(id, None),
            Err(error) => self.end_failed_stream(id, error),
        }
        true
    }

    /// The stream to look at without asking the poll set: the one that was read last, as its other side
    /// may be about to reply. `None` from time to time, so that the others are seen, too.
    pub(super) fn stream_to_try(&mut self, group: GroupId) -> Option<StreamId> {
        /// So many times in a row.
        const TRIES: u32 = 16;
        let work = self.channels.work(group);
        work.tries = (work.tries + 1) % TRIES;
        let id = work.read_last.filter(|_| work.tries > 0)?;
        let stream = self.streams.get(id)?;
        let is_member = self.channels.group_of(stream.channel) == Some(group);
        let may_read = is_member
            && stream.decoder.is_some()
            && self
                .channels
                .get(stream.channel)
                .session
                .wants_to_read(false);
        (may_read && matches!(stream.source.io(), Io::Direct(_))).then_some(id)
    }

    fn read_once(&mut self, id: StreamId) -> io::Result<Read> {
        let stream = &mut self.streams[id];
        let Some(decoder) = &mut stream.decoder else {
            return Ok(Read::Emptied);
        };
        let fd = match stream.source.io() {
            Io::Direct(fd) => fd,
            Io::Relayed(_) => return Ok(Read::Relayed),
            Io::Closed => return Ok(Read::Closed),
        };
        let channel = self.channels.get_mut(stream.channel);
        let mut has_arrived = false;
        let deliver = |decoded: Decoded| {
            has_arrived = true;
            channel.session.handle(decoded.into(), Instant::now);
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
        channel.session.note_read(read);
        let has_ended = channel.process == Process::Ended;
        if has_arrived {
            self.channels.note(stream.channel);
        }
        let emptied = read < wanted && !stream.hung_up && stream.access.short_read_empties();
        Ok(match read {
            0 => Read::End,
            _ if !emptied => Read::Some(read),
            // Whoever else holds it is not the one we talk to.
            _ if has_ended => Read::End,
            _ => Read::Emptied,
        })
    }

    /// Ends a read stream, after delivering the reason if there is one.
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
            work.unpolled.remove(&id);
        }
        if self.channels.get(channel).writer != Some(id) {
            self.unwatch_stream(id);
        }
        if self.channels.end_reader(channel, lost) {
            let process = self.channels.get(channel).process;
            let ends_soon = matches!(process, Process::Running(id) if self.children.end_soon(id));
            if !ends_soon {
                self.channels.deliver_end(channel);
            }
        }
        // The owner may now close the stream that the channel writes, and take no further turn.
        let Channel {
            writer,
            open_readers,
            ..
        } = self.channels.get(channel);
        if let (0, Some(writer)) = (open_readers, *writer) {
            self.streams[writer].reopened = None;
        }
    }

    /// Ends a read stream that failed.
    fn end_failed_stream(&mut self, id: StreamId, error: io::Error) {
        let reset = is_hang_up(&error);
        self.end_stream(id, (!reset).then_some(Inbound::ReadFailed(error)));
    }

    /// Resumes the streams that were stalled until this session has room.
    pub(super) fn resume(&mut self, channel: ChannelId) {
        if let Some(group) = self.channels.group_of(channel) {
            self.resume_in(group, channel);
        }
    }

    /// The same for a channel of this group.
    #[inline]
    pub(super) fn resume_in(&mut self, group: GroupId, channel: ChannelId) {
        if !self.channels.work(group).stalled.is_empty()
            && self.channels.get(channel).session.wants_to_read(false)
        {
            self.resume_stalled(group);
        }
    }

    pub(super) fn resume_stalled(&mut self, group: GroupId) {
        for stream in std::mem::take(&mut self.channels.work(group).stalled) {
            self.queue(stream);
        }
    }

    /// Queues the stream to be read in the next turn of its group, by us or by its owner.
    pub(super) fn queue(&mut self, id: StreamId) {
        if let Some(stream) = self.streams.get_mut(id)
            && stream.is_read()
            && let Some(work) = self.channels.work_of(stream.channel)
            && !std::mem::replace(&mut stream.queued, true)
        {
            work.queue(id, stream.is_watched);
        }
    }
}

/// The outcome of a read.
enum Read {
    Some(usize),
    Emptied,
    End,
    /// Its owner is to read it.
    Relayed,
    /// Its owner has closed it.
    Closed,
}

/// Whether a read error means that the other side is gone: a socket with unread bytes and a
/// pseudo-terminal report it so.
fn is_hang_up(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ConnectionReset || error.raw_os_error() == Some(libc::EIO)
}
