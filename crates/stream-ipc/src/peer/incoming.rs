//! Requests of the other side that are answered later.

use super::handlers::{Failure, call_all};
use super::session::Session;
use crate::deadline::Deadline;
use crate::error::{BoxError, Error};
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::thread;
use std::time::Duration;

/// A request whose handler, see [`Session::on_request_later`], need not answer at once.
///
/// Dropping it without an answer tells the other side so.
///
/// A handler that works for long looks whether anybody still waits:
///
/// ```
/// # use serde::{Deserialize, Serialize};
/// # use std::os::unix::net::UnixStream;
/// # use std::time::Duration;
/// # use stream_ipc::{Error, IncomingRequest, Peer, message::LogMessage};
/// # #[derive(Serialize, Deserialize)]
/// # #[serde(rename = r"App\Sum")]
/// # struct Sum {
/// #     result: u64,
/// # }
/// # let peer = Peer::new()?;
/// # let (here, there) = UnixStream::pair()?;
/// # let (client, server) = (peer.attach(here)?, peer.attach(there)?);
/// # client.say_hello();
/// # server.say_hello();
/// server.on_request_later(|_: LogMessage, request: IncomingRequest| {
///     let mut result = 0;
///     for step in 0..1_000_000 {
///         if step % 10_000 == 0 && request.is_cancelled() {
///             return drop(request.fail("cancelled"));
///         }
///         result += step;
///     }
///     let _ = request.reply(&Sum { result });
/// });
///
/// let mut pending = client.request(&LogMessage::new("add"), Duration::from_secs(60))?;
/// pending.cancel();
/// assert!(matches!(pending.wait::<Sum>(), Err(Error::Cancelled(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
#[must_use = "dropping it tells the other side that there is no reply"]
pub struct IncomingRequest {
    session: Session,
    id: String,
    class: String,
    /// Until when its sender waits.
    deadline: Deadline,
    cancellation: Rc<Cancellation>,
    is_answered: bool,
}

impl IncomingRequest {
    pub(super) fn new(session: &Session, id: &str, class: &str, deadline: Deadline) -> Self {
        let cancellation = Rc::<Cancellation>::default();
        session.note_incoming(id, cancellation.clone());
        Self {
            session: session.clone(),
            id: id.to_owned(),
            class: class.to_owned(),
            deadline,
            cancellation,
            is_answered: false,
        }
    }

    /// The request's id on the wire, chosen by the other side.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The session that it came from.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Whether nobody waits for the answer any more: a native side has cancelled the request or let its
    /// time pass, or the session has ended.
    ///
    /// Looks at what has arrived by now, without waiting, so a handler that is at work may ask: every
    /// 10 ms, say. That costs a system call or two, and runs no handlers but those of
    /// [`Self::on_cancel`]. Answer a cancelled request, too: with [`Self::fail`], or by dropping it. The
    /// other side then knows that you are free again, and does not terminate you.
    pub fn is_cancelled(&self) -> bool {
        if self.cancellation.is_noted() || !self.session.is_open() {
            return true;
        }
        let is_cancelled = self.session.look_for_cancellation(&self.id);
        if is_cancelled {
            self.session.cancel_incoming(&self.id);
        }
        is_cancelled
    }

    /// Calls `handler` once when the request is cancelled: from a tick of the peer or
    /// [`Self::is_cancelled`], or at once if it is cancelled already. Once the request is answered,
    /// `handler` is dropped.
    pub fn on_cancel(&self, handler: impl FnOnce() + 'static) {
        match self.is_cancelled() {
            true => handler(),
            false => self.cancellation.add(Box::new(handler)),
        }
    }

    /// How long the sender of the request still waits; zero once its time is up. `None` if it did not
    /// say so: only native sides do.
    pub fn remaining_time(&self) -> Option<Duration> {
        self.deadline.remaining()
    }

    /// Sends a message that belongs to this request, before the reply: progress, or a part of the
    /// result. A native side gives it to the handlers of the request
    /// ([`Pending::on_message`](crate::Pending::on_message)); for any other side it is a message like
    /// those of [`Session::notify`]. Waits until it has left. Does nothing once the request is known to
    /// be cancelled.
    ///
    /// # Errors
    /// As [`Session::notify`].
    pub fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        match self.cancellation.is_noted() {
            true => Ok(()),
            false => self.session.notify_of(&self.id, message),
        }
    }

    /// Sends the reply, and never waits for room. Does nothing if the session has ended. The other side
    /// drops it if it has cancelled the request.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if the reply cannot be sent: the other side is then told
    /// that there is none.
    pub fn reply<M: Serialize + ?Sized>(mut self, message: &M) -> Result<(), Error> {
        let frame = self.session.format().response(&self.id, message)?;
        self.is_answered = true;
        self.session.reply(frame)
    }

    /// Answers as if a handler had returned this error.
    ///
    /// # Errors
    /// As [`Self::reply`].
    pub fn fail(mut self, error: impl Into<BoxError>) -> Result<(), Error> {
        self.is_answered = true;
        let failure = Failure::Failed(error.into());
        self.session.reply_error(&self.id, &failure.to_string())
    }
}

impl Drop for IncomingRequest {
    fn drop(&mut self) {
        self.session.forget_incoming(&self.id);
        if self.is_answered || !self.session.is_open() {
            return;
        }
        let Self { id, class, .. } = self;
        let text = match thread::panicking() {
            true => Failure::PANICKED.to_owned(),
            false => format!("Request {id} ({class}) was let go of without a reply"),
        };
        // If that fails, nobody waits any more.
        let _ = self.session.reply_error(&self.id, &text);
    }
}

/// Whether a request was cancelled, and what to call then. The request and its session share it.
#[derive(Default)]
pub(super) struct Cancellation {
    is_noted: Cell<bool>,
    handlers: RefCell<Vec<Box<dyn FnOnce()>>>,
}

impl Cancellation {
    fn is_noted(&self) -> bool {
        self.is_noted.get()
    }

    fn add(&self, handler: Box<dyn FnOnce()>) {
        self.handlers.borrow_mut().push(handler);
    }

    /// Notes that the request was cancelled, and calls the handlers.
    pub(super) fn note(&self) {
        self.is_noted.set(true);
        call_all(self.handlers.take(), |handler| handler());
    }
}

impl fmt::Debug for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cancellation")
            .field("is_noted", &self.is_noted)
            .finish_non_exhaustive()
    }
}
