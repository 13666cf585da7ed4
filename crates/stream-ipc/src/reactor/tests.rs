use super::*;
use crate::frame::encode;
use crate::inbound::Inbound;
use crate::session::{End, FrameNumber, Statistics};
use std::cell::Cell;
use std::fs::{self, File};
use std::io::{PipeReader, Read as _, Write as _, pipe};
use std::net::{TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

fn send<S: Source>(
    reactor: &mut Reactor<S, ()>,
    channel: ChannelId,
    frame: S::Frame,
) -> io::Result<Option<FrameNumber>> {
    reactor.send(channel, |session| session.send(frame))
}

fn is_written<S: Source>(
    reactor: &Reactor<S, ()>,
    channel: ChannelId,
    number: FrameNumber,
) -> io::Result<bool> {
    reactor.session(channel).unwrap().is_written(number)
}

fn statistics<S: Source>(reactor: &Reactor<S, ()>, channel: ChannelId) -> Statistics {
    reactor.session(channel).unwrap().statistics()
}

/// The next arrival, or the end of the session.
fn take<S: Source>(
    reactor: &mut Reactor<S, ()>,
    group: GroupId,
) -> Option<(ChannelId, usize, Inbound)> {
    let (channel, tag, event) = reactor.poll_event(group)?;
    let inbound = match event {
        Event::Arrived(inbound) => inbound,
        Event::Ended(End::ByPeer { lost }) => Inbound::Ended { lost },
        other => panic!("{other:?}"),
    };
    Some((channel, tag, inbound))
}

fn first_arrived<S: Source>(reactor: &Reactor<S, ()>, channel: ChannelId) -> Option<&Inbound> {
    reactor.session(channel).unwrap().first_arrived()
}

fn take_from<S: Source>(reactor: &mut Reactor<S, ()>, channel: ChannelId) -> Option<Inbound> {
    reactor
        .with_session(channel, Session::take_arrived)
        .flatten()
}

/// A reactor with one group, over descriptors.
struct Bench {
    reactor: Reactor<OwnedFd, ()>,
    group: GroupId,
}

impl Bench {
    fn new() -> Self {
        let mut reactor = Reactor::new().unwrap();
        let group = reactor.add_group();
        Self { reactor, group }
    }

    fn channel(
        &mut self,
        write: impl Into<OwnedFd>,
        reads: impl IntoIterator<Item: Into<OwnedFd>>,
        tag: usize,
    ) -> ChannelId {
        let channel = self.reactor.add_channel();
        self.reactor.set_writer(channel, write.into());
        for read in reads {
            self.reactor.add_reader(channel, read.into(), None);
        }
        self.reactor.join(channel, self.group, tag).unwrap();
        channel
    }

    fn socket(&mut self, socket: UnixStream, tag: usize) -> ChannelId {
        let channel = self.reactor.add_channel();
        let stream = self.reactor.add_reader(channel, socket.into(), None);
        self.reactor.write_to_reader(channel, stream);
        self.reactor.join(channel, self.group, tag).unwrap();
        channel
    }

    /// The next arrival, with the tag of its channel.
    fn next(&mut self) -> (usize, Inbound) {
        let start = Instant::now();
        loop {
            if let Some((_, tag, inbound)) = take(&mut self.reactor, self.group) {
                return (tag, inbound);
            }
            assert!(start.elapsed() < LIMIT, "nothing arrived");
            self.reactor
                .turn(self.group, Deadline::after(LIMIT), Appetite::Fair)
                .unwrap();
        }
    }

    /// The next arrival, found by a look if the last two were.
    fn next_by_looking(&mut self) -> (usize, Inbound) {
        self.reactor.set_busy_poll(LIMIT);
        self.next()
    }

    fn next_frame(&mut self) -> (usize, Vec<u8>) {
        match self.next() {
            (tag, Inbound::Frame(payload)) => (tag, payload.to_vec()),
            other => panic!("{other:?} is no frame"),
        }
    }

    fn finish_sending(&mut self, channel: ChannelId, queued: Option<FrameNumber>) {
        let Some(number) = queued else { return };
        let start = Instant::now();
        while !is_written(&self.reactor, channel, number).unwrap() {
            assert!(start.elapsed() < LIMIT, "not written");
            self.reactor
                .turn(self.group, Deadline::after(LIMIT), Appetite::Unbounded)
                .unwrap();
        }
    }
}

fn read_frame(mut from: impl std::io::Read) -> Vec<u8> {
    let mut header = [0; 8];
    from.read_exact(&mut header).unwrap();
    let len = u32::from_be_bytes(header[4..].try_into().unwrap());
    let mut payload = vec![0; len as usize];
    from.read_exact(&mut payload).unwrap();
    payload
}

fn echo_frames(mut stream: impl std::io::Read + std::io::Write, count: usize) {
    for _ in 0..count {
        let payload = read_frame(&mut stream);
        stream.write_all(&encode(&payload).unwrap()).unwrap();
    }
}

fn tcp_pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let ours = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    (ours, listener.accept().unwrap().0)
}

