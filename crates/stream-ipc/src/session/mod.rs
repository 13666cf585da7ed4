//! One conversation, as a state machine without I/O, clock or PHP.
//!
//! You tell a [`Session`] what arrived, what to send and what time it is. It tells you what to do next
//! ([`Session::poll_event`]), which bytes to write ([`Session::poll_transmit`]), when it wants to be told
//! the time ([`Session::poll_timeout`]), and whether to read on ([`Session::wants_to_read`]). Its driver
//! moves bytes and calls handlers; every rule is in here:
//!
//! * **Order.** Events come in the order in which they arrived.
//! * **One outcome.** A request has exactly one: its reply, its deadline, its cancellation, or the end of
//!   the session. A reply that had arrived when the deadline passed counts.
//! * **Deadlines cover the write.** A frame that is given up is taken back if no byte of it has left,
//!   and the session lives on. One that is cut in two ends it.
//! * **Back-pressure.** A reply never waits: it is queued. A session whose outbox is over its limit is
//!   not read any further, so that the other side feels it. While the other side owes a reply, the limit
//!   is a higher one: where both sides have much to answer, each must take what the other waits to send.
//! * **What is kept counts.** A driver that opens all that arrives at once may hand back what its user
//!   takes later ([`Session::keep`]). That has limits of its own, so that a reply is found behind it.
//!
//! * **Native sides know more.** A side that has said hello learns what the package has no words for: that
//!   a request is cancelled, or how long its sender waits. Any other side never sees such a frame.
//!
//! The driver opens payloads: it reads what arrived, and hands a reply in as any value it likes.
//!
//! ```
//! use std::time::{Duration, Instant};
//! use stream_ipc::budget::Budget;
//! use stream_ipc::inbound::Inbound;
//! use stream_ipc::session::{Event, Limits, Outcome, Session};
//!
//! let mut session = Session::<Vec<u8>, &str>::new(Limits::default(), &Budget::new());
//! let deadline = Instant::now() + Duration::from_secs(30);
//! session.request(b"7.1", b"ping".to_vec(), Some(deadline))?;
//!
//! assert_eq!(session.poll_transmit(), Some(b"ping".as_slice()));
//! session.mark_written(4);
//!
//! session.handle(Inbound::Frame("pong".into()), Instant::now);
//! let Some(Event::Arrived(Inbound::Frame(_))) = session.poll_event() else { panic!() };
//! // It is the reply to 7.1, as the driver finds when it opens it.
//! assert!(session.resolve(b"7.1", "pong").is_ok());
//! assert_eq!(session.take_outcome(b"7.1"), Some(Outcome::Reply("pong")));
//! # Ok::<(), std::io::Error>(())
//! ```

mod farewell;
mod frame;
mod heartbeat;
mod inbox;
mod last_output;
mod native;
mod outbox;
mod overdue;
mod requests;

pub use crate::error::End;
pub use farewell::Farewell;
pub use frame::Frame;
pub use last_output::LastOutput;
pub use native::Start;
pub use requests::Outcome;

use crate::budget::Budget;
use crate::inbound::Inbound;
use crate::native::is_marked;
use heartbeat::Heartbeat;
use inbox::{Arrival, Inbox};
use last_output::Tail;
use native::Acquaintance;
use outbox::{GivenUp, Outbox};
use overdue::Overdue;
use requests::Requests;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Instant;

/// The id of a request, as it travels.
pub type RequestId = Arc<[u8]>;

/// How many bytes a session keeps before it makes the other side wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes that arrived and no event has handed out; also the limit of bytes kept for the user.
    pub inbox: usize,
    /// Bytes kept for the user while the other side owes a reply, or a sender waits for room: the reply,
    /// or the room, may come behind them.
    pub kept_while_awaited: usize,
    /// Bytes queued to be written.
    pub outbox: usize,
    /// Bytes queued to be written while the other side owes a reply.
    pub outbox_while_owed: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MEBIBYTE: usize = 1024 * 1024;
        Self {
            inbox: MEBIBYTE,
            kept_while_awaited: 16 * MEBIBYTE,
            outbox: MEBIBYTE,
            outbox_while_owed: 16 * MEBIBYTE,
        }
    }
}

/// What the driver is to do next.
#[derive(Debug)]
pub enum Event {
    /// Open this, which arrived. If it is a reply, call [`Session::resolve`].
    Arrived(Inbound),
    /// The request with this id had no reply at its deadline.
    TimedOut(RequestId),
    /// The other side has not answered the request with this id in the time that it had after its
    /// cancellation: [`Session::cancel`].
    Overdue(RequestId),
    /// The session has ended, and with it all pending requests. Nothing follows.
    Ended(End),
}

