//! Messages and requests that a session receives.

use super::Session;
use super::driver::now;
use super::shared::Shared;
use crate::error::Error;
use crate::format::{Format, FormatError};
use crate::inbound::Inbound;
use crate::message::{ErrorMessage, Label, LogMessage};
use ::tokio::task::coop::consume_budget;
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

/// What a session receives, in order: requests and messages. Replies go to the futures that wait for
/// them.
///
/// It holds 1 MiB. When more waits to be taken, the session stops reading, which slows the other side
/// down. While a request waits for its reply, or a sender for room, it holds 16 MiB, because the reply or
/// the room may come behind. A program that takes too little may find replies too late.
///
/// When you drop it, it drops the messages and answers the requests as unhandled.
#[derive(Debug)]
pub struct Incoming {
    session: Session,
}

impl Incoming {
    pub(super) fn new(session: Session) -> Self {
        Self { session }
    }

    /// The next message or request; `None` when the session has ended and everything was taken: then
    /// [`Session::end`] tells how it ended. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Received> {
        // A loop that always finds something must let other tasks have their turn.
        consume_budget().await;
        let shared = self.session.shared();
        loop {
            match Received::of(shared.kept().await?, shared)? {
                Received::Request(request) if request.is_taken_back() => request.tell_cancelled(),
                received => return Some(received),
            }
        }
    }

    /// The session that receives it.
    pub fn session(&self) -> &Session {
        &self.session
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let shared = self.session.shared();
        shared.with(|state| state.leave_untaken());
        while let Some(kept) = shared.change(|state| state.core.take_kept()) {
            drop(Received::of(kept, shared));
        }
    }
}

/// A message or a request.
#[derive(Debug)]
pub enum Received {
    /// A message that nobody answers. Junk, the bytes outside of frames, arrives as [`LogMessage`] of
    /// level `junk`; a message that cannot be read as `LogMessage` of level `error`, or as
    /// [`ErrorMessage`], as in PHP.
    Message(Message),
    /// The other side waits for the reply.
    Request(Request),
}

impl Received {
    /// Opens a frame or junk; `None` for anything else, which users do not see.
    pub(super) fn of(inbound: Inbound, shared: &Arc<Shared>) -> Option<Self> {
        match inbound {
            Inbound::Frame(payload) => Some(Self::of_payload(payload, shared)),
            Inbound::Junk(bytes) => {
                let message = Message::made_here(&LogMessage::junk(&bytes));
                Some(Self::Message(message))
            }
            _ => None,
        }
    }

    fn of_payload(payload: Bytes, shared: &Arc<Shared>) -> Self {
        let format = shared.format;
        match format.open(&payload) {
            Some((Label::Request { id, .. }, _)) => Self::Request(Request {
                id: id.into_owned(),
                shared: shared.clone(),
                payload,
                answered: false,
            }),
            _ => Self::Message(Message::of_payload(payload, format)),
        }
    }
}

/// A message that nobody answers.
#[derive(Debug, Clone)]
pub struct Message {
    format: Format,
    payload: Bytes,
}

impl Message {
    /// The message in a payload, or one that stands for it if it is none.
    pub(super) fn of_payload(payload: Bytes, format: Format) -> Self {
        match format.label(&payload) {
            Some(_) => Self { format, payload },
            None => Self::made_here(&format.in_place_of(&payload)),
        }
    }

    fn made_here(message: &impl Serialize) -> Self {
        let format = Format::Php;
        let payload = format.encode(message).unwrap_or_default().into();
        Self { format, payload }
    }

    /// Its PHP class.
    pub fn class(&self) -> Cow<'_, str> {
        class(self.format, &self.payload)
    }

    /// The message itself.
    ///
    /// # Errors
    /// If it is of another class than `M`, or has other properties.
    pub fn message<M: DeserializeOwned>(&self) -> Result<M, FormatError> {
        self.format.encoded(&self.payload).message()
    }
}

/// A request, whose sender waits for the reply. Reply at any time and from any task: move it there, and
/// [`Incoming::next`] gives the next one. Dropping it without a reply answers it as unhandled.
#[derive(Debug)]
pub struct Request {
    shared: Arc<Shared>,
    id: String,
    payload: Bytes,
    answered: bool,
}

