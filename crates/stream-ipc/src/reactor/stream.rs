//! One stream of a channel: the source, what decodes it, how ready it is.

use super::fd::{Access, send_at_once};
use super::poll_set::Registration;
use super::reopened::Reopened;
use super::{ChannelId, Io, Source};
use crate::frame::Decoder;

pub(super) struct Stream<S> {
    pub(super) source: S,
    pub(super) channel: ChannelId,
    pub(super) access: Access,
    /// Decodes what is read; `None` where the stream is only written, or has ended.
    pub(super) decoder: Option<Decoder>,
    pub(super) registration: Option<Registration>,
    /// Whether the last frame was long, as the next may be.
    pub(super) long_frames: bool,
    /// Whether the stream stands in the queue of those to read.
    pub(super) queued: bool,
    /// Whether the other side has hung up: reading goes on until the end is read, however little
    /// a read returns, for no further event will come.
    pub(super) hung_up: bool,
    /// Whether a read may wait for bytes, as far as is known: one in non-blocking mode does not.
    pub(super) blocks: bool,
    /// What is written to instead of the source's own descriptor.
    pub(super) reopened: Option<Reopened>,
}

impl<S: Source> Stream<S> {
    pub(super) fn new(source: S, channel: ChannelId, decoder: Option<Decoder>) -> Self {
        if let Io::Direct(fd) | Io::Relayed(Some(fd)) = source.io() {
            send_at_once(fd);
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
            blocks: true,
            reopened: None,
        }
    }

    /// Puts a pipe that nobody else reads or writes at this end into non-blocking mode.
    pub(super) fn own(&mut self) {
        if let Io::Direct(fd) = self.source.io() {
            self.access.own(fd);
        }
    }

    /// Opens a pipe once more, to be written in a mode of its own.
    pub(super) fn reopen(&mut self) {
        if let Io::Direct(fd) = self.source.io() {
            self.reopened = Reopened::of(fd);
        }
    }

    /// Whether there is something to let go of when it is found closed.
    pub(super) fn is_held(&self) -> bool {
        self.registration.is_some() || self.reopened.is_some()
    }

    pub(super) fn is_closed(&self) -> bool {
        matches!(self.source.io(), Io::Closed)
    }
}
