//! One conversation with another process.

mod jobs;

use super::handlers::{
    Failure, Handlers, MakeRequest, MessageHandler, Outcome, Recovery, RequestHandler, call_all,
    message_handler,
};
use super::incoming::{Cancellation, IncomingRequest};
use super::pending::Pending;
use super::{Core, Shared, Turn};
use crate::child::Child;
use crate::class_name::class_name;
use crate::deadline::Deadline;
use crate::error::{BoxError, End, Error};
use crate::format::{Encoded, Format, Reply};
use crate::inbound::Inbound;
use crate::message::{ErrorMessage, Label, LogMessage};
use crate::native::{MessageOf, Native};
use crate::reactor::{Appetite, ChannelId};
use crate::request_id::next_id;
use crate::session::{Event, FrameNumber, LastOutput, Outcome as RequestOutcome, Start};
use crate::wrong_format::WrongFormat;
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::{Cell, OnceCell, RefCell};
use std::fmt;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::ExitStatus;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One conversation with another process: a handle, cheap to clone.
///
/// The [`Peer`](crate::Peer) keeps a session while it is open, even if you drop all handles to it.
///
/// # Handlers
/// A session has one handler per message type; another one for the same type replaces it. The PHP class
/// of the type says which messages the handler takes: the name that serde knows the struct by
/// (`#[serde(rename = r"App\TaskMessage")]`). A handler whose type has no class, such as
/// [`php::Value`](crate::php::Value), takes what no other does.
///
/// Handlers are `Fn`: while one waits for a reply, the session may call it again for what arrives
/// meanwhile. Keep state that they change in a `Cell` or a `RefCell`. At most 64 handlers nest on a
/// thread; what arrives beyond that waits for the outer ones. A handler gets the session as an argument
/// and need not capture it. The session drops its handlers when it ends.
#[derive(Clone)]
pub struct Session(Rc<Inner>);

struct Inner {
    peer: Rc<Shared>,
    channel: ChannelId,
    child: Option<Child>,
    /// The core of the session, once its channel was closed: it holds outcomes that were not taken.
    closed: RefCell<Option<Core>>,
    handlers: RefCell<Handlers>,
    end: OnceCell<End>,
    /// Whether a pool hands jobs to it.
    is_worker: Cell<bool>,
}

