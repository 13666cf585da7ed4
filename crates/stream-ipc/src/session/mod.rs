//! One conversation, as a state machine without I/O, clock or PHP.
//!
//! A [`Session`] is told what arrived, what is to leave and what time it is. It says what a handler
//! should see next ([`Session::poll_event`]), which bytes to write ([`Session::poll_transmit`]), when
//! it wants to be asked again ([`Session::poll_timeout`]), and whether to read on
//! ([`Session::wants_to_read`]). Its driver moves bytes and calls handlers; every rule is in here:
//!
//! * **Order.** Events come in the order in which they arrived.
//! * **One outcome.** A request has exactly one: its reply, its deadline, or the end of the session. A
//!   reply that arrived by the deadline counts, however late it is looked at.
//! * **Deadlines cover the write.** A request of which no byte has left at its deadline is taken back,
//!   and the session lives on. One that is cut in two ends it.
//! * **Back-pressure.** A session whose outbox is over its limit is not read any further, so that the
//!   other side feels it. While the other side owes a reply, the limit is a higher one: where both sides
//!   have much to answer, each must take what the other waits to send.
//!
//! ```
//! use std::time::{Duration, Instant};
//! use stream_ipc::session::{Event, Inbound, Limits, Outcome, Session};
//!
//! let now = Instant::now();
//! let mut session = Session::new(Limits::default());
//! let request = session.request(b"7.1", "ping", Some(now + Duration::from_secs(30)))?;
//!
//! assert_eq!(session.poll_transmit(), Some(b"ping".as_slice()));
//! session.mark_written(4);
//!
//! let id = b"7.1".as_slice().into();
//! session.handle(Inbound::Response(id, "pong"), 4, now);
//! assert_eq!(session.poll_event(now), Some(Event::Resolved(request)));
//! assert_eq!(session.take_outcome(request), Some(Outcome::Reply("pong")));
//! # Ok::<(), stream_ipc::session::End>(())
//! ```

mod inbox;
mod outbox;
mod requests;

pub use requests::{Outcome, RequestKey};

use inbox::Inbox;
use outbox::Outbox;
use requests::Requests;
use std::collections::VecDeque;
use std::time::Instant;

/// How much a session keeps, in bytes, before it makes the other side wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that arrived and no event has handed out.
    pub inbox: usize,
    /// Bytes that wait for room to be written.
    pub outbox: usize,
    /// The same while the other side owes a reply.
    pub outbox_while_owed: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MEBIBYTE: usize = 1024 * 1024;
        Self {
            inbox: MEBIBYTE,
            outbox: MEBIBYTE,
            outbox_while_owed: 16 * MEBIBYTE,
        }
    }
}

/// What arrived. `P` is what the driver reads messages as: bytes, or values it has decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inbound<P> {
    /// A message that nobody answers.
    Message(P),
    /// A message to be answered under this id.
    Request(Box<[u8]>, P),
    /// The answer to the request of this id.
    Response(Box<[u8]>, P),
    /// The other side has ended; nothing follows.
    Ended {
        /// Bytes of an unfinished frame that are lost with it.
        lost: usize,
    },
}

/// What a handler should see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<P> {
    /// A message that nobody answers.
    Message(P),
    /// A message to be answered under this id.
    Request(Box<[u8]>, P),
    /// A request of ours has its outcome: [`Session::take_outcome`].
    Resolved(RequestKey),
    /// The session has ended. Nothing follows.
    Ended(End),
}

/// How a session came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum End {
    /// This side closed it.
    #[error("the session was closed on this side")]
    Here,
    /// The other side closed its streams or died, with so many bytes of unfinished frames.
    #[error("the other side closed its streams or ended, {lost} bytes of a frame are lost")]
    ByPeer {
        /// Bytes of frames whose rest will never come.
        lost: usize,
    },
    /// The deadline of a request cut its frame in two.
    #[error("a request timed out while half of it was written")]
    CutShort,
}

/// Names a frame that was queued, for [`Session::is_written`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameNumber(u64);

/// What a session has moved so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Frames that have left, every byte.
    pub frames_sent: u64,
    /// Messages, requests and responses that events have handed out.
    pub messages_received: u64,
    /// Bytes that have left.
    pub bytes_sent: u64,
    /// Bytes that wait for room to be written.
    pub bytes_queued: usize,
    /// Requests without an outcome.
    pub requests_pending: usize,
}

/// One conversation. `P` is a message that arrived, `F` a frame that leaves.
#[derive(Debug)]
pub struct Session<P, F> {
    limits: Limits,
    inbox: Inbox<P>,
    outbox: Outbox<F>,
    requests: Requests<P>,
    /// Requests whose outcome no event has told yet.
    resolved: VecDeque<RequestKey>,
    end: Option<End>,
    /// Whether an event has told the end.
    end_told: bool,
    messages_received: u64,
}

