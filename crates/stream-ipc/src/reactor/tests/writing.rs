//! Several frames that wait, and leave in few calls.

use super::*;
use crate::frame::HEADER_LEN;
use rustix::net::sockopt::set_socket_send_buffer_size;

impl Bench {
    /// A channel that only writes.
    fn writer(&mut self, fd: impl Into<OwnedFd>) -> ChannelId {
        self.channel(fd, [] as [OwnedFd; 0], 0)
    }

    fn queue(&mut self, channel: ChannelId, frame: Vec<u8>) -> FrameNumber {
        let queued = self
            .reactor
            .queue_frame(channel, |session| session.send(frame));
        queued.unwrap()
    }

    /// Queues frames of these payloads, and writes none of them.
    fn queue_all(&mut self, channel: ChannelId, payloads: &[Vec<u8>]) -> Vec<FrameNumber> {
        let frames = payloads.iter().map(|payload| encode(payload).unwrap());
        frames.map(|frame| self.queue(channel, frame)).collect()
    }
}

/// Payloads of this length, each of other bytes.
fn payloads(count: u8, len: usize) -> Vec<Vec<u8>> {
    (0..count).map(|byte| vec![byte; len]).collect()
}

/// How long a frame with a payload of this length is.
fn frame_len(payload: usize) -> usize {
    HEADER_LEN + payload
}

#[test]
fn more_than_a_call_takes_leaves_in_several() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    let payloads = payloads(250, 20);
    bench.queue_all(channel, &payloads);
    bench.reactor.write_queued(channel).unwrap();
    for payload in payloads {
        assert_eq!(read_frame(&theirs), payload);
    }
}

/// A channel whose socket takes some of these frames, and of the next one a part.
fn cut(payloads: &[Vec<u8>]) -> (Bench, ChannelId, Vec<FrameNumber>, UnixStream) {
    let (ours, theirs) = UnixStream::pair().unwrap();
    set_socket_send_buffer_size(&ours, 4096).unwrap();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    let numbers = bench.queue_all(channel, payloads);
    bench.reactor.write_queued(channel).unwrap();
    let session = bench.reactor.session(channel).unwrap();
    assert!(session.statistics().frames_sent > 0 && session.is_mid_frame());
    (bench, channel, numbers, theirs)
}

#[test]
fn a_call_may_end_in_the_middle_of_any_frame() {
    let payloads = payloads(200, 1500);
    let (mut bench, channel, numbers, theirs) = cut(&payloads);
    let reader = thread::spawn(move || {
        for payload in payloads {
            assert_eq!(read_frame(&theirs), payload);
        }
    });
    bench.finish_sending(channel, numbers.last().copied());
    reader.join().unwrap();
    let sent = statistics(&bench.reactor, channel);
    assert_eq!((sent.frames_sent, sent.bytes_queued), (200, 0));
    assert_eq!(sent.bytes_sent, 200 * frame_len(1500) as u64);
}

#[test]
fn frames_taken_back_are_missing_among_those_that_leave() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    let payloads = payloads(6, 10);
    let numbers = bench.queue_all(channel, &payloads);
    for taken_back in [0, 2, 3, 5] {
        bench.reactor.give_up(channel, numbers[taken_back]);
    }
    bench.reactor.write_queued(channel).unwrap();
    assert_eq!(statistics(&bench.reactor, channel).frames_sent, 2);
    bench.reactor.remove_channel(channel);
    let mut expected = encode(&payloads[1]).unwrap();
    expected.extend(encode(&payloads[4]).unwrap());
    let mut read = Vec::new();
    (&theirs).read_to_end(&mut read).unwrap();
    assert_eq!(read, expected);
}

#[test]
fn a_frame_that_is_given_up_when_half_of_it_has_left_takes_those_behind_it_along() {
    let (mut bench, channel, numbers, theirs) = cut(&payloads(200, 1500));
    let sent = statistics(&bench.reactor, channel);
    let begun = usize::try_from(sent.frames_sent).unwrap();
    bench.reactor.give_up(channel, numbers[begun]);
    for (place, number) in numbers.into_iter().enumerate() {
        match is_written(&bench.reactor, channel, number) {
            Ok(is_written) => assert!(is_written && place < begun),
            Err(error) => assert!(error.kind() == io::ErrorKind::TimedOut && place >= begun),
        }
    }
    bench.reactor.remove_channel(channel);
    let mut read = Vec::new();
    (&theirs).read_to_end(&mut read).unwrap();
    assert_eq!(read.len() as u64, sent.bytes_sent);
    assert_ne!(read.len() % frame_len(1500), 0);
}

#[test]
fn what_is_queued_breaks_with_its_stream() {
    let (ours, theirs) = UnixStream::pair().unwrap();
    let mut bench = Bench::new();
    let channel = bench.writer(ours);
    drop(theirs);
    let numbers = bench.queue_all(channel, &payloads(3, 10));
    let error = bench.reactor.write_queued(channel).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    for number in numbers {
        assert!(is_written(&bench.reactor, channel, number).is_err());
    }
    let queued = bench
        .reactor
        .queue_frame(channel, |session| session.send(encode(b"more").unwrap()));
    assert!(queued.is_err());
}

#[cfg(target_os = "linux")]
mod calls;
