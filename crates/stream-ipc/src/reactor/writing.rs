//! Writing the frames of channels, as far as their streams have room.

use super::channel::Channel;
use super::fd::Access;
use super::reopened::Reopened;
use super::stream::Stream;
use super::{ChannelId, GroupId, Io, Reactor, Source, StreamId};
use crate::session::{Frame, FrameNumber, Session};
use mio::Interest;
use std::io::{self, IoSlice};
use std::os::fd::BorrowedFd;

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
        let number = self.queue_frame(channel, queue)?;
        let flushed = self.flush(channel)?;
        Ok((flushed == Flushed::InPart).then_some(number))
    }

    /// Lets `queue` queue a frame in the session, and writes nothing: [`Self::write_queued`] then writes
    /// all that is queued in few calls.
    ///
    /// # Errors
    /// If the stream is closed or broken.
    #[inline]
    pub fn queue_frame(
        &mut self,
        channel: ChannelId,
        queue: impl FnOnce(&mut Session<S::Frame, R>) -> io::Result<FrameNumber>,
    ) -> io::Result<FrameNumber> {
        self.follow_fork()?;
        let Channel { session, alarm, .. } = self.channels.get_mut(channel);
        let number = queue(session)?;
        let due = session.poll_timeout();
        if due.is_some() && due != *alarm {
            self.channels.note(channel);
        }
        Ok(number)
    }

    /// Writes as much of the queue as the stream takes now; turns write the rest. To a relayed stream, its
    /// owner writes: [`Self::lend`].
    ///
    /// # Errors
    /// If the stream is closed or broken.
    pub fn write_queued(&mut self, channel: ChannelId) -> io::Result<()> {
        self.flush(channel).map(drop)
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
    #[inline]
    pub(super) fn write_on(&mut self, group: GroupId) {
        // Every turn calls this, and few streams have been full.
        let writable = &mut self.channels.work(group).writable;
        if !writable.is_empty() {
            let writable = std::mem::take(writable);
            self.write_each(writable);
        }
    }

    #[cold]
    fn write_each(&mut self, writable: Vec<StreamId>) {
        for id in writable {
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

    /// Writes as much of the queue as the stream takes now.
    pub(super) fn flush(&mut self, id: ChannelId) -> io::Result<Flushed> {
        let channel = self.channels.get_mut(id);
        if !channel.session.has_unsent() {
            return Ok(Flushed::All);
        }
        let Some(writer) = channel.writer else {
            return Ok(Flushed::InPart);
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
                write_all(&mut channel.session, access, fd)
            }
            Io::Relayed(_) if channel.session.is_lent() => return Ok(Flushed::All),
            Io::Relayed(_) => {
                if let Some(work) = self.channels.work_of(id) {
                    work.unsent.insert(id);
                }
                return Ok(Flushed::InPart);
            }
            Io::Closed => Err(io::Error::new(
                io::ErrorKind::NotConnected,
                "the stream was closed on this side",
            )),
        };
        let flushed = match written {
            Ok(Flushed::All) => return Ok(Flushed::All),
            Ok(Flushed::InPart) => self.watch_room(writer).map(|()| Flushed::InPart),
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

/// What has left of the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flushed {
    /// All of it, or it will without a turn: the stream's owner writes it.
    All,
    /// A part: turns write the rest.
    InPart,
}

/// Writes queued frames, as far as the descriptor has room.
fn write_all<F: Frame, R>(
    session: &mut Session<F, R>,
    access: &mut Access,
    fd: BorrowedFd<'_>,
) -> io::Result<Flushed> {
    while let Some(bytes) = session.poll_transmit() {
        let written = match session.has_several_unsent() {
            false => access.write(fd, bytes),
            true => write_several(session, access, fd),
        };
        match written {
            Ok(written) => session.mark_written(written),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Flushed::InPart),
            Err(error) => return Err(error),
        }
    }
    Ok(Flushed::All)
}

/// Writes the first frames of several in one call. A long one has a call of its own.
#[inline(never)]
fn write_several<F: Frame, R>(
    session: &Session<F, R>,
    access: &mut Access,
    fd: BorrowedFd<'_>,
) -> io::Result<usize> {
    const MOST: usize = 64;
    let mut slices = [IoSlice::new(&[]); MOST];
    let mut count = 0;
    let mut room = access.most_at_once();
    for (slice, frame) in slices.iter_mut().zip(session.poll_transmits()) {
        *slice = IoSlice::new(frame);
        match room.checked_sub(frame.len()) {
            Some(left) => (room, count) = (left, count + 1),
            None => break,
        }
    }
    match count {
        0 | 1 => access.write(fd, &slices[0]),
        _ => access.write_several(fd, &slices[..count]),
    }
}