impl<P, F: AsRef<[u8]>> Session<P, F> {
    /// A session in which nothing was said yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            inbox: Inbox::new(),
            outbox: Outbox::new(),
            requests: Requests::new(),
            resolved: VecDeque::new(),
            end: None,
            end_told: false,
            messages_received: 0,
        }
    }

    /// Takes what arrived at `now`, in `size` bytes. What arrives after the end is dropped.
    pub fn handle(&mut self, inbound: Inbound<P>, size: usize, now: Instant) {
        if self.end.is_none() {
            self.inbox.push(inbound, size, now);
        }
    }

    /// The next thing a handler should see at `now`; `None` where nothing is left.
    pub fn poll_event(&mut self, now: Instant) -> Option<Event<P>> {
        loop {
            if let Some(request) = self.resolved.pop_front() {
                // One that was forgotten meanwhile is told to nobody.
                if self.requests.is_resolved(request) {
                    return Some(Event::Resolved(request));
                }
                continue;
            }
            if let Some(end) = self.end {
                let told = std::mem::replace(&mut self.end_told, true);
                return (!told).then_some(Event::Ended(end));
            }
            if let Some(request) = self.next_expired(now) {
                self.expire(request);
                continue;
            }
            match self.inbox.pop()? {
                Inbound::Message(message) => {
                    self.messages_received += 1;
                    return Some(Event::Message(message));
                }
                Inbound::Request(id, message) => {
                    self.messages_received += 1;
                    return Some(Event::Request(id, message));
                }
                Inbound::Response(id, reply) => {
                    self.messages_received += 1;
                    self.resolved.extend(self.requests.resolve(&id, reply));
                }
                Inbound::Ended { lost } => self.finish(End::ByPeer { lost }),
            }
        }
    }

    /// A request whose deadline has passed. What arrived by then is looked at first.
    fn next_expired(&mut self, now: Instant) -> Option<RequestKey> {
        match self.inbox.first_arrived() {
            Some(at) => self.requests.pop_expired(|deadline| deadline < at),
            None => self.requests.pop_expired(|deadline| deadline <= now),
        }
    }

    fn expire(&mut self, request: RequestKey) {
        match self.requests.frame(request) {
            Some(frame) if self.outbox.is_cut(frame) && self.requests.is_waiting(request) => {
                return self.finish(End::CutShort);
            }
            Some(frame) if !self.outbox.is_cut(frame) => self.outbox.take_back(frame),
            _ => {}
        }
        self.requests.finish(request, Outcome::TimedOut);
        self.resolved.push_back(request);
    }

    /// When [`Self::poll_event`] has something to say even if nothing arrives.
    pub fn poll_timeout(&mut self) -> Option<Instant> {
        self.requests.next_deadline()
    }
}

/// What leaves.
impl<P, F: AsRef<[u8]>> Session<P, F> {
    /// Queues a request, whose reply must have arrived by `deadline`.
    ///
    /// # Errors
    /// The end of the session.
    pub fn request(
        &mut self,
        id: &[u8],
        frame: F,
        deadline: Option<Instant>,
    ) -> Result<RequestKey, End> {
        let number = self.queue(frame)?;
        Ok(self.requests.insert(id, deadline, Some(number)))
    }

    /// Queues a message that nobody answers, or the reply to a request.
    ///
    /// # Errors
    /// The end of the session.
    pub fn send(&mut self, frame: F) -> Result<FrameNumber, End> {
        self.queue(frame)
    }

    /// Waits for the reply to a request that was sent otherwise.
    pub fn expect_reply(&mut self, id: &[u8], deadline: Option<Instant>) -> RequestKey {
        let request = self.requests.insert(id, deadline, None);
        if let Some(end) = self.end {
            self.requests.finish(request, Outcome::Ended(end));
        }
        request
    }

    fn queue(&mut self, frame: F) -> Result<FrameNumber, End> {
        match self.end {
            Some(end) => Err(end),
            None => Ok(self.outbox.push(frame)),
        }
    }

    /// The bytes to write next; [`Self::mark_written`] says how many of them have left.
    pub fn poll_transmit(&self) -> Option<&[u8]> {
        self.outbox.next()
    }

    /// Counts so many bytes of [`Self::poll_transmit`] as written.
    pub fn mark_written(&mut self, bytes: usize) {
        self.outbox.advance(bytes);
    }

    /// Whether a frame has left, every byte, or was taken back.
    pub fn is_written(&self, frame: FrameNumber) -> bool {
        self.outbox.is_written(frame)
    }

    /// Whether the first frame that waits has left in part.
    pub fn is_mid_frame(&self) -> bool {
        self.outbox.is_mid_frame()
    }

    /// Whether to read what the other side sends. `blocked` says whether a sender waits for room: then
    /// only reading may let the other side read.
    pub fn wants_to_read(&self, blocked: bool) -> bool {
        if self.end.is_some() {
            return false;
        }
        let outbox = match self.requests.are_owed() {
            true => self.limits.outbox_while_owed,
            false => self.limits.outbox,
        };
        blocked || (self.inbox.bytes() <= self.limits.inbox && self.outbox.bytes() <= outbox)
    }
}

/// Outcomes, and the end.
impl<P, F: AsRef<[u8]>> Session<P, F> {
    /// Whether the outcome of a request is known and was not taken.
    pub fn is_resolved(&self, request: RequestKey) -> bool {
        self.requests.is_resolved(request)
    }

    /// Takes the outcome of a request, if it is known. The request is over with it.
    pub fn take_outcome(&mut self, request: RequestKey) -> Option<Outcome<P>> {
        self.requests.take(request)
    }

    /// Forgets a request that nobody waits for any more: its reply is dropped when it comes.
    pub fn forget(&mut self, request: RequestKey) {
        self.requests.forget(request);
    }

    /// Ends the session from this side. What arrived and was not handed out is dropped.
    pub fn close(&mut self) {
        self.finish(End::Here);
    }

    fn finish(&mut self, end: End) {
        if self.end.is_none() {
            self.end = Some(end);
            self.inbox.clear();
            self.outbox.clear();
            self.resolved.extend(self.requests.end(end));
        }
    }

    /// How the session ended; `None` while it has not.
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// What the session has moved so far.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            frames_sent: self.outbox.frames_sent(),
            messages_received: self.messages_received,
            bytes_sent: self.outbox.bytes_sent(),
            bytes_queued: self.outbox.bytes(),
            requests_pending: self.requests.pending(),
        }
    }
}

#[cfg(test)]
mod tests;
