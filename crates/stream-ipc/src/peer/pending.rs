//! Requests that wait for their reply.

use super::handlers::Outcome as HandlerOutcome;
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
    /// type `R`; [`Error::TimedOut`] and [`Error::NoReply`] if there is no reply; [`Error::Cancelled`] if
    /// this side has cancelled the request; [`Error::Handler`] if a handler for something else failed: the
    /// request is still pending, so wait again.
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

    /// Makes `handler` take the messages of type `M` that belong to this request: the other side sends
    /// them with [`IncomingRequest::notify`](crate::IncomingRequest::notify), or `notify()` in PHP, in
    /// order and before the reply. It returns nothing, or a result whose error ends the tick with
    /// [`Error::Handler`].
    ///
    /// A request has one handler per message type; another one for the same type replaces it. Messages
    /// that no handler of the request takes go to [`Session::on_message`]; if the other side is not
    /// native, all of them do. After the outcome, messages of the request are dropped. Where 64 handlers
    /// nest, the reply may overtake them.
    ///
    /// ```
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::Duration;
    /// # use stream_ipc::{IncomingRequest, Peer, Session};
    /// # use stream_ipc::message::LogMessage;
    /// # let peer = Peer::new()?;
    /// # let (here, there) = UnixStream::pair()?;
    /// # let (client, server) = (peer.attach(here)?, peer.attach(there)?);
    /// # client.say_hello();
    /// # server.say_hello();
    /// server.on_request_later(|_: LogMessage, request: IncomingRequest| {
    ///     // If these cannot be sent, nobody is there to read them.
    ///     let _ = request.notify(&LogMessage::new("half way"));
    ///     let _ = request.reply(&LogMessage::new("done"));
    /// });
    ///
    /// let mut pending = client.request(&LogMessage::new("go"), Duration::from_secs(5))?;
    /// pending.on_message(|log: LogMessage, _: &Session| println!("{}", log.message));
    /// assert_eq!(pending.wait::<LogMessage>()?.message, "done");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_message<M, O>(&self, handler: impl Fn(M, &Session) -> O + 'static)
    where
        M: DeserializeOwned,
        O: HandlerOutcome,
    {
        if !self.is_resolved() {
            self.session.on_message_of(&self.id, handler);
        }
    }

    /// Cancels the request: nobody waits for its reply any more. A native side is told so, and its
    /// handler may look ([`IncomingRequest::is_cancelled`](crate::IncomingRequest::is_cancelled)).
    /// [`Self::wait`] gives [`Error::Cancelled`] from now on, and the handler of
    /// [`Self::on_resolved`] is called at once. Does nothing if the outcome is known already.
    pub fn cancel(&self) {
        self.session.cancel(&self.id, None);
    }

    /// The same, for a side that may not look: if it has not answered after `grace`, a reply or an
    /// error, its process is terminated as with [`Session::terminate`], while the peer ticks. That ends
    /// the session. Without a process that [`Peer::spawn`](crate::Peer::spawn) started, it only cancels.
    ///
    /// ```no_run
    /// # use std::process::Command;
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Peer, message::LogMessage};
    /// # let peer = Peer::new()?;
    /// let worker = peer.spawn(Command::new("php").arg("worker.php"))?;
    /// let mut pending = worker.request(&LogMessage::new("render"), Duration::from_secs(600))?;
    /// while !pending.is_resolved() {
    ///     peer.tick(Some(Duration::from_millis(100)))?;
    /// #   let user_wants_to_stop = true;
    ///     if user_wants_to_stop {
    ///         pending.cancel_or_terminate(Duration::from_secs(2));
    ///     }
    /// }
    /// let reply = pending.wait::<LogMessage>();
    /// assert!(matches!(reply, Err(Error::Cancelled(_))));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn cancel_or_terminate(&self, grace: Duration) {
        self.session.cancel(&self.id, Some(grace));
    }

    /// A handle that cancels the request, for handlers: [`Self::on_resolved`] takes the request itself,
    /// and [`Self::wait`] borrows it.
    ///
    /// ```
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, IncomingRequest, Peer};
    /// # use stream_ipc::message::LogMessage;
    /// # let peer = Peer::new()?;
    /// # let pair = UnixStream::pair()?;
    /// # let (_client, server) = (peer.attach(pair.0)?, peer.attach(pair.1)?);
    /// # let pair = UnixStream::pair()?;
    /// # let (back_end, _end) = (peer.attach(pair.0)?, peer.attach(pair.1)?);
    /// server.on_request_later(move |log: LogMessage, request: IncomingRequest| {
    ///     match back_end.request(&log, Duration::from_secs(5)) {
    ///         Ok(pending) => {
    ///             // Whoever asked us has changed its mind, so do we.
    ///             let asked = pending.cancel_handle();
    ///             request.on_cancel(move || asked.cancel());
    ///             pending.on_resolved(|reply: Result<LogMessage, Error>| {
    ///                 let _ = match reply {
    ///                     Ok(reply) => request.reply(&reply),
    ///                     Err(error) => request.fail(error),
    ///                 };
    ///             });
    ///         }
    ///         Err(error) => drop(request.fail(error)),
    ///     }
    /// });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle {
            session: self.session.clone(),
            id: self.id.clone(),
        }
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

/// Cancels a request: [`Pending::cancel_handle`]. It keeps neither the request nor its session open.
#[derive(Debug, Clone)]
pub struct CancelHandle {
    session: Session,
    id: String,
}

impl CancelHandle {
    /// As [`Pending::cancel`].
    pub fn cancel(&self) {
        self.session.cancel(&self.id, None);
    }

    /// As [`Pending::cancel_or_terminate`].
    pub fn cancel_or_terminate(&self, grace: Duration) {
        self.session.cancel(&self.id, Some(grace));
    }
}
