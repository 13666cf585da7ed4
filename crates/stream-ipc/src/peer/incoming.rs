//! Requests of the other side that are answered later.

use super::handlers::Failure;
use super::session::Session;
use crate::error::{BoxError, Error};
use serde::Serialize;
use std::thread;

/// A request whose handler, see [`Session::on_request_later`], need not answer at once.
///
/// Dropping it without an answer tells the other side so.
#[derive(Debug)]
#[must_use = "dropping it tells the other side that there is no reply"]
pub struct IncomingRequest {
    session: Session,
    id: String,
    class: String,
    is_answered: bool,
}

impl IncomingRequest {
    pub(super) fn new(session: &Session, id: &str, class: &str) -> Self {
        Self {
            session: session.clone(),
            id: id.to_owned(),
            class: class.to_owned(),
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

    /// Whether nobody waits for the answer any more: the session has ended.
    pub fn is_cancelled(&self) -> bool {
        !self.session.is_open()
    }

    /// Sends the reply, and never waits for room. Does nothing if nobody waits for it any more.
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
        if self.is_answered || self.is_cancelled() {
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
