//! Giving a stream back before its channel goes.

use super::{ChannelId, Reactor, Source};
use std::io;

impl<S: Source, R> Reactor<S, R> {
    /// Gives back the stream that the channel writes and does not read. Nothing can leave any more, and
    /// what is queued is lost; what comes in still arrives. `None` if there is no such stream.
    pub fn take_writer(&mut self, channel: ChannelId) -> Option<S> {
        let writer = self.channels.find(channel)?.writer?;
        if self.streams[writer].is_read() {
            return None;
        }
        // A forked child must not touch its parent's poll set.
        if self.follow_fork().is_ok() {
            self.unwatch_stream(writer);
        }
        self.break_off(channel, &io::ErrorKind::NotConnected.into());
        let channel = self.channels.get_mut(channel);
        channel.writer = None;
        channel.streams.retain(|stream| *stream != writer);
        Some(self.streams.remove(writer)?.source)
    }
}
