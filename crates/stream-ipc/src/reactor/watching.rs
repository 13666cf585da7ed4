//! Watching streams, and noting which ones are ready.

use super::children::ChildId;
use super::stream::Stream;
use super::{Appetite, ChannelId, GroupId, Io, Reactor, Source, StreamId};
use crate::deadline::Deadline;
use crate::frame::Decoder;
use crate::process;
use mio::Interest;
use std::io;
use std::time::{Duration, Instant};

impl<S: Source, R> Reactor<S, R> {
    /// The longest time that a closed stream among many goes unnoticed. Also the interval between reads
    /// of streams that cannot be polled.
    const CLOSED_CHECK: Duration = Duration::from_millis(10);

    /// The interval between writes to a relayed stream without room: nothing tells when it has some.
    const ROOM_CHECK: Duration = Duration::from_millis(1);

    /// Up to this many streams, every turn looks for closed ones.
    const FEW_STREAMS: usize = 64;

    pub(super) fn add_stream(
        &mut self,
        channel: ChannelId,
        source: S,
        decoder: Option<Decoder>,
    ) -> StreamId {
        self.insert_stream(Stream::new(source, channel, decoder))
    }

    pub(super) fn insert_stream(&mut self, stream: Stream<S>) -> StreamId {
        let channel = stream.channel;
        let id = self.streams.insert(stream);
        self.channels.get_mut(channel).streams.push(id);
        id
    }

    pub(super) fn watch(&mut self, channel: ChannelId) -> io::Result<()> {
        self.follow_fork()?;
        for stream in self.channels.get(channel).streams.clone() {
            self.watch_stream(stream)?;
        }
        Ok(())
    }

    pub(super) fn unwatch(&mut self, channel: ChannelId) {
        // A forked child must not touch its parent's poll set, and has nothing to leave without its own.
        if self.follow_fork().is_ok() {
            for stream in self.channels.get(channel).streams.clone() {
                self.unwatch_stream(stream);
            }
        }
    }

    fn watch_stream(&mut self, id: StreamId) -> io::Result<()> {
        let stream = &mut self.streams[id];
        if !stream.is_read() {
            return Ok(());
        }
        let fd = match stream.source.io() {
            Io::Direct(fd) | Io::Relayed(Some(fd)) => fd,
            Io::Relayed(None) => {
                if let Some(work) = self.channels.work_of(stream.channel) {
                    work.unpolled.insert(id);
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
            // A regular file is always ready.
            self.queue(id);
        }
        Ok(())
    }

    pub(super) fn unwatch_stream(&mut self, id: StreamId) {
        let stream = &mut self.streams[id];
        stream.queued = false;
        stream.reopened = None;
        self.deregister(id);
    }

    fn deregister(&mut self, id: StreamId) {
        let stream = &mut self.streams[id];
        if let Some(registration) = stream.registration.take()
            && let Io::Direct(fd) | Io::Relayed(Some(fd)) = stream.source.io()
        {
            self.poll_set.deregister(&registration, fd);
        }
    }

    /// In a forked child, makes a new poll set that watches all the parent's streams, and reads each
    /// stream once, as its events may have gone to the other process.
    #[inline]
    pub(super) fn follow_fork(&mut self) -> io::Result<()> {
        if self.poll_set.process() == process::id() {
            return Ok(());
        }
        self.start_anew()
    }

    #[cold]
    fn start_anew(&mut self) -> io::Result<()> {
        self.poll_set.start_anew()?;
        self.channels.leave_frames_to_parent();
        self.leave_children_to_parent();
        let watched: Vec<_> = self
            .streams
            .iter_mut()
            .filter_map(|(id, stream)| stream.registration.take().map(|_| id))
            .collect();
        for id in watched {
            self.watch_stream(id)?;
            self.queue(id);
        }
        Ok(())
    }

    /// Notes the ready streams for each group.
    pub(super) fn note_events(&mut self) {
        for event in self.poll_set.events() {
            if let Some(child) = ChildId::of_token(event.token()) {
                self.children.attend(child);
                continue;
            }
            let id = StreamId::of_token(event.token());
            // An event may outlive its stream, or the stream's time in a group.
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
            if news && stream.is_read() && !std::mem::replace(&mut stream.queued, true) {
                work.queue(id, stream.is_watched);
            }
        }
    }

    /// Looks for what the kernel does not report: streams that their owner has closed, whose descriptors
    /// may soon belong to others, and watched streams of which the owner has bytes in a buffer. `false`
    /// if there are many streams and the last look was a moment ago.
    pub(super) fn sweep(&mut self) -> bool {
        if self.streams.len() > Self::FEW_STREAMS {
            let now = Instant::now();
            if now - self.swept < Self::CLOSED_CHECK {
                return false;
            }
            self.swept = now;
        }
        let news: Vec<_> = self
            .streams
            .iter()
            .filter(|(_, stream)| stream.is_released() || stream.has_hidden_news())
            .map(|(id, _)| id)
            .collect();
        for id in news {
            let stream = &mut self.streams[id];
            let closed = stream.is_closed();
            if closed {
                stream.reopened = None;
            }
            if !closed || stream.registration.take().is_some() {
                self.queue(id);
            }
        }
        true
    }

    /// The deadline of the next wait.
    pub(super) fn longest_wait(
        &mut self,
        group: GroupId,
        deadline: Deadline,
        appetite: Appetite,
        swept: bool,
    ) -> Deadline {
        let work = self.channels.work(group);
        work.wake_rested();
        // While a write waits, nobody asks for watched streams.
        let has_readable = appetite == Appetite::Fair && !work.readable.is_empty();
        let has_work = !work.unread.is_empty() || !work.relays.is_empty() || has_readable;
        if has_work || deadline == Deadline::NOW {
            return Deadline::NOW;
        }
        let longest = if !work.unsent.is_empty() {
            Some(Self::ROOM_CHECK)
        } else if !swept || !work.unpolled.is_empty() {
            Some(Self::CLOSED_CHECK)
        } else {
            None
        };
        let deadline = deadline.min(work.next_rested());
        let deadline = longest.map_or(deadline, |longest| deadline.at_most(longest));
        let deadline = self.children.before_next(deadline);
        match self.channels.next_alarm(group) {
            Some(at) => deadline.min(Deadline::at(at)),
            None => deadline,
        }
    }
}