#[test]
fn frames_cross_sockets_whatever_their_size() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let sizes = [0, 1, 1000, 65_536, 1_000_000, 20_000_000];
    let echo = thread::spawn(move || echo_frames(theirs, sizes.len()));
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 3);
    for size in sizes {
        let payload: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
        let number = send(&mut bench.reactor, channel, encode(&payload).unwrap()).unwrap();
        bench.finish_sending(channel, number);
        assert!(bench.next_frame() == (3, payload), "{size} bytes");
    }
    echo.join().unwrap();
}

#[test]
fn pipes_and_tcp_sockets_carry_frames_too() {
    let (from_them, mut to_us) = pipe().unwrap();
    let (mut from_us, to_them) = pipe().unwrap();
    let (ours, theirs) = tcp_pair();
    let payload = vec![b'x'; 1_000_000];
    let expected = payload.clone();
    let echo = thread::spawn(move || {
        let payload = read_frame(&mut from_us);
        to_us.write_all(&encode(&payload).unwrap()).unwrap();
        drop(to_us);
        echo_frames(theirs, 1);
    });
    let mut bench = Bench::new();
    let frame = encode(&payload).unwrap();
    let piped = bench.channel(to_them, [from_them], 1);
    let number = send(&mut bench.reactor, piped, frame.clone()).unwrap();
    bench.finish_sending(piped, number);
    assert_eq!(bench.next_frame(), (1, expected.clone()));
    assert!(matches!(bench.next(), (1, Inbound::Ended { lost: 0 })));

    let tcp = bench.channel(ours.try_clone().unwrap(), [ours], 2);
    let number = send(&mut bench.reactor, tcp, frame).unwrap();
    bench.finish_sending(tcp, number);
    assert_eq!(bench.next_frame(), (2, expected));
    echo.join().unwrap();
}

#[test]
fn two_that_write_before_they_read_do_not_deadlock() {
    let (one, two) = UnixStream::pair().unwrap();
    let talk = |socket: UnixStream| {
        let mut bench = Bench::new();
        let channel = bench.socket(socket, 0);
        for i in 0..64_u8 {
            let number = send(
                &mut bench.reactor,
                channel,
                encode(&vec![i; 65_536]).unwrap(),
            )
            .unwrap();
            bench.finish_sending(channel, number);
        }
        for i in 0..64_u8 {
            assert!(bench.next_frame() == (0, vec![i; 65_536]), "frame {i}");
        }
    };
    let other = thread::spawn(move || talk(two));
    talk(one);
    other.join().unwrap();
}

#[test]
fn a_blocking_descriptor_stays_blocking() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let same = ours.try_clone().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    send(&mut bench.reactor, channel, encode(b"1").unwrap()).unwrap();
    bench
        .reactor
        .turn(bench.group, Deadline::NOW, Appetite::Fair)
        .unwrap();
    let mut byte = [0];
    let reader = thread::spawn(move || (&same).read(&mut byte).map(|_| byte));
    thread::sleep(Duration::from_millis(20));
    theirs.write_all(b"!").unwrap();
    assert_eq!(reader.join().unwrap().expect("the read waited"), *b"!");
}

#[test]
fn junk_half_frames_and_the_end_are_told_in_order() {
    let (from_them, mut to_us) = pipe().unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    bench.channel(to_them, [from_them], 9);
    let whole = encode(b"whole").unwrap();
    to_us
        .write_all(&[b"junk", &whole[..], &whole[..10]].concat())
        .unwrap();
    drop(to_us);
    assert!(matches!(bench.next(), (9, Inbound::Junk(junk)) if junk == "junk"));
    assert_eq!(bench.next_frame(), (9, b"whole".to_vec()));
    assert!(bench.reactor.is_open(bench.group) || bench.reactor.arrived(bench.group) > 0);
    assert!(matches!(bench.next(), (9, Inbound::Ended { lost: 10 })));
    assert!(!bench.reactor.is_open(bench.group));
}

#[test]
fn a_kept_start_of_a_magic_is_junk_at_the_end() {
    let (from_them, mut to_us) = pipe().unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    bench.channel(to_them, [from_them], 0);
    to_us.write_all(b"\xF3\x4A").unwrap();
    drop(to_us);
    assert!(matches!(bench.next(), (0, Inbound::Junk(junk)) if junk == b"\xF3\x4A".as_slice()));
    assert!(matches!(bench.next(), (0, Inbound::Ended { lost: 0 })));
}