/// Names a queued frame, for [`Session::is_written`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FrameNumber(u64);

/// Counts what a session has moved so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Frames that have left completely.
    pub frames_sent: u64,
    /// Messages, requests and responses that were taken, and texts outside of frames.
    pub messages_received: u64,
    /// Bytes that have left.
    pub bytes_sent: u64,
    /// Bytes that were read.
    pub bytes_received: u64,
    /// Bytes queued to be written.
    pub bytes_queued: usize,
    /// Requests without an outcome.
    pub requests_pending: usize,
}

/// One conversation. `F` is an outgoing frame, `R` what the driver keeps of a reply.
#[derive(Debug)]
pub struct Session<F, R> {
    limits: Limits,
    inbox: Inbox,
    /// Holds what events have handed out until the user takes it. Boxed: few drivers keep anything.
    kept: Box<Inbox>,
    outbox: Outbox<F>,
    requests: Requests<R>,
    /// Requests that have timed out, and whose event is still to come.
    timed_out: VecDeque<RequestId>,
    acquaintance: Acquaintance,
    /// Requests of the other side that have begun and have no reply.
    open: usize,
    /// Cancelled requests that the other side is still busy with. Boxed: few sessions have any.
    overdue: Option<Box<Overdue>>,
    /// Boxed: few sessions have one.
    heartbeat: Option<Box<Heartbeat>>,
    end: Option<End>,
    /// Whether an event has reported the end.
    end_told: bool,
    messages_received: u64,
    bytes_received: u64,
    tail: Tail,
}

/// Receiving.
impl<F: Frame, R> Session<F, R> {
    /// A new session. The budget counts what arrives.
    pub fn new(limits: Limits, budget: &Budget) -> Self {
        Self {
            limits,
            inbox: Inbox::within(budget),
            kept: Box::new(Inbox::within(budget)),
            outbox: Outbox::new(),
            requests: Requests::new(),
            timed_out: VecDeque::new(),
            acquaintance: Acquaintance::default(),
            open: 0,
            overdue: None,
            heartbeat: None,
            end: None,
            end_told: false,
            messages_received: 0,
            bytes_received: 0,
            tail: Tail::default(),
        }
    }

    /// Takes what arrived. `now` tells the time, which few arrivals need.
    pub fn handle(&mut self, inbound: Inbound, now: impl FnOnce() -> Instant) {
        match inbound {
            Inbound::Frame(payload) if is_marked(&payload) => self.hear(payload, now),
            inbound => self.arrive(inbound),
        }
    }

    fn arrive(&mut self, inbound: Inbound) {
        self.tail.note(&inbound);
        self.inbox.push(inbound);
    }

    /// Takes what arrived as it is, for a reader of the stream that holds no conversation.
    pub fn put(&mut self, inbound: Inbound) {
        self.inbox.push(inbound);
    }

    /// Counts bytes that were read, whatever came of them.
    pub fn note_read(&mut self, bytes: usize) {
        self.bytes_received += bytes as u64;
        if let Some(heartbeat) = &mut self.heartbeat {
            heartbeat.hear();
        }
    }

    /// Tells the session the time. First hand in everything that has arrived: a request whose deadline
    /// has passed times out, unless its reply is in there.
    pub fn handle_timeout(&mut self, now: Instant) {
        let is_overdue = self.overdue.as_ref().is_some_and(|it| it.is_due(now));
        if self.requests.are_due(now) || is_overdue {
            match self.inbox.len() {
                0 => self.expire(now),
                _ => self.inbox.push_time(now),
            }
        }
        if self.heartbeat.as_ref().is_some_and(|it| it.is_due(now)) {
            self.look_for_life(now);
        }
    }

    /// When to call [`Self::handle_timeout`] next, or somewhat sooner.
    pub fn poll_timeout(&self) -> Option<Instant> {
        let deadline = self.requests.next_deadline();
        if self.overdue.is_none() && self.heartbeat.is_none() {
            return deadline;
        }
        let overdue = self.overdue.as_ref().and_then(|it| it.next());
        let heartbeat = self.heartbeat.as_ref().and_then(|it| it.next());
        deadline.into_iter().chain(overdue).chain(heartbeat).min()
    }

