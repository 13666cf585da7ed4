//! Sessions for programs on [tokio](https://tokio.rs), over anything that is
//! [`AsyncRead`] and [`AsyncWrite`]. Feature `tokio`.
//!
//! The frames, the formats, the errors and the rules are those of the rest of the crate. What differs
//! is who waits: a [`Session`] here may be used from any task and thread, and what arrives is taken from
//! [`Incoming`] instead of being given to handlers.
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
//! Sending waits until the message has left, every byte; replies do not wait. Nothing is kept without
//! limit: a session of which too much waits to be taken from [`Incoming`], or too many replies wait for
//! room, is not read any further.
//!
//! Every future here may be dropped at any time, and the session goes on. A message whose future is
//! dropped before it has left is taken back; if part of it has left, the rest follows in the background.
//! What arrived stays queued.
//!
//! A request that has not left by the end of its timeout is taken back as well. But if part of it has
//! left by then, the other side takes no more, and the session ends with [`End::CutShort`].

mod driver;
mod incoming;
mod pending;
mod shared;

pub use incoming::{Incoming, Message, Received, Request};
pub use pending::Pending;

use crate::error::{End, Error};
use crate::options::Options;
use crate::request_id::next_id;
use crate::session::RequestId;
use ::tokio::io::{AsyncRead, AsyncWrite, split};
use driver::{Driver, now};
use serde::Serialize;
use shared::{Core, Shared};
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

/// One conversation with another process: a handle, cheap to clone, for any task and thread.
///
/// It ends when the other side closes its stream, when [`close`](Self::close) is called, and when
/// the last handle, its [`Incoming`] included, is dropped. What was sent before still leaves, in the
/// background, as long as [`Options::send_timeout`] says.
#[derive(Debug, Clone)]
pub struct Session(Arc<Handle>);

/// What all handles of a session share, and nothing else: dropping it ends the session.
#[derive(Debug)]
struct Handle(Arc<Shared>);

impl Drop for Handle {
    fn drop(&mut self) {
        self.0.finish(End::Here);
    }
}

impl Session {
    /// A session over a stream that is connected: a socket, mostly.
    ///
    /// # Panics
    /// Outside of a tokio runtime, one of whose tasks does the reading and writing. It needs the
    /// runtime's clock.
    pub fn new<S>(stream: S, options: Options) -> (Self, Incoming)
    where
        S: AsyncRead + AsyncWrite + Send + 'static,
    {
        let (read, write) = split(stream);
        Self::over(read, write, options)
    }

    /// A session over two streams: `tokio::io::stdin()` and `stdout()`, or the pipes of a child.
    ///
    /// # Panics
    /// As [`Self::new`].
    pub fn over<R, W>(read: R, write: W, options: Options) -> (Self, Incoming)
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        let shared = Arc::new(Shared::new(options, Box::pin(write)));
        let mut driver = Driver::new(Box::pin(read), options, shared.clone());
        ::tokio::spawn(poll_fn(move |cx| driver.turn(cx)));
        let session = Self(Arc::new(Handle(shared)));
        (session.clone(), Incoming::new(session))
    }

    /// Sends a request. Its reply is waited for with [`Pending::wait`]. `timeout` counts from now
    /// until the reply is there, the sending included, whether or not somebody waits.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] where the message cannot be sent at all;
    /// [`Error::Send`] and [`Error::Ended`] where nobody is there to read it; [`Error::TimedOut`]
    /// where it has not left in time. If part of it had left by then, the session ends, for it
    /// carries half a frame.
    pub async fn request<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        let due = now().checked_add(timeout);
        let shared = self.shared();
        let id: Arc<str> = next_id().into();
        let frame = shared.format.request(&id, message)?;
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
    /// As [`Self::request`]; the timeout is that of [`Options::send_timeout`].
    pub async fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        let frame = self.shared().format.message(message)?;
        self.shared().notify(frame).await
    }

    /// Waits until all that was sent before has left, or cannot leave any more: replies, too, which do
    /// not wait themselves. A program does so before it exits.
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

    /// Ends the session. What was sent before still leaves, in the background, as long as
    /// [`Options::send_timeout`] says.
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

    fn shared(&self) -> &Arc<Shared> {
        &self.0.0
    }
}