#[test]
fn a_channel_ends_with_its_last_stream() {
    let (first, to_first) = pipe().unwrap();
    let (second, mut to_second) = pipe().unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    bench.channel(to_them, [first, second], 0);
    drop(to_first);
    bench
        .reactor
        .turn(bench.group, Deadline::after(LIMIT), Appetite::Fair)
        .unwrap();
    assert!(bench.reactor.is_open(bench.group));
    assert_eq!(bench.reactor.arrived(bench.group), 0);
    to_second
        .write_all(&encode(b"still here").unwrap())
        .unwrap();
    drop(to_second);
    assert_eq!(bench.next_frame(), (0, b"still here".to_vec()));
    assert!(matches!(bench.next(), (0, Inbound::Ended { lost: 0 })));
}

#[test]
fn writing_to_one_that_is_gone_fails_and_keeps_failing() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    drop(theirs);
    for _ in 0..2 {
        let error = send(&mut bench.reactor, channel, encode(b"x").unwrap()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}

#[test]
fn a_write_that_breaks_while_it_waits_says_so() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    let number = send(
        &mut bench.reactor,
        channel,
        encode(&vec![0; 10_000_000]).unwrap(),
    )
    .unwrap()
    .expect("more than a socket takes");
    assert!(!is_written(&bench.reactor, channel, number).unwrap());
    drop(theirs);
    let start = Instant::now();
    while is_written(&bench.reactor, channel, number).is_ok() {
        assert!(start.elapsed() < LIMIT, "the break went unnoticed");
        bench
            .reactor
            .turn(bench.group, Deadline::after(LIMIT), Appetite::Unbounded)
            .unwrap();
    }
}

#[test]
fn nothing_is_queued_behind_a_write_that_was_cut() {
    let (ours, _theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    let frame = encode(&vec![0; 10_000_000]).unwrap();
    send(&mut bench.reactor, channel, frame).unwrap();
    let before = statistics(&bench.reactor, channel);
    assert!(before.bytes_sent > 0 && before.bytes_queued > 0);
    bench
        .reactor
        .break_off(channel, &io::ErrorKind::TimedOut.into());
    let after = statistics(&bench.reactor, channel);
    assert_eq!(
        (after.bytes_sent, after.bytes_queued),
        (before.bytes_sent, 0)
    );
}

#[test]
fn a_write_may_be_cut_while_the_streams_owner_writes() {
    let (fd, _to_us) = pipe().unwrap();
    let (mut reactor, group, stream) = reading(Owned {
        fd,
        closed: Rc::default(),
        relayed: true,
    });
    let channel = reactor.streams[stream].channel;
    reactor.write_to_reader(channel, stream);
    send(&mut reactor, channel, encode(b"cut").unwrap()).unwrap();
    assert_eq!(reactor.unsent(group), [channel]);
    assert!(reactor.lend(channel).is_some());
    reactor.break_off(channel, &io::ErrorKind::TimedOut.into());
    reactor.wrote(channel, 5);
    let traffic = statistics(&reactor, channel);
    assert_eq!((traffic.bytes_sent, traffic.bytes_queued), (5, 0));
}

#[test]
fn a_reactor_that_is_taken_apart_gives_back_what_it_was_given() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    let frame = encode(&vec![0; 10_000_000]).unwrap();
    send(&mut bench.reactor, channel, frame.clone()).unwrap();
    let (streams, frames) = bench.reactor.dismantle();
    assert_eq!((streams.len(), frames), (1, vec![frame]));
    drop(streams);
    // Nothing else keeps it open.
    theirs.set_read_timeout(Some(LIMIT)).unwrap();
    let mut sent = Vec::new();
    (&theirs).read_to_end(&mut sent).unwrap();
    assert!(!sent.is_empty());
}

#[test]
fn a_group_that_was_dissolved_has_nothing_to_do() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    theirs.write_all(&encode(b"unheard").unwrap()).unwrap();
    let Bench { mut reactor, group } = bench;
    reactor.remove_group(group);
    for appetite in [Appetite::Fair, Appetite::Unbounded] {
        reactor.turn(group, Deadline::NEVER, appetite).unwrap();
    }
    assert!(!reactor.has_relays(group));
    assert!(reactor.next_relay(group).is_none());
    assert!(reactor.unsent(group).is_empty());
    assert!(take_from(&mut reactor, channel).is_none());
}

