//! One conversation with another process.

use super::handlers::{Failure, Handlers, Outcome, Recovery, call_all};
use super::pending::Pending;
use super::process::Process;
use super::{Core, Shared, Turn};
use crate::class_name::class_name;
use crate::deadline::Deadline;
use crate::error::{BoxError, End, Error};
use crate::format::{Encoded, Format, Reply};
use crate::inbound::Inbound;
use crate::message::{ErrorMessage, Label, LogMessage};
use crate::reactor::{Appetite, ChannelId};
use crate::request_id::next_id;
use crate::session::{Event, FrameNumber, Outcome as RequestOutcome};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitStatus;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// One conversation with another process: a handle, cheap to clone.
///
/// The [`Peer`](crate::Peer) keeps a session as long as it is open, whether or not a handle to it
/// is left.
///
/// # Handlers
/// One handler per message type; another one for the same type takes its place. Which messages a
/// handler takes is told by the PHP class of its type, the name that serde knows the struct by
/// (`#[serde(rename = r"App\TaskMessage")]`). A handler whose type has no class, such as
/// [`php::Value`](crate::php::Value), takes what no other does.
///
/// Handlers are `Fn`: one that waits for a reply may be called again, within itself, for what
/// arrives meanwhile. State that they change belongs into a `Cell` or a `RefCell`. At most 64 run
/// within each other on a thread; what arrives beyond that is for the outer ones. They are handed
/// the session and need not capture it; they are dropped when it ends.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    peer: Rc<Shared>,
    channel: ChannelId,
    process: Option<Process>,
    /// What its channel held when that was closed: outcomes that were not taken.
    closed: RefCell<Option<Core>>,
    handlers: RefCell<Handlers>,
    end: OnceCell<End>,
}