/// Talking to the other side.
impl Session {
    /// Sends a request at once. [`Pending::wait`] waits for its reply.
    ///
    /// `timeout` runs from now until the reply has come, so it includes the sending. While the other side
    /// has no room for the request, the session reads and queues what that side sends, so that two sides
    /// that write at once do not block each other.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if the message cannot be sent at all; [`Error::Send`] and
    /// [`Error::Ended`] if nobody is there to read it; [`Error::TimedOut`] if it could not leave in time.
    /// If part of it had left by then, the session closes, because nothing may follow half a frame.
    pub fn request<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        let deadline = Deadline::after(timeout);
        let id = next_id();
        let time = self.is_native().then_some(timeout);
        let frame = self.format().request(&id, message, time)?;
        let pending = Pending::new(self.clone(), id, timeout, deadline);
        let id = pending.id().as_bytes();
        let due = deadline.instant();
        match self.send(frame, deadline, |core, frame| core.request(id, frame, due))? {
            Delivery::Sent if !self.with_core(|core| core.has_timed_out(id)) => Ok(pending),
            Delivery::Sent | Delivery::GivenUp => Err(Error::TimedOut(timeout)),
        }
    }

    /// Sends a message that nobody answers. Waits until all of it has left; queues what arrives
    /// meanwhile, like [`Self::request`].
    ///
    /// # Errors
    /// As [`Self::request`]; the timeout is [`Options::send_timeout`](crate::Options::send_timeout).
    pub fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        self.send_message(self.format().message(message)?)
    }

    /// Sends the frame of a message that nobody answers.
    fn send_message(&self, frame: Vec<u8>) -> Result<(), Error> {
        let timeout = self.0.peer.options.send_timeout;
        match self.send(frame, Deadline::after(timeout), Core::send)? {
            Delivery::Sent => Ok(()),
            Delivery::GivenUp => Err(Error::TimedOut(timeout)),
        }
    }

    /// Makes `handler` answer requests of type `M`: the session sends back what it returns.
    ///
    /// If the handler fails, or no handler takes the request, the other side gets an `ErrorMessage`. It
    /// also gets one if the handler panics, before the panic goes on, and if the request was cancelled
    /// before the handler began.
    ///
    /// A handler that sends progress, or looks whether it is cancelled or how much time it has, is one
    /// for [`Self::on_request_later`], which may as well reply before it returns.
    ///
    /// ```
    /// # use serde::{Deserialize, Serialize};
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::{Duration, Instant};
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
            let handler = RequestHandler::Now(Rc::new(answer));
            handlers.requests.set(class_name::<M>(), handler);
        });
    }

    /// Makes `handler` answer requests of type `M`, now or later: it gets the request itself, and may keep
    /// it. While it waits for something else, nobody else waits for it.
    ///
    /// If the request is dropped without an answer, the other side gets an `ErrorMessage` that says so.
    ///
    /// ```
    /// # use serde::{Deserialize, Serialize};
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::{Duration, Instant};
    /// # use stream_ipc::{Error, IncomingRequest, Peer, Session};
    /// # use stream_ipc::message::LogMessage;
    /// # let peer = Peer::new()?;
    /// # let pair = UnixStream::pair()?;
    /// # let (client, server) = (peer.attach(pair.0)?, peer.attach(pair.1)?);
    /// # let pair = UnixStream::pair()?;
    /// # let (back_end, end) = (peer.attach(pair.0)?, peer.attach(pair.1)?);
    /// # end.on_request(|log: LogMessage, _: &Session| Ok::<_, Error>(log));
    /// server.on_request_later(move |log: LogMessage, request: IncomingRequest| {
    ///     match back_end.request(&log, Duration::from_secs(5)) {
    ///         Ok(pending) => pending.on_resolved(|reply: Result<LogMessage, Error>| {
    ///             // If it cannot be sent, the other side is told.
    ///             let _ = match reply {
    ///                 Ok(reply) => request.reply(&reply),
    ///                 Err(error) => request.fail(error),
    ///             };
    ///         }),
    ///         Err(error) => drop(request.fail(error)),
    ///     }
    /// });
    ///
    /// let mut pending = client.request(&LogMessage::new("saved"), Duration::from_secs(5))?;
    /// assert_eq!(pending.wait::<LogMessage>()?.message, "saved");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn on_request_later<M>(&self, handler: impl Fn(M, IncomingRequest) + 'static)
    where
        M: DeserializeOwned,
    {
        let answer = move |make: MakeRequest<'_>, encoded: Encoded<'_>| {
            let message = encoded.request().map_err(Failure::Unreadable)?;
            handler(message, make());
            Ok(())
        };
        self.add_handlers(|handlers| {
            let handler = RequestHandler::Later(Rc::new(answer));
            handlers.requests.set(class_name::<M>(), handler);
        });
    }

    /// Makes `handler` take messages of type `M` that are no requests. It returns nothing, or a result
    /// whose error ends the tick with [`Error::Handler`].
    ///
    /// Junk, the bytes outside of frames, arrives as [`LogMessage`] of level `junk`. A message that
    /// cannot be read arrives as `LogMessage` of level `error`, or as [`ErrorMessage`], as in PHP.
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
        let handler = message_handler(handler);
        self.add_handlers(|handlers| handlers.messages.set(class_name::<M>(), handler));
    }

    /// Makes `handler` decide what to do with the session after a failure that concerns no request: a
    /// frame over the limit, a stream that cannot be read. Without a handler, the session closes.
    pub fn on_error(&self, handler: impl Fn(&Error, &Session) -> Recovery + 'static) {
        self.add_handlers(|handlers| handlers.error = Some(Rc::new(handler)));
    }

    /// Calls `handler` when the session ends, whichever side ends it, after everything that had arrived
    /// was handled. It learns how the session ended. If the session has ended already, calls it at once.
    pub fn on_end(&self, handler: impl FnOnce(&End, &Session) + 'static) {
        match self.0.end.get() {
            Some(end) => handler(end, self),
            None => self.add_handlers(|handlers| handlers.end.push(Box::new(handler))),
        }
    }

    /// Drops new handlers if the session has ended: they would keep what they capture for nothing.
    fn add_handlers(&self, add: impl FnOnce(&mut Handlers)) {
        if self.is_open() {
            add(&mut self.0.handlers.borrow_mut());
        }
    }
}

