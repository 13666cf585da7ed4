//! What a session says to a native side, and hears from it.

use super::heartbeat::{Heartbeat, Verdict};
use super::outbox::GivenUp;
use super::{End, Frame, Outcome, Session};
use crate::inbound::Inbound;
use crate::native::{
    Native, cancel, hello, hello_of_child, is_hello, is_of_child, is_ping, ping, pong, returned,
};
use bytes::Bytes;
use std::time::{Duration, Instant};

/// What the two sides know about each other.
#[derive(Debug, Default)]
pub(super) struct Acquaintance {
    /// Whether the other side has shown that it is native.
    is_native: bool,
    /// Whether the other side is our child, over the pipes that we have given it.
    is_child: bool,
    /// Whether the other side knows that this one is.
    is_known: bool,
    /// Whether the session has queued a frame of its own that the driver has not seen.
    has_spoken: bool,
}

/// Whether to start a request of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Ask the handler. A reply must follow: [`Session::reply`].
    Now,
    /// The other side has cancelled it. A reply must follow, whatever it is: it says that nobody works on
    /// the request.
    Cancelled,
    /// It has gone back to the other side. No reply follows.
    Returned,
}

/// Talking to a native side.
impl<F: Frame, R> Session<F, R> {
    /// Says hello: that both sides are native. The other side answers in kind. Only for a side that is
    /// native for certain: any other cannot read the frame.
    pub fn say_hello(&mut self) {
        self.greet(hello);
    }

    /// Says hello to the native parent that has started this process, over the pipes that it has given us
    /// ([`has_native_parent`](crate::child::has_native_parent)). So the parent knows that both run on one
    /// machine.
    pub fn say_hello_to_parent(&mut self) {
        self.greet(hello_of_child);
    }

    fn greet(&mut self, hello: fn() -> Vec<u8>) {
        self.acquaintance.is_native = true;
        if !std::mem::replace(&mut self.acquaintance.is_known, true) {
            self.say(hello());
        }
    }

    /// Notes that the other side knows this one to be native, once it has looked: we have started it,
    /// and told it so.
    pub fn note_known(&mut self) {
        self.acquaintance.is_known = true;
    }

    /// Whether the other side has shown that it is native.
    #[inline]
    pub fn is_native(&self) -> bool {
        self.acquaintance.is_native
    }

    /// Whether the other side has shown that it is our child: it runs on this machine, and what we send it
    /// goes through no other hands.
    pub fn is_child(&self) -> bool {
        self.acquaintance.is_child
    }

    /// Whether the session has queued a frame of its own since it was last asked.
    #[inline]
    pub fn has_spoken(&mut self) -> bool {
        std::mem::take(&mut self.acquaintance.has_spoken)
    }

    /// Cancels a request that has no outcome yet, and tells a native side so, unless the request can
    /// still be taken back. Returns whether there was such a request.
    ///
    /// With `until`, [`Event::Overdue`](super::Event::Overdue) tells if the other side has not answered
    /// by then, with whatever reply: it is still busy with the request.
    pub fn cancel(&mut self, id: &[u8], until: Option<Instant>) -> bool {
        if self.requests.finish(id, Outcome::Cancelled).is_err() {
            return false;
        }
        match self.give_up_request(id) {
            GivenUp::TakenBack => return true,
            GivenUp::TooLate => {}
            // The rest of it leaves before its cancellation.
            GivenUp::Cut => {
                if let Some(frame) = self.requests.frame(id) {
                    self.outbox.detach(frame);
                }
            }
        }
        self.tell_cancelled(id);
        if let Some(until) = until {
            let overdue = self.overdue.get_or_insert_default();
            overdue.expect_reply(id, until);
        }
        true
    }

    /// Tells a native side that nobody waits for the outcome of a request any more, and goes on expecting
    /// the reply, whatever it is: it says that the other side is free. Returns `false` if no byte of the
    /// request had left: then it is taken back and forgotten, and no reply comes.
    pub fn withdraw_request(&mut self, id: &[u8]) -> bool {
        if !self.requests.is_waiting(id) {
            return true;
        }
        if self.give_up_request(id) == GivenUp::TakenBack {
            self.requests.forget(id);
            return false;
        }
        self.tell_cancelled(id);
        true
    }