/// Talking.
impl Session {
    /// Sends a request at once. Its reply is waited for with [`Pending::wait`].
    ///
    /// `timeout` counts from now until the reply is there, the sending included. While the other
    /// side has no room for the request, what it sends is read and queued, so that two sides that
    /// write at once do not block each other.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] where the message cannot be sent at all;
    /// [`Error::Send`] and [`Error::Ended`] where nobody is there to read it; [`Error::TimedOut`]
    /// where it could not leave in time. If part of it had left by then, the session is closed, for it
    /// carries half a frame.
    pub fn request<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        let deadline = Deadline::after(timeout);
        let id = next_id();
        let frame = self.format().request(&id, message)?;
        let pending = Pending::new(self.clone(), id, timeout, deadline);
        let id = pending.id().as_bytes();
        let due = deadline.instant();
        match self.send(frame, deadline, |core, frame| core.request(id, frame, due))? {
            Delivery::Sent if !self.with_core(|core| core.has_timed_out(id)) => Ok(pending),
            Delivery::Sent | Delivery::GivenUp => Err(Error::TimedOut(timeout)),
        }
    }

    /// Sends a message that nobody answers. Waits until it has left, every byte; as with
    /// [`Self::request`], what arrives meanwhile is queued.
    ///
    /// # Errors
    /// As [`Self::request`]; the timeout is that of
    /// [`Options::send_timeout`](crate::Options::send_timeout).
    pub fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        let frame = self.format().message(message)?;
        let timeout = self.0.peer.options.send_timeout;
        match self.send(frame, Deadline::after(timeout), Core::send)? {
            Delivery::Sent => Ok(()),
            Delivery::GivenUp => Err(Error::TimedOut(timeout)),
        }
    }

    /// Has `handler` answer requests of type `M`: what it returns is sent back.
    ///
    /// An error goes back as an `ErrorMessage` and is the other side's to see; so is a request
    /// that no handler takes. A handler that panics is answered for as well, before the panic goes
    /// on its way.
    ///
    /// ```
    /// # use serde::{Deserialize, Serialize};
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Peer, Session};
    /// # let peer = Peer::new()?;
    /// # let (here, there) = UnixStream::pair()?;
    /// # let (client, server) = (peer.attach(here)?, peer.attach(there)?);
    /// #[derive(Serialize, Deserialize)]
    /// #[serde(rename = r"App\Parse")]
    /// struct Parse {
    ///     text: String,
    /// }
    ///
    /// #[derive(Debug, Serialize, Deserialize)]
    /// #[serde(rename = r"App\Parsed")]
    /// struct Parsed {
    ///     number: i64,
    /// }
    ///
    /// server.on_request(|parse: Parse, _: &Session| {
    ///     parse.text.parse().map(|number| Parsed { number })
    /// });
    ///
    /// let text = "twelve".to_owned();
    /// let reply = client.request(&Parse { text }, Duration::from_secs(5))?.wait::<Parsed>();
    /// let Err(Error::Remote(text)) = reply else { panic!("{reply:?}") };
    /// assert_eq!(text, "Error in dispatch\ninvalid digit found in string");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_request<M, R, E>(&self, handler: impl Fn(M, &Session) -> Result<R, E> + 'static)
    where
        M: DeserializeOwned,
        R: Serialize,
        E: Into<BoxError>,
    {
        let answer = move |id: &str, encoded: Encoded<'_>, session: &Session| {
            let request = encoded.request().map_err(Failure::Unreadable)?;
            let reply = handler(request, session).map_err(|error| Failure::Failed(error.into()))?;
            let frame = session.format().response(id, &reply);
            frame.map_err(|error| Failure::Failed(error.into()))
        };
        self.add_handlers(|handlers| {
            handlers.requests.set(class_name::<M>(), Rc::new(answer));
        });
    }

    /// Has `handler` take messages of type `M` that are no requests. It returns nothing, or a
    /// result, whose error ends the tick with [`Error::Handler`].
    ///
    /// Junk, the bytes outside of frames, comes as [`LogMessage`] of level `junk`; what cannot be
    /// read comes as `LogMessage` of level `error`, or as [`ErrorMessage`], as it does in PHP.
    ///
    /// ```
    /// # use std::os::unix::net::UnixStream;
    /// # use stream_ipc::{Peer, Session};
    /// # let peer = Peer::new()?;
    /// # let (here, there) = UnixStream::pair()?;
    /// # let (client, server) = (peer.attach(here)?, peer.attach(there)?);
    /// use std::{cell::Cell, rc::Rc};
    /// use stream_ipc::message::LogMessage;
    ///
    /// let logged = Rc::new(Cell::new(0));
    /// let count = logged.clone();
    /// server.on_message(move |log: LogMessage, _: &Session| count.set(count.get() + 1));
    ///
    /// client.notify(&LogMessage::new("Nearly done."))?;
    /// peer.tick(None)?;
    /// assert_eq!(logged.get(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_message<M, O>(&self, handler: impl Fn(M, &Session) -> O + 'static)
    where
        M: DeserializeOwned,
        O: Outcome,
    {
        let take = move |encoded: Encoded<'_>, session: &Session| {
            let message = encoded.message().map_err(Failure::Unreadable)?;
            let outcome = handler(message, session).into_result();
            outcome.map_err(Failure::Failed)
        };
        self.add_handlers(|handlers| {
            handlers.messages.set(class_name::<M>(), Rc::new(take));
        });
    }

    /// Has `handler` decide what becomes of the session when something fails that concerns nobody
    /// else: a frame over the limit, a stream that cannot be read. Without, it is closed.
    pub fn on_error(&self, handler: impl Fn(&Error, &Session) -> Recovery + 'static) {
        self.add_handlers(|handlers| handlers.error = Some(Rc::new(handler)));
    }

    /// Has `handler` told when and how the session ends, whichever side ends it, after everything
    /// that arrived before was handled. On a session that has ended, it is told at once.
    pub fn on_end(&self, handler: impl FnOnce(&End, &Session) + 'static) {
        match self.0.end.get() {
            Some(end) => handler(end, self),
            None => self.add_handlers(|handlers| handlers.end.push(Box::new(handler))),
        }
    }

    /// Handlers of a session that has ended would keep what they capture for nothing.
    fn add_handlers(&self, add: impl FnOnce(&mut Handlers)) {
        if self.is_open() {
            add(&mut self.0.handlers.borrow_mut());
        }
    }
}

/// Beginning and end.
impl Session {
    pub(super) fn new(peer: Rc<Shared>, channel: ChannelId, process: Option<Process>) -> Self {
        Self(Rc::new(Inner {
            peer,
            channel,
            process,
            closed: RefCell::default(),
            handlers: RefCell::default(),
            end: OnceCell::new(),
        }))
    }

    /// Writes the pipe it writes through a descriptor in non-blocking mode, which nobody else has.
    pub(super) fn reopen_writer(&self) {
        let Inner { peer, channel, .. } = &*self.0;
        peer.reactor.borrow_mut().reopen_writer(*channel);
    }

    /// Ends the session and closes its streams, on which a worker at the other end will end, too.
    /// What has arrived and was not handled is lost; so are replies that are waited for.
    pub fn close(&self) {
        self.finish(End::Here);
    }

    /// Whether the session has not ended.
    pub fn is_open(&self) -> bool {
        self.0.end.get().is_none()
    }

    /// How the session ended; `None` while it is open.
    pub fn end(&self) -> Option<End> {
        self.0.end.get().cloned()
    }

