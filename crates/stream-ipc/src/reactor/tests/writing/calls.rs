//! How many calls the frames that wait take, on descriptors that keep apart what each call has written.

use super::*;
use crate::reactor::fd::Access;
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::pipe::{PipeFlags, pipe_with};

fn socket_of_calls() -> (OwnedFd, OwnedFd) {
    let (family, kind) = (AddressFamily::UNIX, SocketType::SEQPACKET);
    socketpair(family, kind, SocketFlags::empty(), None).unwrap()
}

/// The end to write, and the end to read.
fn pipe_of_calls() -> (OwnedFd, OwnedFd) {
    let (theirs, ours) = pipe_with(PipeFlags::DIRECT).unwrap();
    (ours, theirs)
}

/// How many bytes each of so many calls has written.
fn calls(count: usize, other_end: OwnedFd) -> Vec<usize> {
    let mut buffer = vec![0; 1 << 20];
    let mut other_end = File::from(other_end);
    let mut read = || other_end.read(&mut buffer).unwrap();
    (0..count).map(|_| read()).collect()
}

#[test]
fn what_is_queued_leaves_a_socket_in_one_call() {
    let (ours, theirs) = socket_of_calls();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    let numbers = bench.queue_all(channel, &payloads(10, 300));
    assert_eq!(statistics(&bench.reactor, channel).bytes_sent, 0);
    bench.reactor.write_queued(channel).unwrap();
    for number in numbers {
        assert!(is_written(&bench.reactor, channel, number).unwrap());
    }
    assert_eq!(statistics(&bench.reactor, channel).frames_sent, 10);
    assert_eq!(calls(1, theirs), [10 * frame_len(300)]);
}

#[test]
fn a_long_frame_leaves_a_socket_in_a_call_of_its_own() {
    let (ours, theirs) = socket_of_calls();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    for len in [1, 2, 80_000, 3] {
        bench.queue(channel, encode(&vec![0; len]).unwrap());
    }
    bench.reactor.write_queued(channel).unwrap();
    let expected = [frame_len(1) + frame_len(2), frame_len(80_000), frame_len(3)];
    assert_eq!(calls(3, theirs), expected);
}

#[test]
fn what_is_queued_leaves_a_pipe_in_calls_that_no_other_writer_can_cut() {
    // Every way to write a pipe.
    for (owned, is_polled) in [(false, false), (true, false), (false, true)] {
        let (ours, theirs) = pipe_of_calls();
        let mut bench = Bench::new();
        let channel = bench.writer(ours);
        if owned {
            bench.reactor.own_pipes(channel);
        }
        if is_polled {
            let stream = bench.reactor.channels.get(channel).writer.unwrap();
            bench.reactor.streams[stream].access = Access::Polled;
        }
        bench.queue_all(channel, &payloads(10, 500));
        bench.reactor.write_queued(channel).unwrap();
        let at_once = libc::PIPE_BUF / frame_len(500);
        let expected = [at_once * frame_len(500), (10 - at_once) * frame_len(500)];
        assert_eq!(calls(2, theirs), expected);
    }
}
