//! The handlers of a program for what its sessions receive.

use super::incoming::{Cancellation, IncomingRequest};
use super::pool::HandedJob;
use super::session::Session;
use crate::class_name::is_class;
use crate::error::{BoxError, End, Error};
use crate::format::{Encoded, FormatError};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::thread;

/// What a message handler may return: nothing, or a result whose error ends the tick.
pub trait Outcome {
    /// The outcome as a result.
    ///
    /// # Errors
    /// The error of the handler.
    fn into_result(self) -> Result<(), BoxError>;
}

impl Outcome for () {
    fn into_result(self) -> Result<(), BoxError> {
        Ok(())
    }
}

impl<E: Into<BoxError>> Outcome for Result<(), E> {
    fn into_result(self) -> Result<(), BoxError> {
        self.map_err(Into::into)
    }
}

/// What to do with a session after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovery {
    /// Keep it open.
    KeepOpen,
    /// Close it.
    Close,
}

/// Why a handler gave no result.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The message is of the handler's class, but not of its type.
    #[error("Failed to deserialize message payload\n{0}")]
    Unreadable(FormatError),
    /// The handler failed, or returned something that cannot be sent.
    #[error("Error in dispatch\n{}", Chain(&**.0))]
    Failed(BoxError),
}

impl Failure {
    /// The text about a handler that panicked.
    pub(super) const PANICKED: &str = "Error in dispatch\nthe request handler panicked";
}

/// An error together with its causes.
struct Chain<'a>(&'a (dyn std::error::Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, "\ncaused by: {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

pub(super) type MessageHandler = Rc<dyn Fn(Encoded<'_>, &Session) -> Result<(), Failure>>;
type ErrorHandler = Rc<dyn Fn(&Error, &Session) -> Recovery>;
type EndHandler = Box<dyn FnOnce(&End, &Session)>;
type ResolvedHandler = Box<dyn FnOnce()>;

/// Makes a message handler of a function that takes messages of type `M`.
pub(super) fn message_handler<M: DeserializeOwned, O: Outcome>(
    handler: impl Fn(M, &Session) -> O + 'static,
) -> MessageHandler {
    Rc::new(move |encoded: Encoded<'_>, session: &Session| {
        let message = encoded.message().map_err(Failure::Unreadable)?;
        let outcome = handler(message, session).into_result();
        outcome.map_err(Failure::Failed)
    })
}

/// A handler of requests.
#[derive(Clone)]
pub(super) enum RequestHandler {
    Now(AnswerNow),
    Later(AnswerLater),
}

/// Makes the reply to the request with this id, as a whole frame.
type AnswerNow = Rc<dyn Fn(&str, Encoded<'_>, &Session) -> Result<Vec<u8>, Failure>>;
/// Answers whenever it can.
type AnswerLater = Rc<dyn Fn(MakeRequest<'_>, Encoded<'_>) -> Result<(), Failure>>;

/// Makes the request, once its message could be read.
pub(super) type MakeRequest<'a> = &'a dyn Fn() -> IncomingRequest;

/// The handlers of one session. Clone a handler out of here before you call it: it may add others.
#[derive(Default)]
pub(super) struct Handlers {
    pub(super) messages: ByClass<MessageHandler>,
    pub(super) requests: ByClass<RequestHandler>,
    pub(super) error: Option<ErrorHandler>,
    pub(super) end: Vec<EndHandler>,
    /// Those of our requests, by their ids.
    pub(super) pending: HashMap<String, PendingHandlers>,
    /// The open requests of the other side, by their ids.
    pub(super) incoming: HashMap<String, Rc<Cancellation>>,
}

/// The handlers of one of our requests, until its outcome is known.
#[derive(Default)]
pub(super) struct PendingHandlers {
    pub(super) messages: ByClass<MessageHandler>,
    pub(super) resolved: Option<ResolvedHandler>,
    /// The job of a pool that the request hands to a worker.
    pub(super) job: Option<HandedJob>,
}

/// Calls `call` with each item, and goes on if one panics. Afterwards resumes the first panic, unless the
/// thread is panicking already: two panics at once would abort the program.
pub(super) fn call_all<T>(each: impl IntoIterator<Item = T>, call: impl Fn(T)) {
    let mut panic = None;
    for one in each {
        let called = catch_unwind(AssertUnwindSafe(|| call(one)));
        panic = panic.or(called.err());
    }
    if let Some(panic) = panic
        && !thread::panicking()
    {
        resume_unwind(panic);
    }
}

/// Handlers by the class they take; the handler for no class takes what the others do not.
pub(super) struct ByClass<H>(Vec<(Option<&'static str>, H)>);

impl<H> Default for ByClass<H> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<H: Clone> ByClass<H> {
    /// Adds a handler, or replaces the one for the same class.
    pub(super) fn set(&mut self, class: Option<&'static str>, handler: H) {
        let same = |known: Option<&str>| match (known, class) {
            (Some(known), Some(class)) => is_class(known.as_bytes(), class),
            (known, class) => known == class,
        };
        self.0.retain(|(known, _)| !same(*known));
        self.0.push((class, handler));
    }

    /// The handler for messages of this class.
    pub(super) fn find(&self, class: &str) -> Option<H> {
        let of_class = |known: &&(Option<&str>, H)| {
            known
                .0
                .is_some_and(|known| is_class(class.as_bytes(), known))
        };
        let found = self.0.iter().find(of_class);
        let found = found.or_else(|| self.0.iter().find(|known| known.0.is_none()));
        found.map(|(_, handler)| handler.clone())
    }
}