    /// The id of the process that [`Peer::spawn`](crate::Peer::spawn) started.
    pub fn process_id(&self) -> Option<u32> {
        self.0.process.as_ref().map(Process::id)
    }

    /// The exit status of the process that [`Peer::spawn`](crate::Peer::spawn) started; `None`
    /// while it runs, and where there is none. A process may outlive its session for a moment.
    ///
    /// # Errors
    /// Where the status was collected by somebody else.
    pub fn exit_status(&self) -> io::Result<Option<ExitStatus>> {
        let process = self.0.process.as_ref();
        process.map_or(Ok(None), Process::exit_status)
    }

    fn finish(&self, end: End) {
        if self.0.end.set(end).is_err() {
            return;
        }
        let mut core = self.0.peer.close(self.0.channel);
        core.finish(self.0.end.get().expect("set above").clone());
        self.0.closed.replace(Some(core));
        if let Some(process) = &self.0.process {
            process.collect_later();
        }
        let handlers = self.0.handlers.take();
        let end = self.0.end.get().expect("set above");
        call_all(handlers.end, |handler| handler(end, self));
    }

    /// Ends the session for what failed, unless somebody wants to keep it.
    fn fail(&self, error: Error) {
        let handler = self.0.handlers.borrow().error.clone();
        let recovery = handler.map_or(Recovery::Close, |handler| handler(&error, self));
        if recovery == Recovery::Close {
            self.finish(End::Failed(Arc::new(error)));
        }
    }
}

/// What became of a frame that was sent with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Sent,
    /// It was taken back, or the session has ended with half of it.
    GivenUp,
}

