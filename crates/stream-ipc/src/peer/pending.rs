//! Requests that wait for their reply.

use super::session::Session;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::format::Reply;
use crate::session::Outcome;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// A request that was sent, and its reply once it has come.
///
/// Dropping it forgets the request; a later reply is dropped.
#[derive(Debug)]
#[must_use = "dropping it forgets the request: wait for the reply, or send with notify()"]
pub struct Pending {
    session: Session,
    id: String,
    timeout: Duration,
    deadline: Deadline,
    outcome: Option<Outcome<Reply>>,
}

impl Pending {
    pub(super) fn new(session: Session, id: String, timeout: Duration, deadline: Deadline) -> Self {
        Self {
            session,
            id,
            timeout,
            deadline,
            outcome: None,
        }
    }

    /// The request's id on the wire: this process's id, a dot, a number.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the outcome is known, a reply or not, so that [`Self::wait`] returns at once.
    pub fn is_resolved(&self) -> bool {
        self.outcome.is_some() || self.session.has_outcome(&self.id)
    }

    /// Waits for the reply. Meanwhile runs the handlers of what arrives on any session of the peer. Once
    /// the outcome is known, waiting again gives the same outcome.
    ///
    /// `R` is the type of the reply: a class of your own, or [`php::Value`](crate::php::Value) for any
    /// class.
    ///
    /// # Errors
    /// [`Error::Remote`] if the other side answers with an error; [`Error::Reply`] if the reply is not of
    /// type `R`; [`Error::TimedOut`] and [`Error::NoReply`] if there is no reply; [`Error::Handler`] if a
    /// handler for something else failed: the request is still pending, so wait again.
    pub fn wait<R: DeserializeOwned>(&mut self) -> Result<R, Error> {
        let format = self.session.format();
        self.wait_for_outcome()?;
        match self.outcome.as_ref().expect("it was waited for") {
            Outcome::Reply(reply) => reply.message(format),
            Outcome::TimedOut => Err(Error::TimedOut(self.timeout)),
            Outcome::Cancelled => Err(Error::Cancelled(self.id.clone())),
            Outcome::Ended(end) => Err(Error::NoReply {
                id: self.id.clone(),
                end: end.clone(),
                last_output: self.session.last_output(),
            }),
        }
    }

    /// Calls `handler` with the outcome, whatever it is, once it is known: from a tick of the peer, or at
    /// once if it is known already. Until then the session keeps the request.
    pub fn on_resolved<R: DeserializeOwned>(
        mut self,
        handler: impl FnOnce(Result<R, Error>) + 'static,
    ) {
        if self.is_resolved() {
            return handler(self.wait());
        }
        let (session, id) = (self.session.clone(), self.id.clone());
        // The session drops the handler, and with it this promise, when it ends.
        session.on_resolved(id, Box::new(move || handler(self.wait())));
    }

    fn wait_for_outcome(&mut self) -> Result<(), Error> {
        while self.outcome.is_none() {
            self.outcome = self.session.take_outcome(&self.id);
            if self.outcome.is_none() {
                self.session.peer().advance(self.deadline)?;
            }
        }
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // Once it has its outcome, the session has forgotten it.
        if self.outcome.is_none() {
            self.session.forget(&self.id);
        }
    }
}
