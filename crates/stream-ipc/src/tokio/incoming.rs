//! What a session receives that is no reply.

use super::{Session, Shared};
use crate::error::Error;
use crate::format::{Format, FormatError};
use crate::message::{ErrorMessage, Label, LogMessage};
use ::tokio::runtime::Handle;
use ::tokio::sync::mpsc;
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::sync::Arc;

/// What the reader hands over.
#[derive(Debug)]
pub(super) enum Arrival {
    Frame(Bytes),
    Junk(Bytes),
}

impl Arrival {
    /// Its size in bytes, its place in the queue included: a frame may be empty.
    pub(super) fn size(&self) -> usize {
        let (Self::Frame(bytes) | Self::Junk(bytes)) = self;
        size_of::<Self>() + bytes.len()
    }
}

/// What a session receives, in order: requests and messages. Replies go to whoever waits for them.
///
/// Where more than 1 MiB waits to be taken, reading stops, and with it the other side, until there
/// is room or somebody here waits for a reply. Dropped, it lets messages go and answers requests
/// as unhandled.
#[derive(Debug)]
pub struct Incoming {
    session: Session,
    arrivals: mpsc::UnboundedReceiver<Arrival>,
}

impl Incoming {
    pub(super) fn new(session: Session, arrivals: mpsc::UnboundedReceiver<Arrival>) -> Self {
        Self { session, arrivals }
    }

    /// The next message or request; `None` when the session has ended and everything was taken.
    /// [`Session::end`] tells how.
    pub async fn next(&mut self) -> Option<Received> {
        let arrival = self.arrivals.recv().await?;
        Some(self.open(arrival))
    }

    /// The session it belongs to.
    pub fn session(&self) -> &Session {
        &self.session
    }

    fn open(&self, arrival: Arrival) -> Received {
        let shared = self.session.shared();
        shared.note_taken(arrival.size());
        Received::of(arrival, shared)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.arrivals.close();
        while let Ok(arrival) = self.arrivals.try_recv() {
            drop(self.open(arrival));
        }
    }
}

/// What came in.
#[derive(Debug)]
pub enum Received {
    /// Nobody waits for an answer. Junk, the bytes outside of frames, comes as a
    /// [`LogMessage`] of level `junk`; what cannot be read as `LogMessage` of level `error`, or as
    /// [`ErrorMessage`], as it does in PHP.
    Message(Message),
    /// The other side waits for the reply.
    Request(Request),
}

impl Received {
    pub(super) fn of(arrival: Arrival, shared: &Arc<Shared>) -> Self {
        let format = shared.format;
        let payload = match arrival {
            Arrival::Frame(payload) => payload,
            Arrival::Junk(bytes) => return Self::made_here(&LogMessage::junk(&bytes)),
        };
        match format.open(&payload) {
            Some((Label::Request { id, .. }, _)) => Self::Request(Request {
                id: id.into_owned(),
                shared: shared.clone(),
                payload,
                answered: false,
            }),
            Some((Label::Message { .. } | Label::Response { .. }, _)) => {
                Self::Message(Message { format, payload })
            }
            None => Self::made_here(&format.in_place_of(&payload)),
        }
    }

    fn made_here(message: &impl Serialize) -> Self {
        let format = Format::Php;
        let payload = format.encode(message).unwrap_or_default().into();
        Self::Message(Message { format, payload })
    }
}

/// A message that nobody waits for an answer to.
#[derive(Debug, Clone)]
pub struct Message {
    format: Format,
    payload: Bytes,
}

impl Message {
    /// Its PHP class.
    pub fn class(&self) -> Cow<'_, str> {
        class(self.format, &self.payload)
    }

    /// The message itself.
    ///
    /// # Errors
    /// Where it is of another class than `M`, or has other properties.
    pub fn message<M: DeserializeOwned>(&self) -> Result<M, FormatError> {
        self.format.encoded(&self.payload).message()
    }
}

/// A request, whose sender waits for the reply. Dropped without one, it is answered as unhandled.
#[derive(Debug)]
pub struct Request {
    shared: Arc<Shared>,
    id: String,
    payload: Bytes,
    answered: bool,
}

impl Request {
    /// The PHP class of what is asked.
    pub fn class(&self) -> Cow<'_, str> {
        class(self.shared.format, &self.payload)
    }

    /// What is asked.
    ///
    /// # Errors
    /// Where it is of another class than `M`, or has other properties.
    pub fn message<M: DeserializeOwned>(&self) -> Result<M, FormatError> {
        let encoded = self.shared.format.encoded(&self.payload);
        encoded.request()
    }

    /// Sends the reply.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] where it cannot be sent, so that the request is
    /// answered as unhandled; [`Error::Send`] and [`Error::Ended`] where nobody waits any more.
    pub async fn reply<M: Serialize + ?Sized>(mut self, message: &M) -> Result<(), Error> {
        let frame = self.shared.format.response(&self.id, message)?;
        self.answered = true;
        self.shared.send(frame).await
    }

    /// Says why there is no reply; the other side gets it as an error.
    ///
    /// # Errors
    /// As [`Self::reply`].
    pub async fn refuse(self, why: &str) -> Result<(), Error> {
        self.reply(&ErrorMessage::new(why)).await
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        if self.answered {
            return;
        }
        let text = ErrorMessage::new(format!("Unhandled request: {}", self.class()));
        let frame = self.shared.format.response(&self.id, &text);
        // Where no runtime runs any more, no session is left either.
        if let (Ok(frame), Ok(runtime)) = (frame, Handle::try_current()) {
            let shared = self.shared.clone();
            runtime.spawn(async move { shared.send(frame).await });
        }
    }
}

fn class(format: Format, payload: &[u8]) -> Cow<'_, str> {
    match format.open(payload) {
        Some((
            Label::Message { class } | Label::Request { class, .. } | Label::Response { class, .. },
            _,
        )) => class,
        None => "".into(),
    }
}