/// Beginning and ending.
impl Session {
    pub(super) fn new(peer: Rc<Shared>, channel: ChannelId, child: Option<Child>) -> Self {
        Self(Rc::new(Inner {
            peer,
            channel,
            child,
            closed: RefCell::default(),
            handlers: RefCell::default(),
            end: OnceCell::new(),
            is_worker: Cell::new(false),
        }))
    }

    /// Reopens the pipe that the session writes, so that its non-blocking mode concerns no other process.
    pub(super) fn reopen_writer(&self) {
        let Inner { peer, channel, .. } = &*self.0;
        peer.reactor.borrow_mut().reopen_writer(*channel);
    }

    /// Ends the session and closes its streams, so that a worker at the other end ends, too. What has
    /// arrived and was not handled is lost; pending requests get no reply.
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

    /// What the other side printed last outside of frames, to its standard error too if
    /// [`Peer::spawn`](crate::Peer::spawn) started it. When it has died, that tells why.
    pub fn last_output(&self) -> LastOutput {
        let output = self.with_core(|core| core.last_output());
        output.of_process(self.exit_status())
    }

    /// The id of the process that [`Peer::spawn`](crate::Peer::spawn) started.
    pub fn process_id(&self) -> Option<u32> {
        self.0.child.as_ref().map(Child::id)
    }

    /// Whether the process that [`Peer::spawn`](crate::Peer::spawn) started runs.
    pub fn is_running(&self) -> bool {
        self.0.child.as_ref().is_some_and(Child::is_running)
    }

    /// The exit status of the process that [`Peer::spawn`](crate::Peer::spawn) started; `None` while it
    /// runs, if there is none, or if something else in this process collected its status. When
    /// [`Self::on_end`] handlers run, it is known, unless the process has closed its output and lives on.
    pub fn exit_status(&self) -> Option<ExitStatus> {
        self.0.child.as_ref()?.exit_status()
    }

    /// Ends the process that [`Peer::spawn`](crate::Peer::spawn) started: it gets SIGTERM now, together
    /// with its process group, and SIGKILL after `grace`, while the peer ticks. What it still sends
    /// arrives. Does nothing if it has ended, or if there is none.
    ///
    /// ```no_run
    /// # use std::process::Command;
    /// # use std::time::{Duration, Instant};
    /// # use stream_ipc::Peer;
    /// let peer = Peer::new()?;
    /// let worker = peer.spawn(Command::new("php").arg("worker.php"))?;
    /// worker.terminate(Duration::from_secs(5));
    /// peer.run()?;
    /// println!("{:?}", worker.exit_status());
    /// # Ok::<(), stream_ipc::Error>(())
    /// ```
    pub fn terminate(&self, grace: Duration) {
        if let Some(child) = &self.0.child {
            let mut reactor = self.0.peer.reactor.borrow_mut();
            reactor.terminate(child, Deadline::after(grace));
        }
    }

    /// How long a process that is terminated for a request has to end.
    const GRACE: Duration = Duration::from_secs(5);

