//! Requests that wait for their reply.

use super::Session;
use crate::error::Error;
use crate::format::Reply;
use crate::session::{Outcome, RequestId};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// A request that was sent, and its reply once it has come.
///
/// Dropping it forgets the request; a later reply is dropped.
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

    /// Waits for the reply. Once the outcome is known, waiting again gives the same outcome.
    ///
    /// # Errors
    /// [`Error::Remote`] if the other side answers with an error; [`Error::Reply`] if the reply is not of
    /// type `R`; [`Error::TimedOut`] and [`Error::NoReply`] if there is no reply; [`Error::Cancelled`] if
    /// this side has cancelled the request.
    pub async fn wait<R: DeserializeOwned>(&mut self) -> Result<R, Error> {
        let outcome = match &mut self.outcome {
            Some(outcome) => outcome,
            none => none.insert(self.session.shared().outcome(&self.id.clone().into()).await),
        };
        match outcome {
            Outcome::Reply(reply) => reply.message(self.session.shared().format),
            Outcome::TimedOut => Err(Error::TimedOut(self.timeout)),
            Outcome::Cancelled => Err(Error::Cancelled(self.id.to_string())),
            Outcome::Ended(end) => Err(Error::NoReply {
                id: self.id.to_string(),
                end: end.clone(),
                last_output: self.session.last_output(),
            }),
        }
    }

    /// Cancels the request: nobody waits for its reply any more. A native side is told so, and whoever
    /// answers may look ([`Request::is_cancelled`](super::Request::is_cancelled)). [`Self::wait`] gives
    /// [`Error::Cancelled`] from now on. Does nothing if the outcome is known already.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Options, message::LogMessage};
    /// # use stream_ipc::tokio::Session;
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// # let (here, _there) = tokio::io::duplex(4096);
    /// # let (session, _incoming) = Session::new(here, Options::new());
    /// # let user_wants_to_stop = std::future::ready(());
    /// let mut pending = session.request(&LogMessage::new("go"), Duration::from_secs(60)).await?;
    /// let reply = tokio::select! {
    ///     reply = pending.wait::<LogMessage>() => reply,
    ///     () = user_wants_to_stop => {
    ///         pending.cancel();
    ///         pending.wait().await
    ///     }
    /// };
    /// assert!(matches!(reply, Err(Error::Cancelled(_))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(&self) {
        let id = RequestId::from(self.id.clone());
        self.session.shared().cancel(&id);
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        // Once it has its outcome, the session has forgotten it.
        if self.outcome.is_none() {
            self.session
                .shared()
                .forget(&RequestId::from(self.id.clone()));
        }
    }
}