#[test]
fn an_ended_stream_costs_no_turns() {
    let (from_them, to_us) = pipe().unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    bench.channel(to_them, [from_them], 0);
    drop(to_us);
    assert!(matches!(bench.next(), (0, Inbound::Ended { .. })));
    let start = Instant::now();
    bench
        .reactor
        .turn(
            bench.group,
            Deadline::after(Duration::from_millis(50)),
            Appetite::Fair,
        )
        .unwrap();
    assert!(
        start.elapsed() >= Duration::from_millis(40),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_regular_file_is_read_to_its_end() {
    let path = std::env::temp_dir().join(format!("stream-ipc-{}", std::process::id()));
    let frames: Vec<u8> = (0..1000)
        .flat_map(|_| encode(&[b'f'; 999]).unwrap())
        .collect();
    fs::write(&path, &frames).unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    bench.channel(to_them, [File::open(&path).unwrap()], 0);
    fs::remove_file(&path).unwrap();
    for _ in 0..1000 {
        assert_eq!(bench.next_frame().1.len(), 999);
    }
    assert!(matches!(bench.next(), (0, Inbound::Ended { lost: 0 })));
}

#[test]
fn a_full_inbox_leaves_the_rest_with_its_sender_until_there_is_room() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    bench.socket(ours, 0);
    let sender = thread::spawn(move || {
        let mut theirs = theirs;
        for i in 0..100_u8 {
            theirs
                .write_all(&encode(&vec![i; 200_000]).unwrap())
                .unwrap();
        }
        theirs
    });
    for _ in 0..200 {
        bench
            .reactor
            .turn(
                bench.group,
                Deadline::after(Duration::from_millis(1)),
                Appetite::Fair,
            )
            .unwrap();
    }
    let arrived = bench.reactor.arrived(bench.group);
    assert!(
        (1..20).contains(&arrived),
        "{arrived} frames were read ahead"
    );
    for i in 0..100_u8 {
        assert!(bench.next_frame() == (0, vec![i; 200_000]), "frame {i}");
    }
    drop(sender.join().unwrap());
}

#[test]
fn channels_take_turns() {
    let mut bench = Bench::new();
    let mut others = Vec::new();
    for tag in 0..3 {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        bench.socket(ours, tag);
        for _ in 0..2 {
            theirs.write_all(&encode(b"x").unwrap()).unwrap();
        }
        others.push(theirs);
    }
    while bench.reactor.arrived(bench.group) < 6 {
        bench
            .reactor
            .turn(bench.group, Deadline::after(LIMIT), Appetite::Fair)
            .unwrap();
    }
    let tags: Vec<_> = (0..6).map(|_| bench.next_frame().0).collect();
    assert_eq!(tags[..3], tags[3..]);
}

#[test]
fn one_descriptor_may_serve_two_channels() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let ours: Rc<OwnedFd> = Rc::new(ours.into());
    let mut reactor = Reactor::<Rc<OwnedFd>, ()>::new().unwrap();
    let group = reactor.add_group();
    for tag in [1, 2] {
        let channel = reactor.add_channel();
        reactor.add_reader(channel, Rc::clone(&ours), None);
        reactor.join(channel, group, tag).unwrap();
    }
    theirs
        .write_all(&encode(b"for one of them").unwrap())
        .unwrap();
    while reactor.arrived(group) == 0 {
        reactor
            .turn(group, Deadline::after(LIMIT), Appetite::Fair)
            .unwrap();
    }
    assert!(matches!(
        take(&mut reactor, group),
        Some((_, _, Inbound::Frame(_)))
    ));
}

#[test]
fn a_channel_that_left_or_went_is_not_heard_any_more() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    theirs.write_all(&encode(b"before").unwrap()).unwrap();
    bench
        .reactor
        .turn(bench.group, Deadline::after(LIMIT), Appetite::Fair)
        .unwrap();
    assert_eq!(bench.reactor.arrived(bench.group), 1);
    bench.reactor.leave(channel);
    assert_eq!(bench.reactor.arrived(bench.group), 0);
    assert!(take(&mut bench.reactor, bench.group).is_none());
    assert!(matches!(
        take_from(&mut bench.reactor, channel),
        Some(Inbound::Frame(_))
    ));
    theirs.write_all(&encode(b"after").unwrap()).unwrap();
    bench
        .reactor
        .turn(bench.group, Deadline::NOW, Appetite::Fair)
        .unwrap();
    assert!(take_from(&mut bench.reactor, channel).is_none());
    let (stream, _) = bench.reactor.streams(channel).next().unwrap();
    bench.reactor.read_now(stream);
    assert!(matches!(
        take_from(&mut bench.reactor, channel),
        Some(Inbound::Frame(_))
    ));
    assert_eq!(bench.reactor.remove_channel(channel).0.len(), 1);
    assert!(bench.reactor.dismantle().0.is_empty());
}