    /// Tells the other side that this one is native, and it answers in kind. From then on cancellation,
    /// messages of requests and deadlines travel both ways.
    ///
    /// Call it for a socket whose other side is native for certain, this extension's PHP or this crate:
    /// the package `riki137/stream-ipc` cannot read a hello. Programs that
    /// [`Peer::spawn`](crate::Peer::spawn) starts and that call [`Peer::stdio`](crate::Peer::stdio), or
    /// `createStdioSession()` in PHP, say it by themselves. One side suffices, and once.
    ///
    /// ```
    /// # use std::os::unix::net::UnixStream;
    /// # use std::time::{Duration, Instant};
    /// # use stream_ipc::Peer;
    /// # let peer = Peer::new()?;
    /// # let (here, there) = UnixStream::pair()?;
    /// # let (here, there) = (peer.attach(here)?, peer.attach(there)?);
    /// here.say_hello();
    /// peer.tick(Some(Duration::ZERO))?;
    /// assert!(there.is_native());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn say_hello(&self) {
        self.with_core(Core::say_hello);
    }

    /// Whether the other side has shown that it is native.
    pub fn is_native(&self) -> bool {
        self.peek_core(Core::is_native)
    }

    /// Ends the session when the other side has been silent for `limit`: [`End::Silent`]. For streams that
    /// may be cut without an end, as through ssh, NAT or `kubectl exec`. After a third of the limit, the other
    /// side is asked whether it is there, and answers as soon as it reads. One that is busy for longer than the
    /// limit, without reading, counts as silent. Means nothing until the other side has shown that it is
    /// native. `None` ends the heartbeat.
    pub fn set_heartbeat(&self, limit: Option<Duration>) {
        self.with_core(|core| core.set_heartbeat(limit, Instant::now()));
    }

    fn finish(&self, end: End) {
        if self.0.end.set(end).is_err() {
            return;
        }
        let mut core = self.0.peer.close(self.0.channel);
        core.finish(self.0.end.get().expect("set above").clone());
        self.0.closed.replace(Some(core));
        let Handlers {
            pending,
            incoming,
            end,
            ..
        } = self.0.handlers.take();
        let resolved = pending.into_values().filter_map(|of| of.resolved);
        let cancelled = incoming.into_values();
        let cancelled = cancelled.map(|cancellation| Box::new(move || cancellation.note()) as _);
        let end = end.into_iter().map(|handler| {
            let session = self.clone();
            Box::new(move || handler(session.0.end.get().expect("set above"), &session)) as _
        });
        call_all(resolved.chain(cancelled).chain(end), |handler| handler());
    }

    /// Ends the session after a failure, unless its handler keeps it open.
    fn fail(&self, error: Error) {
        let handler = self.0.handlers.borrow().error.clone();
        let recovery = handler.map_or(Recovery::Close, |handler| handler(&error, self));
        if recovery == Recovery::Close {
            self.finish(End::Failed(Arc::new(error)));
        }
    }
}

/// The outcome of sending a frame with a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Sent,
    /// It was taken back, or part of it has left and the session has ended.
    GivenUp,
}

