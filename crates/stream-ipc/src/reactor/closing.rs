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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deadline::Deadline;
    use crate::inbound::Inbound;
    use crate::reactor::Appetite;
    use crate::session::Event;
    use std::io::{Read as _, Write as _, pipe};
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixStream;

    #[test]
    fn a_channel_whose_writer_was_taken_still_reads() {
        let mut reactor = Reactor::<OwnedFd, ()>::new().unwrap();
        let (group, channel) = (reactor.add_group(), reactor.add_channel());
        let ((mut their_input, write), (read, mut their_output)) =
            (pipe().unwrap(), pipe().unwrap());
        reactor.add_reader(channel, read.into(), None);
        reactor.set_writer(channel, write.into());
        reactor.join(channel, group, 0).unwrap();

        drop(reactor.take_writer(channel).unwrap());
        assert_eq!(their_input.read(&mut [0]).unwrap(), 0);
        assert!(reactor.take_writer(channel).is_none());
        let sent = reactor.send(channel, |session| session.send(b"gone".to_vec()));
        assert_eq!(sent.unwrap_err().kind(), io::ErrorKind::NotConnected);

        their_output.write_all(b"last words\n").unwrap();
        while reactor.arrived(group) == 0 {
            reactor
                .turn(group, Deadline::NEVER, Appetite::Fair)
                .unwrap();
        }
        let (_, _, event) = reactor.poll_event(group).unwrap();
        assert!(matches!(event, Event::Arrived(Inbound::Junk(junk)) if junk == "last words\n"));
    }

    #[test]
    fn a_stream_that_is_read_as_well_stays() {
        let mut reactor = Reactor::<OwnedFd, ()>::new().unwrap();
        let channel = reactor.add_channel();
        let (ours, _theirs) = UnixStream::pair().unwrap();
        let stream = reactor.add_reader(channel, ours.into(), None);
        reactor.write_to_reader(channel, stream);
        assert!(reactor.take_writer(channel).is_none());
    }
}