#[test]
fn only_pipes_that_are_owned_are_put_into_non_blocking_mode() {
    let is_non_blocking = |fd: BorrowedFd<'_>| {
        let flags = rustix::fs::fcntl_getfl(fd).unwrap();
        flags.contains(rustix::fs::OFlags::NONBLOCK)
    };
    for owned in [true, false] {
        let (mut theirs, ours) = pipe().unwrap();
        let (replies, mut reply) = pipe().unwrap();
        let same = [ours.as_fd(), replies.as_fd()].map(|fd| fd.try_clone_to_owned().unwrap());
        let mut bench = Bench::new();
        let channel = bench.channel(ours, [replies], 1);
        if owned {
            bench.reactor.own_pipes(channel);
        }
        for end in &same {
            let expected = owned && cfg!(target_os = "linux");
            assert_eq!(is_non_blocking(end.as_fd()), expected);
        }
        assert!(!is_non_blocking(theirs.as_fd()) && !is_non_blocking(reply.as_fd()));

        reply.write_all(&encode(b"hello").unwrap()).unwrap();
        assert_eq!(bench.next_frame(), (1, b"hello".to_vec()));
        let long = encode(&vec![b'x'; 2_000_000]).unwrap();
        let number = send(&mut bench.reactor, channel, long.clone()).unwrap();
        assert!(number.is_some(), "no pipe holds so many bytes");
        let reader = thread::spawn(move || {
            let mut read = vec![0; long.len()];
            theirs.read_exact(&mut read).unwrap();
            assert!(read == long);
        });
        bench.finish_sending(channel, number);
        reader.join().unwrap();
    }
}

#[test]
fn each_of_many_waits_ends_at_its_own_deadline() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    bench.socket(ours, 0);
    // The first wait ends early; the next one lasts beyond its deadline, and the later ones less and less.
    theirs.write_all(&encode(b"early").unwrap()).unwrap();
    for (milliseconds, arrived) in [(200, 1), (350, 0), (150, 0), (5, 0), (0, 0)] {
        let wait = Duration::from_millis(milliseconds);
        let begun = Instant::now();
        while take(&mut bench.reactor, bench.group).is_some() {}
        bench
            .reactor
            .turn(bench.group, Deadline::after(wait), Appetite::Fair)
            .unwrap();
        assert_eq!(bench.reactor.arrived(bench.group), arrived);
        let late = begun.elapsed().checked_sub(wait);
        match arrived {
            0 => assert!(late.expect("not too early") < LIMIT),
            _ => assert_eq!(late, None),
        }
    }
}

#[test]
fn a_request_times_out_while_other_messages_keep_coming() {
    const TIMEOUT: Duration = Duration::from_millis(200);
    let mut bench = Bench::new();
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let channel = bench.socket(ours, 0);
    let begun = Instant::now();
    let due = Some(begun + TIMEOUT);
    let frame = encode(b"?").unwrap();
    let sent = bench
        .reactor
        .send(channel, |session| session.request(b"1", frame, due));
    assert!(sent.unwrap().is_none());
    let mut timed_out = None;
    while timed_out.is_none() && begun.elapsed() < LIMIT {
        theirs.write_all(&encode(b"news").unwrap()).unwrap();
        bench
            .reactor
            .turn(bench.group, Deadline::NEVER, Appetite::Fair)
            .unwrap();
        while let Some((.., event)) = bench.reactor.poll_event(bench.group) {
            if let Event::TimedOut(id) = event {
                timed_out = Some(id);
            }
        }
    }
    assert_eq!(timed_out.as_deref(), Some(b"1".as_slice()));
    assert!((TIMEOUT..LIMIT).contains(&begun.elapsed()));
}

/// Pairs of an end to read and an end to write: a pipe, a pipe in non-blocking mode, sockets.
fn one_way_streams() -> [(OwnedFd, OwnedFd); 4] {
    let (pipe_out, pipe_in) = pipe().unwrap();
    let (hasty_out, hasty_in) = pipe().unwrap();
    rustix::io::ioctl_fionbio(&hasty_out, true).unwrap();
    let (unix_out, unix_in) = UnixStream::pair().unwrap();
    let (tcp_out, tcp_in) = tcp_pair();
    [
        (pipe_out.into(), pipe_in.into()),
        (hasty_out.into(), hasty_in.into()),
        (unix_out.into(), unix_in.into()),
        (tcp_out.into(), tcp_in.into()),
    ]
}

#[test]
fn what_a_look_finds_is_read_whole() {
    for (read, write) in one_way_streams() {
        let mut bench = Bench::new();
        let (_their_end, to_them) = pipe().unwrap();
        bench.channel(to_them, [read], 0);
        let writer = thread::spawn(move || {
            let mut write = File::from(write);
            for size in [1, 200, 70_000, 3_000_000] {
                thread::sleep(Duration::from_millis(10));
                write.write_all(&encode(&vec![7; size]).unwrap()).unwrap();
            }
        });
        for size in [1, 200, 70_000, 3_000_000] {
            let (_, inbound) = bench.next_by_looking();
            assert!(matches!(inbound, Inbound::Frame(payload) if payload == vec![7; size]));
        }
        let (_, end) = bench.next_by_looking();
        assert!(matches!(end, Inbound::Ended { lost: 0 }), "{end:?}");
        writer.join().unwrap();
    }
}

