//! Sessions for programs on [tokio](https://tokio.rs), over anything that is
//! [`AsyncRead`] and [`AsyncWrite`]. Feature `tokio`.
//!
//! It shares frames, formats, errors and rules with the rest of the crate. Only the waiting differs: any
//! task and thread may use a [`Session`], and takes what arrives from [`Incoming`]; there are no
//! handlers.
//!
//! ```
//! use serde::{Deserialize, Serialize};
//! use std::time::Duration;
//! use stream_ipc::Options;
//! use stream_ipc::tokio::{Received, Session};
//!
//! #[derive(Serialize, Deserialize)]
//! #[serde(rename = r"App\Square")]
//! struct Square {
//!     number: i64,
//! }
//!
//! #[derive(Serialize, Deserialize)]
//! #[serde(rename = r"App\Squared")]
//! struct Squared {
//!     result: i64,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (here, there) = tokio::io::duplex(4096);
//!
//! let (_server, mut incoming) = Session::new(there, Options::new());
//! tokio::spawn(async move {
//!     while let Some(received) = incoming.next().await {
//!         if let Received::Request(request) = received {
//!             match request.message::<Square>() {
//!                 Ok(Square { number }) => request.reply(&Squared { result: number * number }).await?,
//!                 Err(error) => request.refuse(&error.to_string()).await?,
//!             }
//!         }
//!     }
//!     Ok::<(), stream_ipc::Error>(())
//! });
//!
//! let (client, _incoming) = Session::new(here, Options::new());
//! let mut pending = client.request(&Square { number: 12 }, Duration::from_secs(5)).await?;
//! let squared: Squared = pending.wait().await?;
//! assert_eq!(squared.result, 144);
//! # Ok(())
//! # }
//! ```
//!
//! # Waiting
//! Sending waits until all of the message has left; replies do not wait. Nothing grows without limit: a
//! session stops reading while too much waits to be taken from [`Incoming`], or too many replies wait for
//! room.
//!
//! You may drop any future at any time, and the session goes on. If you drop the future of a message
//! before it has left, the message is taken back; if part of it has left, the rest follows in the
//! background. What has arrived stays queued.
//!
//! A request that has not left by the end of its timeout is taken back as well. But if part of it has
//! left, the other side takes no more, and the session ends with [`End::CutShort`].
//!
//! # Processes
//! [`Session::spawn`] starts a program and talks to it. A [`WorkerPool`] hands jobs to such processes, and
//! replaces those that die.

mod driver;
mod incoming;
mod messages;
mod open_requests;
mod pending;
mod pool;
mod process;
mod shared;

pub use incoming::{Incoming, Message, Received, Request};
pub use messages::Messages;
pub use pending::Pending;
pub use pool::{Job, Map, WorkerPool};

use crate::error::{End, Error};
use crate::options::Options;
use crate::request_id::next_id;
use crate::session::{LastOutput, RequestId};
use ::tokio::io::{AsyncRead, AsyncWrite, split};
use driver::{Driver, now};
use serde::Serialize;
use shared::{Core, Shared};
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

/// One conversation with another process: a handle, cheap to clone, for any task and thread.
///
/// It ends when the other side closes its stream, when you call [`close`](Self::close), and when you drop
/// its last handle, [`Incoming`] included. What was sent before still leaves in the background; it waits
/// for room no longer than [`Options::send_timeout`].
#[derive(Debug, Clone)]
pub struct Session(Arc<Handle>);

/// Everything that the handles of a session share: dropping it ends the session.
#[derive(Debug)]
struct Handle(Arc<Shared>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.finish(End::Here);
    }
}

