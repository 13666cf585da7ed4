//! One stream of a channel: its source, its decoder and its readiness.

use super::fd::{Access, set_nodelay};
use super::poll_set::Registration;
use super::reopened::Reopened;
use super::{ChannelId, Io, Source};
use crate::frame::Decoder;

pub(super) struct Stream<S> {
    pub(super) source: S,
    pub(super) channel: ChannelId,
    pub(super) access: Access,
    /// The decoder; `None` if the stream is only written, or has ended.
    pub(super) decoder: Option<Decoder>,
    pub(super) registration: Option<Registration>,
    /// Whether the last frame was long, as the next one may be.
    pub(super) long_frames: bool,
    /// Whether the stream is in the queue of streams to read.
    pub(super) queued: bool,
    /// Whether the other side has hung up. No further event will come, so we read until the end, even
    /// after a short read.
    pub(super) hung_up: bool,
    /// The descriptor to write instead of the source's own.
    pub(super) reopened: Option<Reopened>,
}

impl<S: Source> Stream<S> {
    pub(super) fn new(source: S, channel: ChannelId, decoder: Option<Decoder>) -> Self {
        if let Io::Direct(fd) | Io::Relayed(Some(fd)) = source.io() {
            set_nodelay(fd);
        }
        let access = match source.io() {
            Io::Direct(fd) => Access::of(fd),
            Io::Relayed(_) | Io::Closed => Access::Polled,
        };
        Self {
            source,
            channel,
            access,
            decoder,
            registration: None,
            long_frames: false,
            queued: false,
            hung_up: false,
            reopened: None,
        }
    }

    /// Puts a pipe whose end we share with nobody into non-blocking mode.
    pub(super) fn own(&mut self) {
        if let Io::Direct(fd) = self.source.io() {
            self.access.own(fd);
        }
    }

    /// Opens a pipe a second time, to write it in non-blocking mode.
    pub(super) fn reopen(&mut self) {
        if let Io::Direct(fd) = self.source.io() {
            self.reopened = Reopened::of(fd);
        }
    }

    /// Whether there is something to release if the owner closes the stream.
    pub(super) fn is_held(&self) -> bool {
        self.registration.is_some() || self.reopened.is_some()
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.source.io(), Io::Closed)
    }
}