#[test]
fn a_wait_that_looks_goes_on_writing() {
    let (from_them, mut to_us) = pipe().unwrap();
    let (from_us, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    let channel = bench.channel(to_them, [from_them], 0);
    let long = encode(&vec![1; 1_000_000]).unwrap();
    send(&mut bench.reactor, channel, long).unwrap();
    // The other side replies when it has all bytes.
    let other = thread::spawn(move || {
        let received = read_frame(from_us).len();
        to_us.write_all(&encode(b"got it").unwrap()).unwrap();
        received
    });
    let (_, reply) = bench.next_by_looking();
    assert!(matches!(reply, Inbound::Frame(payload) if payload == "got it"));
    assert_eq!(other.join().unwrap(), 1_000_000);
}

#[test]
fn others_are_seen_beside_a_stream_that_keeps_talking() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let (others_ours, mut others) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let first = bench.socket(ours, 1);
    let frame = |text: &str| encode(text.as_bytes()).unwrap();
    let is = |inbound: &Inbound, text: &str| matches!(inbound, Inbound::Frame(p) if p == text);
    for _ in 0..2 {
        for _ in 0..3 {
            theirs.write_all(&frame("alone")).unwrap();
            let (tag, inbound) = bench.next_by_looking();
            assert!(tag == 1 && is(&inbound, "alone"));
        }
        // Once more with a deadline, after leaving the group and joining it again.
        theirs.write_all(&frame("in time")).unwrap();
        assert_eq!(bench.next_frame(), (1, b"in time".to_vec()));
        bench.reactor.leave(first);
        bench.reactor.join(first, bench.group, 1).unwrap();
    }
    bench.socket(others_ours, 2);
    for _ in 0..2 {
        theirs.write_all(&frame("first")).unwrap();
        let (tag, inbound) = bench.next_by_looking();
        assert!(tag == 1 && is(&inbound, "first"));
        others.write_all(&frame("other")).unwrap();
        let (tag, inbound) = bench.next_by_looking();
        assert!(tag == 2 && is(&inbound, "other"));
    }
}

#[test]
fn the_stream_that_was_read_last_may_go() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 1);
    for _ in 0..3 {
        theirs.write_all(&encode(b"alone").unwrap()).unwrap();
        bench.next_by_looking();
    }
    assert_eq!(bench.reactor.remove_channel(channel).0.len(), 1);
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    bench.socket(ours, 2);
    theirs.write_all(&encode(b"next").unwrap()).unwrap();
    assert_eq!(bench.next_frame(), (2, b"next".to_vec()));
}

#[test]
fn what_comes_for_one_group_is_left_alone_by_the_turns_of_another() {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.socket(ours, 0);
    let other = bench.reactor.add_group();
    theirs.write_all(&encode(b"mine").unwrap()).unwrap();
    let wait = Deadline::after(Duration::from_millis(10));
    bench.reactor.turn(other, wait, Appetite::Fair).unwrap();
    assert!(first_arrived(&bench.reactor, channel).is_none());
    // But while a write waits, the other side may read only after we do.
    bench
        .reactor
        .turn(other, wait, Appetite::Unbounded)
        .unwrap();
    assert!(first_arrived(&bench.reactor, channel).is_some());
    assert_eq!(bench.next_frame(), (0, b"mine".to_vec()));
}

#[test]
fn a_channel_that_has_ended_tells_each_group_it_joins() {
    let (from_them, to_us) = pipe().unwrap();
    let (_, to_them) = pipe().unwrap();
    let mut bench = Bench::new();
    let channel = bench.channel(to_them, [from_them], 1);
    drop(to_us);
    assert!(matches!(bench.next(), (1, Inbound::Ended { lost: 0 })));
    bench.reactor.leave(channel);
    // An owner that goes on with the session knows of its end already.
    bench.reactor.join(channel, bench.group, 2).unwrap();
    let session = bench.reactor.session(channel).unwrap();
    assert_eq!(session.end(), Some(&End::ByPeer { lost: 0 }));
    assert_eq!(bench.reactor.arrived(bench.group), 0);
    bench.reactor.leave(channel);
    bench.reactor.with_session(channel, Session::begin_anew);
    bench.reactor.join(channel, bench.group, 2).unwrap();
    assert!(matches!(bench.next(), (2, Inbound::Ended { lost: 0 })));
    assert_eq!(bench.reactor.arrived(bench.group), 0);
}

/// A relayed stream without a descriptor.
struct Unpolled;

impl Source for Unpolled {
    type Frame = Vec<u8>;

    fn io(&self) -> Io<'_> {
        Io::Relayed(None)
    }
}