impl Session {
    /// A session over a connected stream, mostly a socket.
    ///
    /// # Panics
    /// Outside of a tokio runtime: one of its tasks reads and writes. That runtime needs its clock
    /// enabled.
    pub fn new<S>(stream: S, options: Options) -> (Self, Incoming)
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (read, write) = split(stream);
        Self::over(read, write, options)
    }

    /// A session over two streams: `tokio::io::stdin()` and `stdout()`, or any pipes.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub fn over<R, W>(read: R, write: W, options: Options) -> (Self, Incoming)
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        let reads = vec![Box::pin(read)];
        Self::begin(reads, Shared::new(options, Box::pin(write), None), options)
    }

    fn begin<R>(reads: Vec<R>, shared: Shared, options: Options) -> (Self, Incoming)
    where
        R: AsyncRead + Unpin + Send + 'static,
    {
        let shared = Arc::new(shared);
        let mut driver = Driver::new(reads, options, shared.clone());
        ::tokio::spawn(poll_fn(move |cx| driver.turn(cx)));
        let session = Self(Arc::new(Handle(shared)));
        (session.clone(), Incoming::new(session))
    }

    /// Sends a request. [`Pending::wait`] waits for its reply. `timeout` runs from now until the reply
    /// has come, so it includes the sending. It runs whether or not anything waits.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] if the message cannot be sent at all; [`Error::Send`] and
    /// [`Error::Ended`] if nobody is there to read it; [`Error::TimedOut`] if it has not left in time. If
    /// part of it had left by then, the session ends, because nothing may follow half a frame.
    pub async fn request<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        self.request_of(next_id().into(), message, timeout).await
    }

    /// The same, for a request whose handler sends messages before the reply: progress, or parts of the
    /// result. They come in order, before the reply; without this, or from a side that is not native,
    /// they come to [`Incoming`], as messages like any other.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Options, message::LogMessage};
    /// # use stream_ipc::tokio::{Received, Session};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let (here, there) = tokio::io::duplex(4096);
    /// # let (session, _incoming) = Session::new(here, Options::new());
    /// # let (_server, mut incoming) = Session::new(there, Options::new());
    /// # session.say_hello();
    /// # tokio::spawn(async move {
    /// #     while let Some(Received::Request(request)) = incoming.next().await {
    /// #         request.notify(&LogMessage::new("half way")).await?;
    /// #         request.reply(&LogMessage::new("done")).await?;
    /// #     }
    /// #     Ok::<_, Error>(())
    /// # });
    /// let job = LogMessage::new("go");
    /// let asked = session.request_with_messages(&job, Duration::from_secs(60)).await?;
    /// let (mut pending, mut messages) = asked;
    /// while let Some(message) = messages.next().await {
    ///     let progress: LogMessage = message.message()?;
    ///     println!("{}", progress.message);
    /// }
    /// assert_eq!(pending.wait::<LogMessage>().await?.message, "done");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Self::request`].
    pub async fn request_with_messages<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<(Pending, Messages), Error> {
        let id: Arc<str> = next_id().into();
        // None of them may be missed, so there is room for them before the request leaves.
        let messages = Messages::new(self.clone(), id.clone().into());
        let pending = self.request_of(id, message, timeout).await?;
        Ok((pending, messages))
    }

    async fn request_of<M: Serialize + ?Sized>(
        &self,
        id: Arc<str>,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        let due = now().checked_add(timeout);
        let shared = self.shared();
        let time = self.is_native().then_some(timeout);
        let frame = shared.format.request(&id, message, time)?;
        let pending = Pending::new(self.clone(), id.clone(), timeout);
        let id = RequestId::from(id);
        let queue = |core: &mut Core, frame| core.request(&id, frame, due);
        let sent = shared.request(frame, &id, queue).await;
        match shared.with(|state| state.core.has_timed_out(&id)) {
            true => Err(Error::TimedOut(timeout)),
            false => sent.map(|()| pending),
        }
    }

    /// Sends a message that nobody answers, and waits until it has left.
    ///
    /// # Errors
    /// As [`Self::request`]; the timeout is [`Options::send_timeout`].
    pub async fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        let frame = self.shared().format.message(message)?;
        self.shared().notify(frame).await
    }

    /// Waits until everything sent before has left or can no longer leave, replies included, which do not
    /// wait themselves. Call it before your program exits.
    ///
    /// ```
    /// # use std::time::Duration;
    /// # use stream_ipc::{Error, Options};
    /// # use stream_ipc::message::LogMessage;
    /// # use stream_ipc::tokio::{Received, Session};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Error> {
    /// # let (here, there) = tokio::io::duplex(4096);
    /// # let (client, _incoming) = Session::new(here, Options::new());
    /// # let (session, mut incoming) = Session::new(there, Options::new());
    /// # let asked = client.request(&LogMessage::new("stop"), Duration::from_secs(5)).await?;
    /// if let Some(Received::Request(request)) = incoming.next().await {
    ///     request.reply(&LogMessage::new("done")).await?;
    /// }
    /// session.flush().await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn flush(&self) {
        self.shared().flush().await;
    }

    /// Ends the session. What was sent before still leaves in the background; it waits for room no longer
    /// than [`Options::send_timeout`].
    pub fn close(&self) {
        self.shared().finish(End::Here);
    }

    /// Whether the session has not ended.
    pub fn is_open(&self) -> bool {
        self.end().is_none()
    }

    /// How the session ended; `None` while it is open.
    pub fn end(&self) -> Option<End> {
        self.shared().end()
    }

    /// Waits until the session has ended, and tells how. Dropping the future loses nothing.
    pub async fn closed(&self) -> End {
        self.shared().closed().await
    }

    /// What the other side printed last outside of frames.
    pub fn last_output(&self) -> LastOutput {
        let output = self.shared().with(|state| state.core.last_output());
        output.of_process(self.exit_status())
    }

    /// Tells the other side that this one is native, and it answers in kind. From then on cancellation,
    /// messages of requests and deadlines travel both ways.
    ///
    /// Call it if the other side is native for certain, this extension's PHP or this crate: the package
    /// `riki137/stream-ipc` cannot read a hello. One side suffices, and once. A worker on standard
    /// streams asks first who has started it:
    ///
    /// ```no_run
    /// use stream_ipc::child::has_native_parent;
    /// # use stream_ipc::{Options, tokio::Session};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use tokio::io::{stdin, stdout};
    ///
    /// let (parent, mut incoming) = Session::over(stdin(), stdout(), Options::new());
    /// if has_native_parent(std::io::stdin()) {
    ///     parent.say_hello();
    /// }
    /// # incoming.next().await;
    /// # }
    /// ```
    pub fn say_hello(&self) {
        self.shared().change(|state| state.core.say_hello());
    }

    /// Whether the other side has shown that it is native.
    pub fn is_native(&self) -> bool {
        self.shared().is_native()
    }

    /// Ends the session when the other side has been silent for `limit`: [`End::Silent`]. For streams that
    /// may be cut without an end, as through ssh, NAT or `kubectl exec`. After a third of the limit, the other
    /// side is asked whether it is there, and answers as soon as it reads. One that is busy for longer than the
    /// limit, without reading, counts as silent. Means nothing until the other side has shown that it is
    /// native. `None` ends the heartbeat.
    pub fn set_heartbeat(&self, limit: Option<Duration>) {
        self.shared()
            .change(|state| state.core.set_heartbeat(limit, now()));
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.0.0
    }
}
