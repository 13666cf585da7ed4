//! What two native sides say to each other beside messages.
//!
//! The package `riki137/stream-ipc` knows messages, requests and responses only. A side that knows more
//! says so in a hello, and to a side that has said hello it may send what stands here. All of it travels
//! in frames whose payload begins with a mark that neither PHP's serialize() nor JSON can begin with:
//!
//! ```text
//! 00 "native" 00 | "H" | version                                      hello
//! 00 "native" 00 | "H" | version | "C"                                hello of a child to its parent
//! 00 "native" 00 | "C" | id                                           cancels a request
//! 00 "native" 00 | "M" | length of id, 32-bit big-endian | id | message   a message of a request
//! 00 "native" 00 | "R" | microseconds, 64-bit big-endian | request    a request with its time limit
//! 00 "native" 00 | "A" | nanoseconds, 64-bit big-endian | microseconds, 64-bit big-endian | request
//!                                                  a request ahead of others, with its time limit
//! 00 "native" 00 | "B" | id                                           a request that comes back
//! 00 "native" 00 | "P"                                                are you there?
//! 00 "native" 00 | "Q"                                                I am
//! ```
//!
//! A request ahead of others is one that its sender does not expect to be started at once. The receiver
//! starts it before its monotonic clock shows so many nanoseconds, when it has answered all others and no
//! byte of the answers waits; otherwise the request comes back, and was not started. So its sender knows at
//! that time, once it has read all answers, that a request behind an unanswered one is not started. Both
//! must have the same clock, so this is for processes of one machine.
//!
//! Messages and requests stand there as they would alone, in the format of the session. A side that has
//! not heard a hello reads none of this, except the hello.

use crate::deadline::Deadline;
use crate::frame::{HEADER_LEN, seal};
use bytes::Bytes;
use rustix::time::{ClockId, clock_gettime};
use std::time::{Duration, Instant};

/// How every payload begins that is not for the package.
const MARK: [u8; 8] = *b"\0native\0";

/// The version that our hello names. A later one may add to what a side understands.
const VERSION: u8 = b'1';

const HELLO: u8 = b'H';
const CHILD: u8 = b'C';
const CANCEL: u8 = b'C';
const MESSAGE: u8 = b'M';
const REQUEST: u8 = b'R';
const AHEAD: u8 = b'A';
const RETURNED: u8 = b'B';
const PING: u8 = b'P';
const PONG: u8 = b'Q';

/// The time limit of a request that has none.
const UNLIMITED: u64 = u64::MAX;

/// Bytes of a header, the mark and the letter behind it.
const START: usize = HEADER_LEN + MARK.len() + 1;

/// Something for native sides only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Native {
    /// A request with its times. Boxed: whatever arrives has its place in an inbox, and most of it is small.
    Request(Box<TimedRequest>),
    /// The request with this id was sent ahead of others, and not started.
    Returned(Bytes),
    /// The sender of the request with this id does not wait for the reply any more.
    Cancel(Bytes),
    /// A message that belongs to a request.
    MessageOf(MessageOf),
}

/// A request whose sender says how long it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedRequest {
    /// The request in its envelope.
    pub payload: Bytes,
    /// When its sender gives up, on this side's clock.
    pub deadline: Deadline,
    /// By when to start it, if it was sent ahead of others.
    pub start_by: Option<Instant>,
}

/// A message that belongs to a request, which its handler sends before the reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageOf {
    /// As they came: the length of the id, the id and the payload.
    bytes: Bytes,
}

impl MessageOf {
    /// Bytes of the length of the id.
    const LENGTH: usize = size_of::<u32>();

    /// The id of the request.
    pub fn id(&self) -> &[u8] {
        &self.bytes[Self::LENGTH..self.id_end()]
    }

    /// The payload of the message.
    pub fn payload(&self) -> &[u8] {
        &self.bytes[self.id_end()..]
    }

    /// The payload of the message, without a copy.
    pub fn into_payload(mut self) -> Bytes {
        self.bytes.split_off(self.id_end())
    }

    fn read(bytes: Bytes) -> Option<Self> {
        bytes.first_chunk::<{ Self::LENGTH }>()?;
        let message = Self { bytes };
        (message.id_end() <= message.bytes.len()).then_some(message)
    }

    fn id_end(&self) -> usize {
        let len = self.bytes.first_chunk().expect("it was read");
        Self::LENGTH.saturating_add(u32::from_be_bytes(*len) as usize)
    }
}

impl Native {
    /// The payload in it, if there is one.
    pub fn payload(&self) -> Option<&[u8]> {
        match self {
            Self::Request(request) => Some(&request.payload),
            Self::MessageOf(message) => Some(message.payload()),
            Self::Cancel(_) | Self::Returned(_) => None,
        }
    }

