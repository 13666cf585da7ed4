//! Small messages cost no allocations once the reactor is warm.

use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};
use stream_ipc::deadline::Deadline;
use stream_ipc::frame::{HEADER_LEN, encode};
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::{Appetite, ChannelId, GroupId, Io, Reactor, Source};
use stream_ipc::session::{Event, Frame, Session};

const LIMIT: Duration = Duration::from_secs(20);

/// A socket whose frames belong to someone else, so that only the reactor's allocations count.
struct Socket(UnixStream);

impl Source for Socket {
    type Frame = Borrowed;

    fn io(&self) -> Io<'_> {
        Io::Direct(self.0.as_fd())
    }
}

/// A frame that somebody else keeps.
#[derive(Clone, Copy)]
struct Borrowed(&'static [u8]);

impl AsRef<[u8]> for Borrowed {
    fn as_ref(&self) -> &[u8] {
        self.0
    }
}

impl Frame for Borrowed {
    fn of(bytes: Vec<u8>) -> Self {
        Self(bytes.leak())
    }
}

/// Two channels that are each other's other side.
struct Pair {
    reactor: Reactor<Socket, ()>,
    group: GroupId,
    ends: [ChannelId; 2],
}

impl Pair {
    fn new() -> Self {
        let mut reactor = Reactor::new().unwrap();
        let group = reactor.add_group();
        let (one, other) = UnixStream::pair().unwrap();
        let ends = [one, other].map(|socket| {
            let channel = reactor.add_channel();
            let stream = reactor.add_reader(channel, Socket(socket), None);
            reactor.write_to_reader(channel, stream);
            reactor.join(channel, group, 0).unwrap();
            channel
        });
        Self {
            reactor,
            group,
            ends,
        }
    }

    /// Sends `frame` `count` times from one end, then takes as many at the other, and drops them.
    fn pass(&mut self, from: usize, frame: &'static [u8], count: usize) {
        for _ in 0..count {
            let queue = |session: &mut Session<_, ()>| session.send(Borrowed(frame));
            self.reactor.send(self.ends[from], queue).unwrap();
        }
        for _ in 0..count {
            let start = Instant::now();
            while self.reactor.arrived(self.group) == 0 {
                assert!(start.elapsed() < LIMIT, "nothing arrived");
                self.reactor
                    .turn(self.group, Deadline::after(LIMIT), Appetite::Fair)
                    .unwrap();
            }
            match self.reactor.poll_event(self.group) {
                Some((channel, _, Event::Arrived(Inbound::Frame(payload))))
                    if channel == self.ends[1 - from] =>
                {
                    assert_eq!(*payload, frame[HEADER_LEN..]);
                }
                other => panic!("{other:?} is not the frame"),
            }
        }
    }
}

/// How many allocations it takes to pass so many messages of 64 bytes to and fro,
/// `at_once` in one direction, after as many messages that do not count.
fn allocations(messages: usize, at_once: usize) -> u64 {
    let frame = encode(&[b'x'; 64]).unwrap().leak();
    let mut pair = Pair::new();
    let mut run = || {
        for _ in 0..messages / at_once / 2 {
            pair.pass(0, frame, at_once);
            pair.pass(1, frame, at_once);
        }
    };
    run();
    allocation_counter::measure(run).count_total
}

#[test]
fn a_message_there_and_one_back_allocate_nothing() {
    assert_eq!(allocations(10_000, 1), 0);
}

#[test]
fn a_hundred_messages_at_once_allocate_nothing() {
    assert_eq!(allocations(10_000, 100), 0);
}