/// Sending.
impl Session {
    /// Writes a frame, whole. While the other side has no room, what it sends is read and queued.
    fn send(
        &self,
        frame: Vec<u8>,
        deadline: Deadline,
        queue: impl FnOnce(&mut Core, Vec<u8>) -> io::Result<FrameNumber>,
    ) -> Result<Delivery, Error> {
        let len = frame.len();
        let failed = |source| Error::Send { len, source };
        let Some(number) = self.queue(frame, queue)? else {
            return Ok(Delivery::Sent);
        };
        let Inner { peer, channel, .. } = &*self.0;
        loop {
            if deadline.has_passed() {
                peer.reactor.borrow_mut().give_up(*channel, number);
                return Ok(self.given_up());
            }
            // No handler runs here, so the session is still there afterwards.
            let (Turn::Done | Turn::Signalled) = peer.turn(deadline, Appetite::Unbounded)?;
            match self.with_core(|core| core.is_written(number)) {
                Ok(true) => return Ok(Delivery::Sent),
                Ok(false) => {}
                Err(_) if deadline.has_passed() => return Ok(self.given_up()),
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Ends the session where half a frame has left.
    fn given_up(&self) -> Delivery {
        if let Some(end) = self.with_core(|core| core.end().cloned()) {
            self.finish(end);
        }
        Delivery::GivenUp
    }

    /// Queues a frame, and writes what fits. Returns its number if it has to wait.
    fn queue(
        &self,
        frame: Vec<u8>,
        queue: impl FnOnce(&mut Core, Vec<u8>) -> io::Result<FrameNumber>,
    ) -> Result<Option<FrameNumber>, Error> {
        if let Some(end) = self.end() {
            return Err(Error::Ended(end));
        }
        let len = frame.len();
        let Inner { peer, channel, .. } = &*self.0;
        let mut reactor = peer.reactor.borrow_mut();
        let queued = reactor.send(*channel, |core| queue(core, frame));
        queued.map_err(|source| Error::Send { len, source })
    }

    /// Sends the reply to a request, which never waits. That the other side is gone is told when all
    /// that it sent has been handled.
    fn reply(&self, frame: Vec<u8>) -> Result<(), Error> {
        match self.queue(frame, Core::send) {
            Ok(Some(waiting)) => {
                self.with_core(|core| core.detach(waiting));
                Ok(())
            }
            Ok(None) | Err(Error::Send { .. } | Error::Ended(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Tells who asked that there is no answer, and why.
    fn reply_error(&self, id: &str, text: &str) -> Result<(), Error> {
        self.reply(self.format().response(id, &ErrorMessage::new(text))?)
    }
}

/// Waiting for replies.
impl Session {
    /// Lends out the rules of the session, wherever they are.
    fn with_core<T>(&self, body: impl FnOnce(&mut Core) -> T) -> T {
        if let Some(core) = &mut *self.0.closed.borrow_mut() {
            return body(core);
        }
        let mut reactor = self.0.peer.reactor.borrow_mut();
        let lent = reactor.with_session(self.0.channel, body);
        lent.expect("a session that is not closed has its channel")
    }

    pub(super) fn forget(&self, id: &str) {
        self.with_core(|core| core.forget(id.as_bytes()));
    }

    pub(super) fn has_outcome(&self, id: &str) -> bool {
        self.with_core(|core| core.is_resolved(id.as_bytes()))
    }

    pub(super) fn take_outcome(&self, id: &str) -> Option<RequestOutcome<Reply>> {
        self.with_core(|core| core.take_outcome(id.as_bytes()))
    }

    /// Takes what somebody waits for, a reply, and gives back what a handler is for.
    pub(super) fn take_reply_of(&self, event: Event) -> Option<Event> {
        if let Event::Arrived(Inbound::Frame(payload)) = &event
            && let Some((Label::Response { id, class }, opened)) = self.format().open(payload)
        {
            self.keep_reply(&id, Reply::new(payload, opened, &class));
            return None;
        }
        Some(event)
    }

    /// A late reply, or one nobody asked for, is let go.
    fn keep_reply(&self, id: &str, reply: Reply) {
        let _ = self.with_core(|core| core.resolve(id.as_bytes(), reply));
    }
}

/// Receiving.
impl Session {
    pub(super) fn format(&self) -> Format {
        self.0.peer.options.format
    }

    pub(super) fn peer(&self) -> &Shared {
        &self.0.peer
    }

    pub(super) fn see(&self, event: Event) -> Result<(), Error> {
        match event {
            Event::Arrived(inbound) => self.open(inbound),
            // Whoever waits looks for it.
            Event::TimedOut(_) => Ok(()),
            Event::Ended(end) => {
                self.finish(end);
                Ok(())
            }
        }
    }

    fn open(&self, inbound: Inbound) -> Result<(), Error> {
        match inbound {
            Inbound::Frame(payload) => self.dispatch(payload),
            Inbound::Junk(bytes) => self.tell(&LogMessage::junk(&bytes)),
            Inbound::TooLong(error) => {
                self.fail(Error::FrameTooLong(error));
                Ok(())
            }
            Inbound::NoRoom(error) => {
                self.fail(Error::NoRoom(error));
                Ok(())
            }
            Inbound::ReadFailed(error) => {
                self.fail(Error::Read(error));
                Ok(())
            }
            // Descriptors that are owned here are not closed before the session has ended, and the
            // end of the other side, which a failed write tells of, comes behind what it sent.
            Inbound::StreamClosed | Inbound::WriteFailed(_) | Inbound::Ended { .. } => Ok(()),
        }
    }

    fn dispatch(&self, payload: Bytes) -> Result<(), Error> {
        let Some((label, opened)) = self.format().open(&payload) else {
            return self.tell(&self.format().in_place_of(&payload));
        };
        match label {
            Label::Response { id, class } => {
                self.keep_reply(&id, Reply::new(&payload, opened, &class));
                Ok(())
            }
            Label::Request { id, class } => self.answer(&id, &class, opened),
            Label::Message { class } => self.take(&class, opened),
        }
    }

    /// Answers a request: with what its handler returns, or with what went wrong.
    fn answer(&self, id: &str, class: &str, request: Encoded<'_>) -> Result<(), Error> {
        let handler = self.0.handlers.borrow().requests.find(class);
        let Some(handler) = handler else {
            return self.reply_error(id, &format!("Unhandled request: {class}"));
        };
        match catch_unwind(AssertUnwindSafe(|| handler(id, request, self))) {
            Ok(Ok(reply)) => self.reply(reply),
            Ok(Err(failure)) => self.reply_error(id, &failure.to_string()),
            Err(panic) => {
                self.reply_error(id, "Error in dispatch\nthe request handler panicked")?;
                resume_unwind(panic)
            }
        }
    }

    fn take(&self, class: &str, message: Encoded<'_>) -> Result<(), Error> {
        let handler = self.0.handlers.borrow().messages.find(class);
        match handler.map_or(Ok(()), |handler| handler(message, self)) {
            Ok(()) => Ok(()),
            Err(Failure::Failed(error)) => Err(Error::Handler(error)),
            Err(_) if class == ErrorMessage::CLASS => Ok(()),
            Err(failure) => self.tell(&ErrorMessage::new(failure.to_string())),
        }
    }

    /// Hands a message of our own making to whoever handles its class.
    fn tell(&self, message: &impl Serialize) -> Result<(), Error> {
        let payload = Format::Php.encode(message).map_err(Error::Encode)?;
        match Format::Php.open(&payload) {
            Some((Label::Message { class }, opened)) => self.take(&class, opened),
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("process_id", &self.process_id())
            .field("end", &self.end())
            .finish_non_exhaustive()
    }
}