    /// Bytes of memory that it takes.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Request(request) => size_of::<TimedRequest>() + request.payload.len(),
            Self::Cancel(id) | Self::Returned(id) => id.len(),
            Self::MessageOf(message) => message.bytes.len(),
        }
    }

    /// Reads a payload that [`is_marked`]; `None` if this version does not know it.
    pub(crate) fn read(payload: &Bytes, now: impl FnOnce() -> Instant) -> Option<Self> {
        let letter = *payload.get(MARK.len())?;
        let content = payload.slice(MARK.len() + 1..);
        match letter {
            CANCEL => Some(Self::Cancel(content)),
            MESSAGE => MessageOf::read(content).map(Self::MessageOf),
            RETURNED => Some(Self::Returned(content)),
            REQUEST => {
                let (time, request) = number(&content)?;
                Some(Self::request(request, time, None, now()))
            }
            AHEAD => {
                let (start_by, rest) = number(&content)?;
                let (time, request) = number(&rest)?;
                let now = now();
                Some(Self::request(
                    request,
                    time,
                    Some(instant_of(start_by, now)),
                    now,
                ))
            }
            _ => None,
        }
    }

    fn request(payload: Bytes, micros: u64, start_by: Option<Instant>, now: Instant) -> Self {
        let limit = (micros != UNLIMITED).then(|| Duration::from_micros(micros));
        let deadline = limit.and_then(|limit| now.checked_add(limit));
        Self::Request(Box::new(TimedRequest {
            payload,
            deadline: deadline.map_or(Deadline::NEVER, Deadline::at),
            start_by,
        }))
    }
}

/// Reads a number in front of something.
fn number(bytes: &Bytes) -> Option<(u64, Bytes)> {
    let (number, rest) = bytes.split_first_chunk()?;
    Some((u64::from_be_bytes(*number), bytes.slice_ref(rest)))
}

/// Whether a payload is for native sides only.
#[inline]
pub(crate) fn is_marked(payload: &[u8]) -> bool {
    payload.first() == Some(&MARK[0]) && payload.starts_with(&MARK)
}

/// Whether a payload that [`is_marked`] is a hello.
pub(crate) fn is_hello(payload: &[u8]) -> bool {
    payload.get(MARK.len()) == Some(&HELLO)
}

/// Whether a payload that [`is_marked`] asks whether this side is there.
pub(crate) fn is_ping(payload: &[u8]) -> bool {
    payload.get(MARK.len()) == Some(&PING)
}

/// The frame that asks whether the other side is there.
pub(crate) fn ping() -> Vec<u8> {
    frame(PING, b"")
}

/// The frame that answers it.
pub(crate) fn pong() -> Vec<u8> {
    frame(PONG, b"")
}

/// The frame of a hello.
pub(crate) fn hello() -> Vec<u8> {
    frame(HELLO, &[VERSION])
}

/// The frame of a hello to the parent that has started this process, over the pipes between them.
pub(crate) fn hello_of_child() -> Vec<u8> {
    frame(HELLO, &[VERSION, CHILD])
}

/// Whether a payload that [`is_hello`] is that of a child.
pub(crate) fn is_of_child(hello: &[u8]) -> bool {
    hello.get(MARK.len() + 2) == Some(&CHILD)
}

/// The frame that cancels the request with this id.
pub(crate) fn cancel(id: &[u8]) -> Vec<u8> {
    frame(CANCEL, id)
}

/// How the frame of a message begins that belongs to the request with this id: room for the header, and
/// what stands before the payload of the message.
pub fn start_of_message(id: &[u8]) -> Vec<u8> {
    let len = u32::try_from(id.len()).expect("ids are shorter than 4 GiB");
    [&start(MESSAGE)[..], &len.to_be_bytes(), id].concat()
}

/// How the frame of a request begins whose sender waits for this time: room for the header, and what
/// stands before the payload of the request.
pub fn start_of_request(time: Duration) -> [u8; START + 8] {
    let micros = u64::try_from(time.as_micros()).unwrap_or(u64::MAX);
    let mut bytes = [0; START + 8];
    bytes[..START].copy_from_slice(&start(REQUEST));
    bytes[START..].copy_from_slice(&micros.to_be_bytes());
    bytes
}

/// How the frame of a request begins that is sent ahead of others: like [`start_of_request`].
pub fn start_of_request_ahead(start_by: Instant, time: Option<Duration>) -> [u8; START + 16] {
    let micros = time.and_then(|time| u64::try_from(time.as_micros()).ok());
    let mut bytes = [0; START + 16];
    bytes[..START].copy_from_slice(&start(AHEAD));
    bytes[START..START + 8].copy_from_slice(&nanoseconds_of(start_by).to_be_bytes());
    bytes[START + 8..].copy_from_slice(&micros.unwrap_or(UNLIMITED).to_be_bytes());
    bytes
}

/// What the monotonic clock of the machine shows at this moment.
fn nanoseconds_of(moment: Instant) -> u64 {
    let (shows, now) = (monotonic(), Instant::now());
    let until = moment.saturating_duration_since(now).as_nanos();
    shows.saturating_add(u64::try_from(until).unwrap_or(u64::MAX))
}

