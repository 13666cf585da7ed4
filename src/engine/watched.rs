//! Watched streams: PHP code reads them, and the reactor tells when.

use super::{Channel, join, with};
use crate::zend::{Result, Stream};
use stream_ipc::reactor::{GroupId, Served, StreamId};

impl Channel {
    /// A channel that watches a stream for a group, where `tag` names it. It carries no messages.
    ///
    /// # Errors
    /// A RuntimeException if the kernel refuses to watch the stream.
    pub fn watching(stream: Stream, group: GroupId, tag: usize) -> Result<Self> {
        let channel = Self::without_streams()?;
        with(|reactor| reactor.add_watched(channel.id(), stream))?;
        join(channel.id(), group, tag)?;
        Ok(channel)
    }
}

/// The next watched stream of the group that may be readable, or that PHP code has closed, with its tag.
/// [`note_served`] must follow.
pub fn next_readable(group: GroupId) -> Result<Option<(StreamId, usize)>> {
    with(|reactor| reactor.next_readable(group))
}

/// Takes note that a watched stream has been served.
pub fn note_served(stream: StreamId, served: Served) -> Result {
    with(|reactor| reactor.note_served(stream, served))
}
