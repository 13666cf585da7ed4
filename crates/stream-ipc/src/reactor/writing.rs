//! Writing what channels send, as far as streams take it.

use super::channel::Channel;
use super::reopened::Reopened;
use super::stream::Stream;
use super::{ChannelId, GroupId, Io, Reactor, Source, StreamId};
use mio::Interest;
use std::io;

impl<S: Source> Reactor<S> {
    /// Writes as much of `frame` as fits now and queues the rest, behind what is queued already.
    /// Returns the number of a frame that has to wait, for [`Self::is_written`]; turns write the
    /// rest. A frame that is queued while the stream's owner writes, see [`Self::lend`], leaves
    /// with what is lent, and need not be waited for.
    ///
    /// # Errors
    /// Where the stream is closed or broken.
    pub fn send(&mut self, channel: ChannelId, frame: S::Frame) -> io::Result<Option<u64>> {
        self.follow_fork()?;
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

    /// Whether the first frame that waits has left in part: whatever else was written to the stream
    /// now would cut it.
    pub fn is_mid_frame(&self, channel: ChannelId) -> bool {
        self.channels.get(channel).outbox.is_mid_frame()
    }

    /// Writes as much as fits now of what waits.
    ///
    /// # Errors
    /// Where the stream is closed or broken.
    pub fn write_queued(&mut self, channel: ChannelId) -> io::Result<()> {
        self.flush(channel)
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
        let work = self.channels.find_work(group);
        work.map_or_else(Vec::new, |work| work.unsent.iter().copied().collect())
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
            work.unsent.remove(&channel);
        }
    }

    /// Writes on to streams that take bytes again.
    pub(super) fn write_on(&mut self, group: GroupId) {
        for id in std::mem::take(&mut self.channels.work(group).writable) {
            if let Some(stream) = self.streams.get(id) {
                // A failure is the sender's to see: it finds the outbox broken.
                let _ = self.flush(stream.channel);
            }
        }
    }

    pub(super) fn flush(&mut self, id: ChannelId) -> io::Result<()> {
        let channel = self.channels.get_mut(id);
        let Some(writer) = channel.writer.filter(|_| !channel.outbox.is_empty()) else {
            return Ok(());
        };
        let Stream {
            source,
            access,
            reopened,
            ..
        } = &mut self.streams[writer];
        let written = match source.io() {
            Io::Direct(fd) => {
                let reopened = reopened.as_mut().and_then(Reopened::descriptor);
                let (fd, access) = reopened.unwrap_or((fd, access));
                channel.outbox.flush(|bytes| access.write(fd, bytes))
            }
            Io::Relayed(_) => {
                if let Some(work) = self.channels.work_of(id) {
                    work.unsent.insert(id);
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
    pub(super) fn watch_room(&mut self, id: StreamId) -> io::Result<()> {
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