/// The moment at which the monotonic clock of the machine shows this; `now` if that has passed.
fn instant_of(nanoseconds: u64, now: Instant) -> Instant {
    let until = nanoseconds.saturating_sub(monotonic());
    now.checked_add(Duration::from_nanos(until)).unwrap_or(now)
}

fn monotonic() -> u64 {
    let time = clock_gettime(ClockId::Monotonic);
    u64::try_from(time.tv_sec).unwrap_or_default() * 1_000_000_000
        + u64::try_from(time.tv_nsec).unwrap_or_default()
}

fn start(letter: u8) -> [u8; START] {
    let mut start = [0; START];
    start[HEADER_LEN..START - 1].copy_from_slice(&MARK);
    start[START - 1] = letter;
    start
}

/// The frame that says that the request with this id was not started.
pub(crate) fn returned(id: &[u8]) -> Vec<u8> {
    frame(RETURNED, id)
}

fn frame(letter: u8, content: &[u8]) -> Vec<u8> {
    let mut frame = [&start(letter), content].concat();
    seal(&mut frame).expect("ids are shorter than 4 GiB: they came in frames, or from a counter");
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload_of(frame: Vec<u8>) -> Bytes {
        Bytes::from(frame).slice(HEADER_LEN..)
    }

    #[test]
    fn a_hello_is_told_from_everything_else() {
        assert!(is_marked(&payload_of(hello())) && is_hello(&payload_of(hello())));
        assert!(!is_hello(&payload_of(cancel(b"4.2"))));
        for other in [
            &b""[..],
            b"\0",
            b"\0native",
            b"O:8:\"stdClass\"",
            b"{\"a\":1}",
            b"\0\0\0\x02igbinary",
        ] {
            assert!(!is_marked(other), "{other:?}");
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let now = Instant::now();
        let read = |bytes: &[u8]| Native::read(&Bytes::copy_from_slice(bytes), || now);
        assert_eq!(
            read(&payload_of(cancel(b"4.2"))),
            Some(Native::Cancel("4.2".into()))
        );

        let message = [&start_of_message(b"4.2")[HEADER_LEN..], b"{}"].concat();
        let Some(Native::MessageOf(message)) = read(&message) else {
            panic!()
        };
        assert_eq!((message.id(), message.payload()), (&b"4.2"[..], &b"{}"[..]));

        let remaining = Duration::from_millis(1500);
        let request = [&start_of_request(remaining)[HEADER_LEN..], b"{}"].concat();
        let (payload, deadline) = ("{}".into(), Deadline::at(now + remaining));
        let start_by = None;
        let expected = TimedRequest {
            payload,
            deadline,
            start_by,
        };
        assert_eq!(read(&request), Some(Native::Request(expected.into())));
        assert_eq!(
            read(&payload_of(returned(b"4.2"))),
            Some(Native::Returned("4.2".into()))
        );
    }

    #[test]
    fn a_request_ahead_of_others_keeps_its_time_to_start() {
        let (now, later) = (Instant::now(), Duration::from_millis(5));
        let time = Duration::from_secs(1);
        for (time, deadline) in [
            (Some(time), Deadline::at(now + time)),
            (None, Deadline::NEVER),
        ] {
            let start = start_of_request_ahead(now + later, time);
            let request = [&start[HEADER_LEN..], b"{}"].concat();
            let Some(Native::Request(read)) = Native::read(&request.into(), || now) else {
                panic!()
            };
            let start_by = read.start_by.unwrap();
            // The two clocks are not read at the same moment.
            let tolerance = Duration::from_secs(5);
            assert!(
                start_by > now && start_by <= now + later + tolerance,
                "{start_by:?}"
            );
            assert_eq!(
                read.deadline.instant().is_some(),
                deadline.instant().is_some()
            );
        }
        // A time that has passed, or none that a clock can show, is now.
        for nanoseconds in [0, u64::MAX] {
            assert!(instant_of(nanoseconds, now) >= now);
        }
    }

    #[test]
    fn what_is_cut_or_unknown_is_nothing() {
        let now = Instant::now();
        for bytes in [
            &b"\0native\0"[..],
            b"\0native\0M\0\0\0",
            b"\0native\0M\0\0\0\x04abc",
            b"\0native\0M\xff\xff\xff\xffabc",
            b"\0native\0R\0\0\0\0\0\0\0",
            b"\0native\0A\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            b"\0native\0?later",
        ] {
            assert_eq!(
                Native::read(&Bytes::from_static(bytes), || now),
                None,
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn a_time_beyond_the_clock_is_no_limit() {
        let forever = [&start_of_request(Duration::MAX)[HEADER_LEN..], b"{}"].concat();
        let read = Native::read(&forever.into(), Instant::now);
        assert!(matches!(read, Some(Native::Request(_))));
    }
}