    /// What to do next; `None` if there is nothing.
    pub fn poll_event(&mut self) -> Option<Event> {
        loop {
            if let Some(id) = self.timed_out.pop_front() {
                // The outcome may have been taken or forgotten meanwhile.
                if self.requests.outcome(&id).is_some() {
                    return Some(Event::TimedOut(id));
                }
                continue;
            }
            if let Some(id) = self.overdue.as_mut().and_then(|it| it.take_late()) {
                return Some(Event::Overdue(id));
            }
            if let Some(end) = &self.end {
                let told = std::mem::replace(&mut self.end_told, true);
                return (!told).then(|| Event::Ended(end.clone()));
            }
            match self.inbox.pop()? {
                Arrival::Time(now) => self.expire(now),
                Arrival::Inbound(Inbound::Ended { lost }) => self.finish(End::ByPeer { lost }),
                Arrival::Inbound(inbound) => {
                    self.messages_received += u64::from(inbound.is_message());
                    return Some(Event::Arrived(inbound));
                }
            }
        }
    }

    /// At least how many events there are to poll.
    pub fn events(&self) -> usize {
        let late = self.overdue.as_ref().map_or(0, |it| it.late());
        let arrived = match &self.end {
            Some(_) => usize::from(!self.end_told),
            None => self.inbox.len(),
        };
        self.timed_out.len() + late + arrived
    }

    fn expire(&mut self, now: Instant) {
        if let Some(overdue) = &mut self.overdue {
            overdue.expire(now);
        }
        while let Some(id) = self.requests.pop_expired(now) {
            if self.time_out(&id) {
                self.timed_out.push_back(id);
            }
            if self.end.is_some() {
                return;
            }
        }
    }

    /// Takes the frame of a request back, if no byte of it has left.
    fn give_up_request(&mut self, id: &[u8]) -> GivenUp {
        let frame = self.requests.frame(id);
        frame.map_or(GivenUp::TooLate, |frame| self.outbox.give_up(frame))
    }

    /// Ends the session, because nothing may follow half a frame.
    fn cut_short(&mut self) {
        self.outbox.break_off(&io::ErrorKind::TimedOut.into());
        self.finish(End::CutShort);
    }
}

/// Keeping what events have handed out, until the user takes it.
impl<F, R> Session<F, R> {
    /// Keeps what an event has handed out. Keeps nothing after the end.
    pub fn keep(&mut self, inbound: Inbound) {
        if self.end.is_none() {
            self.kept.push(inbound);
        }
    }

    /// Takes what was kept first, also after the end.
    pub fn take_kept(&mut self) -> Option<Inbound> {
        self.kept.pop_inbound()
    }
}

/// Taking what arrived without events: for readers of a stream that hold no conversation.
impl<F: Frame, R> Session<F, R> {
    /// What arrived first, left in its place.
    pub fn first_arrived(&self) -> Option<&Inbound> {
        self.inbox.first()
    }

    /// Takes what arrived first.
    pub fn take_arrived(&mut self) -> Option<Inbound> {
        loop {
            match self.inbox.pop()? {
                Arrival::Inbound(inbound) => return Some(inbound),
                Arrival::Time(now) => self.expire(now),
            }
        }
    }

    /// Puts back what was taken last.
    pub fn put_back(&mut self, inbound: Inbound) {
        self.inbox.put_back(inbound);
    }

    /// Bytes received and not yet taken.
    pub fn inbox_bytes(&self) -> usize {
        self.inbox.bytes()
    }

    /// Whether the inbox is over its limit, so that the driver reads no more unless a sender waits.
    pub fn is_full(&self) -> bool {
        self.inbox.bytes() > self.limits.inbox
    }
}

/// Sending.
impl<F: Frame, R> Session<F, R> {
    /// Queues a request, and expects its reply by `deadline`.
    ///
    /// # Errors
    /// The reason why nothing can leave any more.
    pub fn request(
        &mut self,
        id: &[u8],
        frame: F,
        deadline: Option<Instant>,
    ) -> io::Result<FrameNumber> {
        let number = self.send(frame)?;
        self.insert(id, deadline, Some(number));
        Ok(number)
    }

    /// Queues a message. Its sender waits until it has left, or calls [`Self::detach`].
    ///
    /// # Errors
    /// The reason why nothing can leave any more.
    pub fn send(&mut self, frame: F) -> io::Result<FrameNumber> {
        self.outbox.check()?;
        Ok(self.outbox.push(frame))
    }

