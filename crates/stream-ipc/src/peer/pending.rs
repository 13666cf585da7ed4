//! Replies that are waited for.

use super::session::Session;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::format::Reply;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// A request that was sent, and its reply once it is there.
///
/// Dropping it forgets the request; its reply is thrown away when it comes.
#[derive(Debug)]
#[must_use = "dropping it forgets the request: wait for the reply, or send with notify()"]
pub struct Pending {
    session: Session,
    id: String,
    timeout: Duration,
    deadline: Deadline,
    reply: Option<Reply>,
}

impl Pending {
    pub(super) fn new(session: Session, id: String, timeout: Duration, deadline: Deadline) -> Self {
        session.register(&id);
        Self {
            session,
            id,
            timeout,
            deadline,
            reply: None,
        }
    }

    /// The request's id on the wire: this process's id, a dot, a number.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether the reply is there, so that [`Self::wait`] would not wait.
    pub fn is_resolved(&self) -> bool {
        self.reply.is_some() || self.session.has_reply(&self.id)
    }

    /// Waits for the reply. What else arrives meanwhile, on any session of the peer, goes to its
    /// handlers. Once the reply is there, waiting again gives the same.
    ///
    /// The reply has the type that is asked for: a class of your own, or
    /// [`php::Value`](crate::php::Value) for any.
    ///
    /// # Errors
    /// [`Error::Remote`] where the other side answers with an error; [`Error::Reply`] where the
    /// reply is another message than was asked for; [`Error::TimedOut`] and [`Error::NoReply`]
    /// where there is none; [`Error::Handler`] where a handler for something else failed: the
    /// request still stands, wait again.
    pub fn wait<R: DeserializeOwned>(&mut self) -> Result<R, Error> {
        let format = self.session.format();
        self.wait_for_reply()?.message(format)
    }

    /// What has arrived already is looked through even when the time is up.
    fn wait_for_reply(&mut self) -> Result<&Reply, Error> {
        let mut looked = false;
        while self.reply.is_none() {
            if let Some(reply) = self.session.take_reply(&self.id) {
                self.reply = Some(reply);
            } else if let Some(end) = self.session.no_reply() {
                let id = self.id.clone();
                return Err(Error::NoReply { id, end });
            } else if looked && self.deadline.has_passed() {
                return Err(Error::TimedOut(self.timeout));
            } else {
                self.session.peer().advance(self.deadline)?;
                looked = true;
            }
        }
        Ok(self.reply.as_ref().expect("the loop ends with a reply"))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // With its reply, it is forgotten already.
        if self.reply.is_none() {
            self.session.forget(&self.id);
        }
    }
}