#[test]
fn a_relayed_stream_that_its_owner_does_not_get_to_waits_once() {
    let mut reactor = Reactor::new().unwrap();
    let group = reactor.add_group();
    let streams = [(); 3].map(|()| {
        let channel = reactor.add_channel();
        let stream = reactor.add_reader(channel, Unpolled, None);
        reactor.join(channel, group, 0).unwrap();
        stream
    });
    let next = |reactor: &mut Reactor<Unpolled, ()>| reactor.next_relay(group).map(|(id, _)| id);
    let mut read = Vec::new();
    for _ in 0..100 {
        reactor.turn(group, Deadline::NOW, Appetite::Fair).unwrap();
        read.extend(next(&mut reactor));
    }
    // The sessions take turns.
    assert_eq!(read[..6], [streams, streams].concat());
    assert!(next(&mut reactor).is_some() && next(&mut reactor).is_some());
    assert_eq!(next(&mut reactor), None);
}

/// A stream that its owner may close, or read itself.
struct Owned {
    fd: PipeReader,
    closed: Rc<Cell<bool>>,
    relayed: bool,
}

impl Source for Owned {
    type Frame = Vec<u8>;

    fn io(&self) -> Io<'_> {
        match (self.closed.get(), self.relayed) {
            (true, _) => Io::Closed,
            (false, true) => Io::Relayed(Some(self.fd.as_fd())),
            (false, false) => Io::Direct(self.fd.as_fd()),
        }
    }
}

/// A reactor with one group, which reads this stream.
fn reading(source: Owned) -> (Reactor<Owned, ()>, GroupId, StreamId) {
    let mut reactor = Reactor::new().unwrap();
    let group = reactor.add_group();
    let channel = reactor.add_channel();
    let stream = reactor.add_reader(channel, source, None);
    reactor.join(channel, group, 0).unwrap();
    (reactor, group, stream)
}

#[test]
fn a_stream_closed_by_its_owner_is_told_and_ended() {
    let (fd, _to_us) = pipe().unwrap();
    let closed = Rc::new(Cell::new(false));
    let (mut reactor, group, _) = reading(Owned {
        fd,
        closed: Rc::clone(&closed),
        relayed: false,
    });
    reactor.turn(group, Deadline::NOW, Appetite::Fair).unwrap();
    assert_eq!(reactor.arrived(group), 0);
    closed.set(true);
    reactor
        .turn(group, Deadline::NEVER, Appetite::Fair)
        .unwrap();
    assert!(matches!(
        take(&mut reactor, group),
        Some((_, 0, Inbound::StreamClosed))
    ));
    assert!(matches!(
        take(&mut reactor, group),
        Some((_, 0, Inbound::Ended { lost: 0 }))
    ));
}

#[test]
fn the_stream_that_was_read_last_may_be_closed_by_its_owner() {
    let (fd, mut to_us) = pipe().unwrap();
    let closed = Rc::new(Cell::new(false));
    let (mut reactor, group, _) = reading(Owned {
        fd,
        closed: Rc::clone(&closed),
        relayed: false,
    });
    reactor.set_busy_poll(LIMIT);
    for _ in 0..3 {
        to_us.write_all(&encode(b"alone").unwrap()).unwrap();
        reactor
            .turn(group, Deadline::NEVER, Appetite::Fair)
            .unwrap();
        assert!(matches!(
            take(&mut reactor, group),
            Some((_, 0, Inbound::Frame(_)))
        ));
    }
    closed.set(true);
    reactor
        .turn(group, Deadline::NEVER, Appetite::Fair)
        .unwrap();
    assert!(matches!(
        take(&mut reactor, group),
        Some((_, 0, Inbound::StreamClosed))
    ));
}

#[test]
fn a_relayed_stream_is_read_by_its_owner() {
    let (fd, mut to_us) = pipe().unwrap();
    let (mut reactor, group, relayed) = reading(Owned {
        fd,
        closed: Rc::default(),
        relayed: true,
    });
    assert!(reactor.next_relay(group).is_none());
    for deadline in [Deadline::after(LIMIT), Deadline::NEVER] {
        to_us.write_all(&encode(b"relayed").unwrap()).unwrap();
        reactor.turn(group, deadline, Appetite::Fair).unwrap();
        let (id, source) = reactor.next_relay(group).expect("it is readable");
        let mut bytes = [0; 100];
        let read = (&source.fd).read(&mut bytes).unwrap();
        reactor.supply(id, &bytes[..read]);
        assert!(
            matches!(take(&mut reactor, group), Some((_, 0, Inbound::Frame(p))) if p == "relayed")
        );
    }
    reactor.end(relayed);
    assert!(matches!(
        take(&mut reactor, group),
        Some((_, 0, Inbound::Ended { .. }))
    ));
}

#[test]
fn a_busy_channel_is_found_among_idle_ones() {
    let mut bench = Bench::new();
    let mut others = Vec::new();
    for tag in 0..400 {
        let (ours, theirs) = UnixStream::pair().unwrap();
        bench.socket(ours, tag);
        others.push(theirs);
    }
    for round in 0..1000 {
        let tag = round % others.len();
        others[tag].write_all(&encode(b"ping").unwrap()).unwrap();
        assert_eq!(bench.next_frame(), (tag, b"ping".to_vec()));
    }
}