    /// Queues the reply to a request that has begun: [`Self::begin`]. Nobody waits until it has left, see
    /// [`Self::detach`].
    ///
    /// # Errors
    /// The reason why nothing can leave any more.
    pub fn reply(&mut self, frame: F) -> io::Result<FrameNumber> {
        self.open = self.open.saturating_sub(1);
        let number = self.send(frame)?;
        self.detach(number);
        Ok(number)
    }

    /// Notes that nobody waits for a frame any more, as nobody waits for a reply to leave. If it cannot
    /// leave, [`Inbound::WriteFailed`] arrives.
    pub fn detach(&mut self, frame: FrameNumber) {
        self.outbox.detach(frame);
    }

    /// Counts a frame that left without this session.
    pub fn note_sent(&mut self) {
        self.outbox.note_frame_sent();
    }

    /// The bytes to write next; call [`Self::mark_written`] when some of them have left.
    pub fn poll_transmit(&self) -> Option<&[u8]> {
        self.outbox.next()
    }

    /// The same, and the frames behind it: a driver may write several in one call.
    pub fn poll_transmits(&self) -> impl Iterator<Item = &[u8]> {
        self.outbox.unsent()
    }

    /// Whether more than one frame may wait to leave, so that [`Self::poll_transmits`] pays.
    #[inline]
    pub fn has_several_unsent(&self) -> bool {
        self.outbox.has_several()
    }

    /// Counts `bytes` bytes of [`Self::poll_transmit`], or of [`Self::poll_transmits`], as written.
    pub fn mark_written(&mut self, bytes: usize) {
        self.outbox.advance(bytes);
    }

    /// Lends the next frame, and how many bytes of it are written, to a writer that works while the
    /// session goes on. [`Self::give_back`] must follow. `None` if a frame is lent already.
    pub fn lend(&mut self) -> Option<(&F, usize)> {
        self.outbox.lend()
    }

    /// Takes a lent frame back, after `written` more bytes of it have left.
    pub fn give_back(&mut self, written: usize) {
        self.outbox.give_back();
        self.outbox.advance(written);
    }

    /// Whether a frame is lent.
    pub fn is_lent(&self) -> bool {
        self.outbox.is_lent()
    }

    /// Gives up a frame whose sender's time is up. Takes it back if no byte has left; if part of it has
    /// left, the session ends.
    pub fn give_up(&mut self, frame: FrameNumber) {
        if self.outbox.give_up(frame) == GivenUp::Cut {
            self.cut_short();
        }
    }

    /// Notes that nothing can leave any more. Queued frames are lost.
    pub fn break_off(&mut self, error: &io::Error) {
        let is_unseen = self.outbox.break_off(error);
        if is_unseen && self.end.is_none() {
            let error = io::Error::new(error.kind(), error.to_string());
            self.inbox.push(Inbound::WriteFailed(error));
        }
    }

    /// Drops the queued frames in a forked process: the parent writes them, or the other side would get
    /// them twice.
    pub fn leave_frames_to_parent(&mut self) {
        self.outbox.drop_all();
    }

    /// Withdraws a frame whose sender has gone away. Takes it back if no byte has left; if part of it has
    /// left, the rest follows, and nobody waits for it.
    pub fn withdraw(&mut self, frame: FrameNumber) {
        if self.outbox.give_up(frame) == GivenUp::Cut {
            self.outbox.detach(frame);
        }
    }

    /// The frame that was queued last, unless it has left.
    pub fn last_unsent(&self) -> Option<FrameNumber> {
        self.outbox.last()
    }

    /// Whether a frame has left completely, or was taken back.
    ///
    /// # Errors
    /// The reason why it cannot leave any more.
    pub fn is_written(&self, frame: FrameNumber) -> io::Result<bool> {
        self.outbox.is_written(frame)
    }

    /// Whether frames wait to leave.
    pub fn has_unsent(&self) -> bool {
        !self.outbox.is_empty()
    }

    /// Whether part of the first queued frame has left.
    pub fn is_mid_frame(&self) -> bool {
        self.outbox.is_mid_frame()
    }

    /// Whether to read what the other side sends. `blocked` says that a sender waits for room: the other
    /// side may be waiting for us to read, and the frames of such senders do not count.
    pub fn wants_to_read(&self, blocked: bool) -> bool {
        let limits = &self.limits;
        let (kept, outbox) = match blocked || self.has_pending() {
            true => (limits.kept_while_awaited, limits.outbox_while_owed),
            false => (limits.inbox, limits.outbox),
        };
        let is_wanted = match blocked {
            false => !self.is_full() && self.outbox.bytes() <= outbox,
            true => self.outbox.bytes() <= outbox || self.outbox.unawaited_bytes() <= outbox,
        };
        is_wanted && self.kept.bytes() <= kept
    }

