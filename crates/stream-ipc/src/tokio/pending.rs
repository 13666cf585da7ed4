//! Replies that are waited for.

use super::Session;
use crate::error::Error;
use crate::format::Reply;
use crate::session::{Outcome, RequestId};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// A request that was sent, and its reply once it is there.
///
/// Dropping it forgets the request; its reply is thrown away when it comes.
#[derive(Debug)]
#[must_use = "dropping it forgets the request: wait for the reply, or send with notify()"]
pub struct Pending {
    session: Session,
    id: Arc<str>,
    timeout: Duration,
    outcome: Option<Outcome<Reply>>,
}

impl Pending {
    pub(super) fn new(session: Session, id: Arc<str>, timeout: Duration) -> Self {
        Self {
            session,
            id,
            timeout,
            outcome: None,
        }
    }

    /// The request's id on the wire: this process's id, a dot, a number.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Waits for the reply. Once the outcome is known, waiting again gives the same.
    ///
    /// # Errors
    /// [`Error::Remote`] where the other side answers with an error; [`Error::Reply`] where the
    /// reply is another message than was asked for; [`Error::TimedOut`] and [`Error::NoReply`]
    /// where there is none.
    pub async fn wait<R: DeserializeOwned>(&mut self) -> Result<R, Error> {
        let outcome = match &mut self.outcome {
            Some(outcome) => outcome,
            none => none.insert(self.session.shared().outcome(&self.id.clone().into()).await),
        };
        match outcome {
            Outcome::Reply(reply) => reply.message(self.session.shared().format),
            Outcome::TimedOut => Err(Error::TimedOut(self.timeout)),
            Outcome::Ended(end) => Err(Error::NoReply {
                id: self.id.to_string(),
                end: end.clone(),
            }),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // With its outcome, it is forgotten already.
        if self.outcome.is_none() {
            self.session
                .shared()
                .forget(&RequestId::from(self.id.clone()));
        }
    }
}