    /// Gives up a request whose time is up by the clock of whoever waits for it. Returns whether it had no
    /// outcome yet.
    pub fn time_out(&mut self, id: &[u8]) -> bool {
        if self.requests.finish(id, Outcome::TimedOut).is_err() {
            return false;
        }
        match self.give_up_request(id) {
            GivenUp::TakenBack => {}
            GivenUp::TooLate => self.tell_cancelled(id),
            GivenUp::Cut => self.cut_short(),
        }
        true
    }

    /// Whether cancellations have arrived that no event has told.
    #[inline]
    pub fn has_cancellations(&self) -> bool {
        self.inbox.has_cancellations()
    }

    /// Whether the other side has cancelled its request with this id, as far as has arrived. Says so
    /// once: the cancellation comes in no event then.
    pub fn take_cancellation(&mut self, id: &[u8]) -> bool {
        self.inbox.take_cancellation(id)
    }

    /// Tells a native side that nobody waits for the reply to a request.
    pub(super) fn tell_cancelled(&mut self, id: &[u8]) {
        if self.is_native() {
            self.say(cancel(id));
        }
    }

    /// Hears a payload that only native sides send.
    #[cold]
    pub(super) fn hear(&mut self, payload: Bytes, now: impl FnOnce() -> Instant) {
        if is_hello(&payload) {
            self.tail.note_hello();
            self.acquaintance.is_child |= is_of_child(&payload);
            return self.say_hello();
        }
        if !self.is_native() {
            // It means nothing without a hello.
            return self.arrive(Inbound::Frame(payload));
        }
        if is_ping(&payload) {
            return self.say(pong());
        }
        if let Some(native) = Native::read(&payload, now) {
            self.arrive(Inbound::Native(native));
        }
    }

    /// Ends the session when the other side has been silent for `limit`, on streams that may be cut without
    /// an end: [`End::Silent`]. After a third of that time, asks whether it is there; a native side answers as
    /// soon as it reads, which one that is busy does not do. So the limit is longer than anything that keeps
    /// the other side from reading. Does nothing while the other side has not shown that it is native. `None`
    /// ends the heartbeat.
    pub fn set_heartbeat(&mut self, limit: Option<Duration>, now: Instant) {
        self.heartbeat = match &self.end {
            None => limit.map(|limit| Box::new(Heartbeat::new(limit, now))),
            Some(_) => None,
        };
    }

    /// Looks whether the other side is there.
    pub(super) fn look_for_life(&mut self, now: Instant) {
        let is_native = self.is_native();
        let Some(heartbeat) = &mut self.heartbeat else {
            return;
        };
        if !is_native {
            // It would not answer, so its silence means nothing.
            heartbeat.hear();
        }
        let limit = heartbeat.limit();
        match heartbeat.look(now) {
            Verdict::Wait => {}
            Verdict::Ask => self.say(ping()),
            Verdict::Silent => self.finish(End::Silent { limit }),
        }
    }

    /// Begins with a request of the other side, unless that was cancelled, or it was sent ahead of others
    /// and now comes too late.
    pub fn begin(
        &mut self,
        id: &[u8],
        start_by: Option<Instant>,
        now: impl FnOnce() -> Instant,
    ) -> Start {
        let is_cancelled = self.has_cancellations() && self.take_cancellation(id);
        if let Some(start_by) = start_by {
            let is_free = self.open == 0 && self.outbox.is_empty();
            if is_cancelled || !is_free || now() >= start_by {
                self.say(returned(id));
                return Start::Returned;
            }
        }
        self.open += 1;
        match is_cancelled {
            true => Start::Cancelled,
            false => Start::Now,
        }
    }

    fn say(&mut self, frame: Vec<u8>) {
        // Without a way out there is nobody to tell.
        if self.outbox.check().is_ok() && self.end.is_none() {
            let frame = self.outbox.push(F::of(frame));
            self.outbox.detach(frame);
            self.acquaintance.has_spoken = true;
        }
    }
}