impl Request {
    /// The request's id on the wire, chosen by the other side.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether nobody waits for the reply any more: a native side has cancelled the request or let its
    /// time pass, or the session has ended.
    ///
    /// The task of the session learns that, so one that works for long must let it run: in
    /// [`spawn_blocking`](::tokio::task::spawn_blocking), or with
    /// [`yield_now`](::tokio::task::yield_now) here and there. Answer a cancelled request, too, with
    /// [`Self::refuse`] or by dropping it: the other side then knows that you are free again.
    pub fn is_cancelled(&self) -> bool {
        self.shared.with(|state| state.is_cancelled(&self.id))
    }

    /// Waits until [`Self::is_cancelled`]. Dropping the future loses nothing.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Options, message::LogMessage};
    /// # use stream_ipc::tokio::{Received, Request, Session};
    /// # async fn render() -> LogMessage {
    /// #     std::future::pending().await
    /// # }
    /// async fn answer(request: Request) -> Result<(), Error> {
    ///     tokio::select! {
    ///         rendered = render() => request.reply(&rendered).await,
    ///         () = request.cancelled() => request.refuse("cancelled").await,
    ///     }
    /// }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// # let (here, there) = tokio::io::duplex(4096);
    /// # let (client, _incoming) = Session::new(here, Options::new());
    /// # let (_server, mut incoming) = Session::new(there, Options::new());
    /// # client.say_hello();
    /// # let pending = client.request(&LogMessage::new("go"), Duration::from_secs(5)).await?;
    /// # let Some(Received::Request(request)) = incoming.next().await else { panic!() };
    /// # pending.cancel();
    /// # answer(request).await
    /// # }
    /// ```
    pub async fn cancelled(&self) {
        self.shared.cancelled(&self.id).await;
    }

    /// How long the sender of the request still waits; zero once its time is up. `None` if it did not
    /// say so: only native sides do.
    pub fn remaining_time(&self) -> Option<Duration> {
        let deadline = self
            .shared
            .with(|state| state.open_requests.deadline(&self.id));
        Some(deadline.instant()?.saturating_duration_since(now()))
    }

    /// The PHP class of the message in it.
    pub fn class(&self) -> Cow<'_, str> {
        class(self.shared.format, &self.payload)
    }

    /// The message in it.
    ///
    /// # Errors
    /// If it is of another class than `M`, or has other properties.
    pub fn message<M: DeserializeOwned>(&self) -> Result<M, FormatError> {
        let encoded = self.shared.format.encoded(&self.payload);
        encoded.request()
    }

    /// Sends a message that belongs to this request, before the reply: progress, or a part of the
    /// result. A native side gives it to whoever takes the messages of the request
    /// ([`Session::request_with_messages`]); for any other side it is a message like those of
    /// [`Session::notify`]. Waits until it has left. Does nothing if the request is cancelled.
    ///
    /// # Errors
    /// As [`Session::notify`].
    pub async fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        if self.is_cancelled() {
            return Ok(());
        }
        let format = self.shared.format;
        let frame = match self.shared.is_native() {
            true => format.message_of(&self.id, message)?,
            false => format.message(message)?,
        };
        self.shared.notify(frame).await
    }

    /// Sends the reply. It does not wait for room: what does not fit now leaves in the background. While
    /// too many replies are queued, the session does not read. Before your program exits, wait with
    /// [`Session::flush`].
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if the reply cannot be sent: the request is then answered
    /// as unhandled. [`Error::Send`] and [`Error::Ended`] if nobody waits for it any more.
    pub async fn reply<M: Serialize + ?Sized>(mut self, message: &M) -> Result<(), Error> {
        let frame = self.shared.format.response(&self.id, message)?;
        self.answered = true;
        self.shared.reply(frame)
    }

    /// Tells the other side why there is no reply; it gets an error.
    ///
    /// # Errors
    /// As [`Self::reply`].
    pub async fn refuse(self, why: &str) -> Result<(), Error> {
        self.reply(&ErrorMessage::new(why)).await
    }

    /// Whether the other side has cancelled it.
    fn is_taken_back(&self) -> bool {
        self.shared
            .with(|state| state.open_requests.is_cancelled(&self.id))
    }

    /// Tells the other side that nobody has begun with it.
    fn tell_cancelled(mut self) {
        let text = ErrorMessage::cancelled(&self.id);
        self.answer_error(&text);
    }

    fn answer_error(&mut self, text: &ErrorMessage) {
        self.answered = true;
        if let Ok(frame) = self.shared.format.response(&self.id, text) {
            // If that fails, nobody waits any more.
            let _ = self.shared.reply(frame);
        }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.shared
            .with(|state| state.open_requests.remove(&self.id));
        if !self.answered {
            let text = ErrorMessage::new(format!("Unhandled request: {}", self.class()));
            self.answer_error(&text);
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