/// Sending.
impl Session {
    /// Writes a frame completely. While the other side has no room, reads and queues what it sends.
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
            // No handler runs meanwhile, so the channel is still there afterwards.
            let (Turn::Done | Turn::Signalled) = peer.turn(deadline, Appetite::Unbounded)?;
            match self.with_core(|core| core.is_written(number)) {
                Ok(true) => return Ok(Delivery::Sent),
                Ok(false) => {}
                Err(_) if deadline.has_passed() => return Ok(self.given_up()),
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// Ends the session if part of a frame has left.
    fn given_up(&self) -> Delivery {
        if let Some(end) = self.with_core(|core| core.end().cloned()) {
            self.finish(end);
        }
        Delivery::GivenUp
    }

    /// Queues a frame, and writes as much as fits. Returns its number if it has to wait.
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

    /// Queues the reply to a request, and never waits. If the other side is gone, the session ends when
    /// everything it sent was handled.
    pub(super) fn reply(&self, frame: Vec<u8>) -> Result<(), Error> {
        match self.queue(frame, Core::reply) {
            Ok(_) | Err(Error::Send { .. } | Error::Ended(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Tells the other side that its request gets no reply, and why.
    pub(super) fn reply_error(&self, id: &str, text: &str) -> Result<(), Error> {
        self.reply(self.format().response(id, &ErrorMessage::new(text))?)
    }
}

/// Waiting for replies.
impl Session {
    /// Lends the session core, from the channel or, once that is closed, from the session.
    pub(super) fn with_core<T>(&self, body: impl FnOnce(&mut Core) -> T) -> T {
        if let Some(core) = &mut *self.0.closed.borrow_mut() {
            return body(core);
        }
        let mut reactor = self.0.peer.reactor.borrow_mut();
        let lent = reactor.with_session(self.0.channel, body);
        lent.expect("a session that is not closed has its channel")
    }

    /// The same, for looking at it only.
    fn peek_core<T>(&self, look: impl FnOnce(&Core) -> T) -> T {
        if let Some(core) = &*self.0.closed.borrow() {
            return look(core);
        }
        let reactor = self.0.peer.reactor.borrow();
        let core = reactor.session(self.0.channel);
        look(core.expect("a session that is not closed has its channel"))
    }

    pub(super) fn forget(&self, id: &str) {
        self.with_core(|core| core.forget(id.as_bytes()));
        let handlers = self.0.handlers.borrow_mut().pending.remove(id);
        drop(handlers);
    }

    /// Cancels a request of this session that has no outcome. With `grace`, and if the session has a
    /// process, that is terminated when it has not answered by then.
    pub(super) fn cancel(&self, id: &str, grace: Option<Duration>) {
        let grace = grace.filter(|_| self.0.child.is_some());
        let until = grace.and_then(|grace| Deadline::after(grace).instant());
        if self.with_core(|core| core.cancel(id.as_bytes(), until)) {
            self.tell_resolved(id.as_bytes());
        }
    }

    /// Calls `handler` when a request of this session has its outcome, which it has not yet.
    pub(super) fn on_resolved(&self, id: String, handler: Box<dyn FnOnce()>) {
        self.add_handlers(|handlers| {
            let of_request = handlers.pending.entry(id).or_default();
            of_request.resolved = Some(handler);
        });
    }

    /// Makes `handler` take messages of this type that belong to a request of this session.
    pub(super) fn on_message_of<M, O>(&self, id: &str, handler: impl Fn(M, &Session) -> O + 'static)
    where
        M: DeserializeOwned,
        O: Outcome,
    {
        let handler = message_handler(handler);
        self.add_handlers(|handlers| {
            let of_request = handlers.pending.entry(id.to_owned()).or_default();
            of_request.messages.set(class_name::<M>(), handler);
        });
    }

    fn tell_resolved(&self, id: &[u8]) {
        let id = String::from_utf8_lossy(id);
        let Some(handlers) = self.0.handlers.borrow_mut().pending.remove(&*id) else {
            return;
        };
        if let Some(job) = handlers.job {
            self.note_answered(&id, &job);
        }
        if let Some(handler) = handlers.resolved {
            handler();
        }
    }

    /// Whether a handler waits for the outcome of a request.
    fn is_told_outcome(&self, id: &str) -> bool {
        let handlers = self.0.handlers.borrow();
        let of_request = handlers.pending.get(id);
        of_request.is_some_and(|of_request| of_request.resolved.is_some())
    }

    pub(super) fn has_outcome(&self, id: &str) -> bool {
        self.with_core(|core| core.is_resolved(id.as_bytes()))
    }

    pub(super) fn take_outcome(&self, id: &str) -> Option<RequestOutcome<Reply>> {
        self.with_core(|core| core.take_outcome(id.as_bytes()))
    }

    /// Takes an event that is a reply; gives back an event for a handler.
    pub(super) fn take_reply_of(&self, event: Event) -> Option<Event> {
        if let Event::Arrived(Inbound::Frame(payload)) = &event
            && let Some((Label::Response { id, class }, opened)) = self.format().open(payload)
            && !self.is_told_outcome(&id)
        {
            self.keep_reply(&id, Reply::new(payload, opened, &class));
            return None;
        }
        Some(event)
    }

    /// Keeps a reply for its request; drops one that is late, or that nobody asked for.
    fn keep_reply(&self, id: &str, reply: Reply) {
        let _ = self.with_core(|core| core.resolve(id.as_bytes(), reply));
        self.tell_resolved(id.as_bytes());
    }
}

/// Requests of the other side that are open.
impl Session {
    /// Sends a message that belongs to a request of the other side, if that is native; otherwise the
    /// message alone.
    pub(super) fn notify_of<M: Serialize + ?Sized>(
        &self,
        id: &str,
        message: &M,
    ) -> Result<(), Error> {
        let frame = match self.is_native() {
            true => self.format().message_of(id, message)?,
            false => self.format().message(message)?,
        };
        self.send_message(frame)
    }

    /// Notes a request that wants to know when it is cancelled.
    pub(super) fn note_incoming(&self, id: &str, cancellation: Rc<Cancellation>) {
        self.add_handlers(|handlers| drop(handlers.incoming.insert(id.to_owned(), cancellation)));
    }

    /// Forgets a request that was noted.
    pub(super) fn forget_incoming(&self, id: &str) {
        let cancellation = self.0.handlers.borrow_mut().incoming.remove(id);
        drop(cancellation);
    }

    /// Cancels a request, if it is still open.
    pub(super) fn cancel_incoming(&self, id: &str) {
        let cancellation = self.0.handlers.borrow_mut().incoming.remove(id);
        if let Some(cancellation) = cancellation {
            cancellation.note();
        }
    }

    /// Whether the other side has cancelled its request with this id. Reads what it has sent by now.
    pub(super) fn look_for_cancellation(&self, id: &str) -> bool {
        if !self.is_native() {
            return false;
        }
        // If that fails, it fails in the next tick, too, which says so.
        let _ = self.0.peer.turn(Deadline::NOW, Appetite::Fair);
        self.take_cancellation(id)
    }

    /// Whether the other side has cancelled its request with this id, as far as was read.
    fn take_cancellation(&self, id: &str) -> bool {
        let Inner { peer, channel, .. } = &*self.0;
        self.with_core(|core| core.take_cancellation(id.as_bytes()))
            || peer.deferred.borrow_mut().take_cancellation(*channel, id)
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
            Event::TimedOut(id) => {
                self.tell_resolved(&id);
                Ok(())
            }
            Event::Overdue(_) => {
                self.terminate(Self::GRACE);
                Ok(())
            }
            Event::Ended(end) => {
                self.finish(end);
                Ok(())
            }
        }
    }

    fn open(&self, inbound: Inbound) -> Result<(), Error> {
        match inbound {
            Inbound::Frame(payload) => self.dispatch(payload, Deadline::NEVER, None),
            Inbound::Native(native) => self.see_native(native),
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
            // We own these descriptors, so they stay open until the session has ended. A failed write
            // tells of the other side's end, and that comes behind what it sent.
            Inbound::StreamClosed | Inbound::WriteFailed(_) | Inbound::Ended { .. } => Ok(()),
        }
    }

    fn see_native(&self, native: Native) -> Result<(), Error> {
        match native {
            Native::Request(request) => {
                self.dispatch(request.payload, request.deadline, request.start_by)
            }
            Native::MessageOf(message) => self.take_message_of(message),
            Native::Cancel(id) => {
                self.cancel_incoming(&String::from_utf8_lossy(&id));
                Ok(())
            }
            Native::Returned(id) => {
                self.note_returned(&String::from_utf8_lossy(&id));
                Ok(())
            }
        }
    }

    /// Opens a payload. If it is a request, its sender waits until `deadline`, and wants it to be started
    /// by `start_by` if it was sent ahead of others.
    fn dispatch(
        &self,
        payload: Bytes,
        deadline: Deadline,
        start_by: Option<Instant>,
    ) -> Result<(), Error> {
        let Some((label, opened)) = self.format().open(&payload) else {
            self.tell_wrong_format(&payload)?;
            return self.tell(&self.format().in_place_of(&payload));
        };
        match label {
            Label::Response { id, class } => {
                self.keep_reply(&id, Reply::new(&payload, opened, &class));
                Ok(())
            }
            Label::Request { id, class } => match self.begin(&id, start_by) {
                Start::Now => self.answer(&id, &class, opened, deadline),
                Start::Cancelled => {
                    self.reply(self.format().response(&id, &ErrorMessage::cancelled(&id))?)
                }
                Start::Returned => Ok(()),
            },
            Label::Message { class } => self.take(&class, opened),
        }
    }

    /// Fails the request that a payload in another format belongs to: ours, or one of the other side.
    fn tell_wrong_format(&self, payload: &[u8]) -> Result<(), Error> {
        let format = self.format();
        let Some(wrong) = WrongFormat::of(payload, format) else {
            return Ok(());
        };
        match wrong.label(payload) {
            Some(Label::Request { id, .. }) => match self.begin(&id, None) {
                Start::Now | Start::Cancelled => self.reply_error(&id, &wrong.to_string()),
                Start::Returned => Ok(()),
            },
            Some(Label::Response { id, .. }) => {
                self.keep_reply(&id, Reply::unreadable(format, &wrong));
                Ok(())
            }
            Some(Label::Message { .. }) | None => Ok(()),
        }
    }

    /// Begins with a request of the other side.
    fn begin(&self, id: &str, start_by: Option<Instant>) -> Start {
        match self.with_core(|core| core.begin(id.as_bytes(), start_by, Instant::now)) {
            // It may have come while too many handlers ran.
            Start::Now if self.take_cancellation(id) => Start::Cancelled,
            start => start,
        }
    }

    /// Answers a request with the handler's reply, or with the error that it met.
    fn answer(
        &self,
        id: &str,
        class: &str,
        request: Encoded<'_>,
        deadline: Deadline,
    ) -> Result<(), Error> {
        let handler = self.0.handlers.borrow().requests.find(class);
        let Some(handler) = handler else {
            return self.reply_error(id, &format!("Unhandled request: {class}"));
        };
        let handler = match handler {
            RequestHandler::Now(handler) => handler,
            RequestHandler::Later(handler) => {
                return handler(&|| IncomingRequest::new(self, id, class, deadline), request)
                    .or_else(|failure| self.reply_error(id, &failure.to_string()));
            }
        };
        match catch_unwind(AssertUnwindSafe(|| handler(id, request, self))) {
            Ok(Ok(reply)) => self.reply(reply),
            Ok(Err(failure)) => self.reply_error(id, &failure.to_string()),
            Err(panic) => {
                self.reply_error(id, Failure::PANICKED)?;
                resume_unwind(panic)
            }
        }
    }

    fn take(&self, class: &str, message: Encoded<'_>) -> Result<(), Error> {
        let handler = self.0.handlers.borrow().messages.find(class);
        handler.map_or(Ok(()), |handler| self.hand_over(handler, class, message))
    }

    /// Gives a message of a request to the request's own handler, or else to the session's, as if the
    /// other side were not native. Once the request has its outcome, nobody waits.
    fn take_message_of(&self, message: MessageOf) -> Result<(), Error> {
        if let Some((Label::Message { class }, opened)) = self.format().open(message.payload())
            && let Some(handler) = self.handler_of_request(message.id(), &class)
        {
            return self.hand_over(handler, &class, opened);
        }
        match self.peek_core(|core| core.is_waiting(message.id())) {
            true => self.dispatch(message.into_payload(), Deadline::NEVER, None),
            false => Ok(()),
        }
    }

    /// The handler of a request of this session for messages of this class.
    fn handler_of_request(&self, id: &[u8], class: &str) -> Option<MessageHandler> {
        let handlers = self.0.handlers.borrow();
        let of_request = handlers.pending.get(&*String::from_utf8_lossy(id))?;
        match &of_request.job {
            Some(job) => job.message_handler(class),
            None => of_request.messages.find(class),
        }
    }

    fn hand_over(
        &self,
        handler: MessageHandler,
        class: &str,
        message: Encoded<'_>,
    ) -> Result<(), Error> {
        match handler(message, self) {
            Ok(()) => Ok(()),
            Err(Failure::Failed(error)) => Err(Error::Handler(error)),
            Err(_) if class == ErrorMessage::CLASS => Ok(()),
            Err(failure) => self.tell(&ErrorMessage::new(failure.to_string())),
        }
    }

    /// Gives a message of our own to the handler of its class.
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