#[test]
fn frames_for_a_relayed_stream_leave_in_order_through_its_owner() {
    let mut reactor = Reactor::new().unwrap();
    let group = reactor.add_group();
    let channel = reactor.add_channel();
    let source = Owned {
        fd: pipe().unwrap().0,
        closed: Rc::default(),
        relayed: true,
    };
    reactor.set_writer(channel, source);
    reactor.join(channel, group, 0).unwrap();

    let first = send(&mut reactor, channel, b"first".to_vec())
        .unwrap()
        .unwrap();
    assert_eq!(reactor.unsent(group), [channel]);
    let lent = |reactor: &mut Reactor<Owned, ()>| {
        let lent = reactor.lend(channel);
        lent.map(|(_, frame, written)| frame[written..].to_vec())
    };
    assert_eq!(lent(&mut reactor).unwrap(), b"first");
    // A frame sent meanwhile is not lent beside it, and its sender has nothing to wait for.
    assert_eq!(
        send(&mut reactor, channel, b"second".to_vec()).unwrap(),
        None
    );
    assert_eq!(lent(&mut reactor), None);
    reactor.wrote(channel, 2);
    assert!(!is_written(&reactor, channel, first).unwrap());
    assert_eq!(lent(&mut reactor).unwrap(), b"rst");
    reactor.wrote(channel, 3);
    assert!(is_written(&reactor, channel, first).unwrap());
    assert_eq!(lent(&mut reactor).unwrap(), b"second");
    reactor.wrote(channel, 6);
    assert_eq!(lent(&mut reactor), None);
    assert!(reactor.unsent(group).is_empty());
}

/// A bench with a watched stream, and the other end of it.
fn watched() -> (Bench, ChannelId, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.reactor.add_channel();
    bench.reactor.add_watched(channel, ours.into());
    bench.reactor.join(channel, bench.group, 7).unwrap();
    (bench, channel, theirs)
}

impl Bench {
    /// The watched stream that a turn of at most 50 ms names.
    fn next_readable(&mut self, appetite: Appetite) -> Option<(StreamId, usize)> {
        let deadline = Deadline::after(Duration::from_millis(50));
        self.reactor.turn(self.group, deadline, appetite).unwrap();
        self.reactor.next_readable(self.group)
    }
}

#[test]
fn a_watched_stream_is_named_while_its_owner_finds_it_readable() {
    let (mut bench, _, mut theirs) = watched();
    assert_eq!(bench.next_readable(Appetite::Fair), None);
    for _ in 0..2 {
        theirs.write_all(b"news").unwrap();
        let (id, tag) = bench.next_readable(Appetite::Fair).unwrap();
        assert_eq!(tag, 7);
        // Its owner has not served it yet.
        assert_eq!(bench.next_readable(Appetite::Fair), None);
        for _ in 0..3 {
            bench.reactor.note_served(id, Served::Some);
            assert_eq!(bench.next_readable(Appetite::Fair), Some((id, 7)));
        }
        bench.reactor.note_served(id, Served::Empty);
        assert_eq!(bench.next_readable(Appetite::Fair), None);
    }
}

#[test]
fn a_watched_stream_that_rests_is_named_when_its_time_has_come() {
    let (mut bench, _, mut theirs) = watched();
    theirs.write_all(b"news").unwrap();
    let (id, _) = bench.next_readable(Appetite::Fair).unwrap();
    let time = Instant::now() + Duration::from_millis(20);
    bench.reactor.note_served(id, Served::Until(time));
    // This turn ends at the time, and the next one names it.
    assert_eq!(bench.next_readable(Appetite::Fair), None);
    assert!(Instant::now() >= time);
    assert_eq!(bench.next_readable(Appetite::Fair), Some((id, 7)));
}

#[test]
fn a_watched_stream_keeps_no_write_from_waiting() {
    let (mut bench, _, mut theirs) = watched();
    theirs.write_all(b"news").unwrap();
    let (id, _) = bench.next_readable(Appetite::Fair).unwrap();
    bench.reactor.note_served(id, Served::Some);
    let begin = Instant::now();
    assert_eq!(bench.next_readable(Appetite::Unbounded), Some((id, 7)));
    assert!(begin.elapsed() >= Duration::from_millis(50));
}

#[test]
fn a_watched_stream_keeps_its_group_open_until_it_is_removed() {
    let (mut bench, channel, theirs) = watched();
    drop(theirs);
    let (id, _) = bench.next_readable(Appetite::Fair).unwrap();
    assert!(bench.reactor.is_open(bench.group));
    let (streams, _) = bench.reactor.remove_channel(channel);
    assert_eq!(streams.len(), 1);
    assert!(!bench.reactor.is_open(bench.group));
    bench.reactor.note_served(id, Served::Some);
    assert_eq!(bench.next_readable(Appetite::Fair), None);
}

mod writing;
