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
    /// Whether its owner reads it, and wants to know when it is readable.
    pub(super) is_watched: bool,
    /// Whether the stream is in the queue of streams to read, or its owner is reading it.
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
            access,
            ..Self::untouched(source, channel, decoder)
        }
    }

    /// A stream that its owner reads. We change nothing about it.
    pub(super) fn watched(source: S, channel: ChannelId) -> Self {
        Self {
            is_watched: true,
            ..Self::untouched(source, channel, None)
        }
    }

    fn untouched(source: S, channel: ChannelId, decoder: Option<Decoder>) -> Self {
        Self {
            source,
            channel,
            access: Access::Polled,
            decoder,
            registration: None,
            long_frames: false,
            is_watched: false,
            queued: false,
            hung_up: false,
            reopened: None,
        }
    }

    /// Whether anybody wants to know when it is readable.
    pub(super) fn is_read(&self) -> bool {
        self.decoder.is_some() || self.is_watched
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

    /// Whether its owner has closed it, and we hold something of it.
    pub(super) fn is_released(&self) -> bool {
        (self.registration.is_some() || self.reopened.is_some()) && self.is_closed()
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.source.io(), Io::Closed)
    }

    /// Whether its owner can read bytes that the kernel does not know of.
    pub(super) fn has_hidden_news(&self) -> bool {
        self.is_watched && !self.queued && self.source.has_buffered()
    }
}
