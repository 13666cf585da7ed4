//! Writing the frames of channels, as far as their streams have room.

use super::channel::Channel;
use super::reopened::Reopened;
use super::stream::Stream;
use super::{ChannelId, GroupId, Io, Reactor, Source, StreamId};
use crate::session::{Frame, FrameNumber, Session};
use mio::Interest;
use std::io;

impl<S: Source, R> Reactor<S, R> {
    /// Lets `queue` queue a frame in the session, and writes as much of the queue as the stream takes
    /// now. If the frame has to wait, returns its number for [`Session::is_written`]; turns write the
    /// rest. A frame queued while the stream's owner writes, see [`Self::lend`], leaves with the lent
    /// one, so the caller need not wait for it.
    ///
    /// # Errors
    /// If the stream is closed or broken.
    pub fn send(
        &mut self,
        channel: ChannelId,
        queue: impl FnOnce(&mut Session<S::Frame, R>) -> io::Result<FrameNumber>,
    ) -> io::Result<Option<FrameNumber>> {
        self.follow_fork()?;
        let Channel { session, alarm, .. } = self.channels.get_mut(channel);
        let number = queue(session)?;
        let is_lent = session.is_lent();
        let due = session.poll_timeout();
        if due.is_some() && due != *alarm {
            self.channels.note(channel);
        }
        if is_lent {
            return Ok(None);
        }
        self.flush(channel)?;
        let session = &self.channels.get(channel).session;
        Ok((!session.is_written(number)?).then_some(number))
    }

    /// Writes as much of the queue as the stream takes now.
    ///
    /// # Errors
    /// If the stream is closed or broken.
    pub fn write_queued(&mut self, channel: ChannelId) -> io::Result<()> {
        self.flush(channel)
    }

    /// Breaks the channel's outbox: waiting frames are lost, and no further one can leave.
    pub fn break_off(&mut self, channel: ChannelId, error: &io::Error) {
        self.with_session(channel, |session| session.break_off(error));
        self.note_sent(channel);
    }

    /// Gives up a frame whose deadline has passed: [`Session::give_up`].
    pub fn give_up(&mut self, channel: ChannelId, frame: FrameNumber) {
        self.with_session(channel, |session| session.give_up(frame));
        self.note_sent(channel);
    }

    /// The channels with frames not yet written.
    pub fn channels_with_unsent(&self) -> Vec<ChannelId> {
        self.channels.unsent()
    }

    /// The channels of the group with frames for relayed streams, for [`Self::lend`].
    pub fn unsent(&mut self, group: GroupId) -> Vec<ChannelId> {
        let work = self.channels.find_work(group);
        work.map_or_else(Vec::new, |work| work.unsent.iter().copied().collect())
    }

    /// Lends the next frame to the owner of a relayed stream, who should write it, with the number of
    /// bytes already written. [`Self::wrote`] must follow. `None` if no frame is queued, the owner is
    /// writing already, or the stream is not relayed.
    pub fn lend(&mut self, channel: ChannelId) -> Option<(&S, &S::Frame, usize)> {
        let Channel {
            writer, session, ..
        } = self.channels.find_mut(channel)?;
        let stream = &self.streams[(*writer)?];
        let Io::Relayed(_) = stream.source.io() else {
            return None;
        };
        let (frame, written) = session.lend()?;
        Some((&stream.source, frame, written))
    }

    /// Notes how many bytes of the lent frame the stream's owner has written.
    pub fn wrote(&mut self, channel: ChannelId, bytes: usize) {
        self.with_session(channel, |session| session.give_back(bytes));
        self.note_sent(channel);
    }

    /// Removes the channel from the list of those with frames for their owner to write.
    fn note_sent(&mut self, channel: ChannelId) {
        if let Some(session) = self.session(channel)
            && !session.has_unsent()
            && let Some(work) = self.channels.work_of(channel)
        {
            work.unsent.remove(&channel);
        }
    }

    /// Writes to streams that have room again.
    pub(super) fn write_on(&mut self, group: GroupId) {
        for id in std::mem::take(&mut self.channels.work(group).writable) {
            if let Some(channel) = self.streams.get(id).map(|stream| stream.channel) {
                // The sender will see a failure: it finds the outbox broken.
                let _ = self.flush(channel);
                self.resume(channel);
            }
        }
    }

    /// Writes what sessions have queued by themselves.
    #[inline]
    pub(super) fn flush_spoken(&mut self) {
        while let Some(channel) = self.channels.pop_spoken() {
            if self.channels.find(channel).is_some() {
                // Nobody waits for it.
                let _ = self.flush(channel);
            }
        }
    }

    pub(super) fn flush(&mut self, id: ChannelId) -> io::Result<()> {
        let channel = self.channels.get_mut(id);
        let Some(writer) = channel.writer.filter(|_| channel.session.has_unsent()) else {
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
                write_all(&mut channel.session, |bytes| access.write(fd, bytes))
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
            self.break_off(id, error);
        }
        flushed
    }

    /// Makes the poll set report when a stream has room again.
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

/// Writes queued frames with `write`. `Ok(false)` if `write` would block.
fn write_all<F: Frame, R>(
    session: &mut Session<F, R>,
    mut write: impl FnMut(&[u8]) -> io::Result<usize>,
) -> io::Result<bool> {
    while let Some(bytes) = session.poll_transmit() {
        match write(bytes) {
            Ok(written) => session.mark_written(written),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
