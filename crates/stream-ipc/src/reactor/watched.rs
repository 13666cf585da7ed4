//! Watched streams: their owner reads them, and the reactor tells when.
//!
//! The owner is told for as long as a stream is readable, as by poll(2), though the poll set tells only of
//! changes: a stream that the owner has served is named again in the next turn. So the owner asks the
//! kernel before it reads, and says [`Reactor::note_served`].

use super::stream::Stream;
use super::{ChannelId, GroupId, Reactor, Source, StreamId};
use std::time::Instant;

/// What a watched stream's owner has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    /// It was not readable: name it when it is.
    Empty,
    /// It was readable, and may still be.
    Some,
    /// It is readable and cannot be read now: leave it alone until this time.
    Until(Instant),
}

impl<S: Source, R> Reactor<S, R> {
    /// Gives the channel a stream that its owner reads: [`Self::next_readable`] names it. It must have a
    /// descriptor. Until its owner removes the channel, the group counts as open.
    pub fn add_watched(&mut self, channel: ChannelId, source: S) -> StreamId {
        self.channels.get_mut(channel).open_readers += 1;
        self.insert_stream(Stream::watched(source, channel))
    }

    /// The number of watched streams of the group that may be readable, or that their owner has closed.
    pub fn readable(&mut self, group: GroupId) -> usize {
        let work = self.channels.find_work(group);
        work.map_or(0, |work| work.readable.len())
    }

    /// The next one of them, with the tag of its channel. It is not named again until its owner has
    /// called [`Self::note_served`].
    pub fn next_readable(&mut self, group: GroupId) -> Option<(StreamId, usize)> {
        while let Some(id) = self.channels.find_work(group)?.readable.pop_front() {
            if let Some(stream) = self.streams.get(id)
                && let Some(member) = self.channels.get(stream.channel).membership
                && member.group == group
            {
                return Some((id, member.tag));
            }
        }
        None
    }

    /// Takes note that the owner has served a watched stream. Does nothing if the stream is gone.
    pub fn note_served(&mut self, id: StreamId, served: Served) {
        let Some(stream) = self.streams.get_mut(id) else {
            return;
        };
        let Some(work) = self.channels.work_of(stream.channel) else {
            return;
        };
        match served {
            Served::Empty => stream.queued = false,
            Served::Some => work.readable.push_back(id),
            Served::Until(time) => work.rest(id, time),
        }
    }
}