    /// The frames that have not left when the session is dropped.
    pub fn into_unsent(self) -> impl Iterator<Item = F> {
        self.outbox.into_frames()
    }
}

/// Requests, and the end.
impl<F, R> Session<F, R> {
    /// Expects the reply to a request that is sent without this session.
    pub fn expect_reply(&mut self, id: &[u8], deadline: Option<Instant>) {
        self.insert(id, deadline, None);
    }

    fn insert(&mut self, id: &[u8], deadline: Option<Instant>, frame: Option<FrameNumber>) {
        self.requests.insert(id, deadline, frame);
        if let Some(end) = self.end.clone() {
            // A request that has its outcome keeps it.
            let _ = self.requests.finish(id, Outcome::Ended(end));
        }
    }

    /// Gives a request the reply that arrived.
    ///
    /// # Errors
    /// Returns the reply if no request waits for it: it is late, the second one, or invented.
    pub fn resolve(&mut self, id: &[u8], reply: R) -> Result<(), R> {
        if let Some(overdue) = &mut self.overdue {
            overdue.note_reply(id);
        }
        match self.requests.finish(id, Outcome::Reply(reply)) {
            Err(Outcome::Reply(reply)) => Err(reply),
            _ => Ok(()),
        }
    }

    /// Whether a request has no outcome yet.
    pub fn is_waiting(&self, id: &[u8]) -> bool {
        self.requests.is_waiting(id)
    }

    /// Whether a request has an outcome that nobody has taken.
    pub fn is_resolved(&self, id: &[u8]) -> bool {
        self.requests.outcome(id).is_some()
    }

    /// Whether a request had no reply at its deadline, and nobody has taken that outcome.
    pub fn has_timed_out(&self, id: &[u8]) -> bool {
        matches!(self.requests.outcome(id), Some(Outcome::TimedOut))
    }

    /// Takes the outcome of a request, if it has one. The session forgets the request.
    pub fn take_outcome(&mut self, id: &[u8]) -> Option<Outcome<R>> {
        self.requests.take(id)
    }

    /// Takes the reply to a request, if it came; leaves any other outcome.
    pub fn take_reply(&mut self, id: &[u8]) -> Option<R> {
        self.requests.take_reply(id)
    }

    /// Forgets a request, and returns its outcome if it had one. A later reply is dropped.
    pub fn forget(&mut self, id: &[u8]) -> Option<Outcome<R>> {
        self.requests.forget(id)
    }

    /// Counts a message that arrived without this session.
    pub fn note_received(&mut self) {
        self.messages_received += 1;
    }

    /// Ends the session, once: pending requests get no reply, and no event reports what had arrived.
    pub fn finish(&mut self, end: End) {
        if self.end.is_none() {
            self.requests.end(&end);
            (self.overdue, self.heartbeat) = (None, None);
            self.end = Some(end);
        }
    }

    /// Begins a new conversation over the same streams. Keeps what has arrived and what is queued.
    pub fn begin_anew(&mut self) {
        (self.end, self.end_told) = (None, false);
        self.timed_out.clear();
        self.tail = Tail::default();
    }

    /// What arrived last.
    pub fn last_arrived(&self) -> Option<&Inbound> {
        self.inbox.last()
    }

    /// The last 4 KiB that came outside of frames.
    pub fn last_output(&self) -> LastOutput {
        self.tail.last_output()
    }

    /// Whether the other side has sent a frame, or begun one.
    pub fn has_heard(&self) -> bool {
        self.tail.has_heard()
    }

    /// How the session ended; `None` while it has not.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Whether any request has no outcome yet.
    pub fn has_pending(&self) -> bool {
        self.requests.pending() > 0
    }

    /// What the session has moved so far.
    pub fn statistics(&self) -> Statistics {
        Statistics {
            frames_sent: self.outbox.frames_sent(),
            messages_received: self.messages_received,
            bytes_sent: self.outbox.bytes_sent(),
            bytes_received: self.bytes_received,
            bytes_queued: self.outbox.bytes(),
            requests_pending: self.requests.pending(),
        }
    }
}

#[cfg(test)]
mod tests;
