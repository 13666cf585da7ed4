//! Sessions for programs on [tokio](https://tokio.rs), over anything that is
//! [`AsyncRead`] and [`AsyncWrite`]. Feature `tokio`.
//!
//! The frames, the formats and the errors are those of the rest of the crate. What differs is who
//! waits: a [`Session`] here may be used from any task and thread, and what arrives is taken from
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
//! # Cancellation
//! Every future here may be dropped at any time: a frame that has begun to leave is finished in
//! the background, and what arrived stays queued.

mod incoming;
mod pump;

pub use incoming::{Incoming, Message, Received, Request};

use crate::correlation::{Correlator, next_id};
use crate::deadline::Deadline;
use crate::error::{End, Error};
use crate::format::{Format, Reply};
use crate::options::Options;
use ::tokio::io::{AsyncRead, AsyncWrite, split};
use ::tokio::sync::{Notify, mpsc, oneshot};
use ::tokio::task::AbortHandle;
use pump::{Outgoing, read_on, write_on};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

/// One conversation with another process: a handle, cheap to clone, for any task and thread.
///
/// It ends when the other side closes its stream, when [`close`](Self::close) is called, and when
/// the last handle, its [`Incoming`] included, is dropped.
#[derive(Debug, Clone)]
pub struct Session(Arc<Handle>);

/// What all handles of a session share, and nothing else: dropping it ends the session.
#[derive(Debug)]
struct Handle {
    shared: Arc<Shared>,
    reader: AbortHandle,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.finish(End::Here);
        self.reader.abort();
    }
}

impl Session {
    /// A session over a stream that is connected: a socket, mostly.
    ///
    /// # Panics
    /// Outside of a tokio runtime, whose tasks do the reading and writing.
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
    /// Outside of a tokio runtime, whose tasks do the reading and writing.
    pub fn over<R, W>(read: R, write: W, options: Options) -> (Self, Incoming)
    where
        R: AsyncRead + Send + 'static,
        W: AsyncWrite + Send + 'static,
    {
        let (frames, outgoing) = mpsc::channel(Shared::QUEUED_FRAMES);
        let (payloads, received) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            format: options.format,
            requests: Mutex::default(),
            frames: Mutex::new(Some(frames)),
            queued: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            room: Notify::new(),
            end: OnceLock::new(),
        });
        ::tokio::spawn(write_on(Box::pin(write), outgoing));
        let reading = read_on(Box::pin(read), options, shared.clone(), payloads);
        let reader = ::tokio::spawn(reading).abort_handle();
        let session = Self(Arc::new(Handle { shared, reader }));
        let incoming = Incoming::new(session.clone(), received);
        (session, incoming)
    }

    /// Sends a request. Its reply is waited for with [`Pending::wait`]. `timeout` counts from now
    /// until the reply is there, the sending included.
    ///
    /// # Errors
    /// [`Error::Encode`] and [`Error::TooLong`] where the message cannot be sent at all;
    /// [`Error::Send`] and [`Error::Ended`] where nobody is there to read it; [`Error::TimedOut`]
    /// where it has not left in time.
    pub async fn request<M: Serialize + ?Sized>(
        &self,
        message: &M,
        timeout: Duration,
    ) -> Result<Pending, Error> {
        let deadline = Deadline::after(timeout);
        let id = next_id();
        let frame = self.format().request(&id, message)?;
        let (told, reply) = oneshot::channel();
        self.shared().expect_reply(&id, told);
        let pending = Pending {
            session: self.clone(),
            id,
            timeout,
            deadline,
            reply: State::Expected(reply),
        };
        match within(deadline, self.send(frame)).await {
            Some(sent) => sent.map(|()| pending),
            None => Err(Error::TimedOut(timeout)),
        }
    }

    /// Sends a message that nobody answers, and waits until it has left.
    ///
    /// # Errors
    /// As [`Self::request`], but there is no timeout.
    pub async fn notify<M: Serialize + ?Sized>(&self, message: &M) -> Result<(), Error> {
        self.send(self.format().message(message)?).await
    }

    /// Ends the session. What was sent before still leaves.
    pub fn close(&self) {
        self.shared().finish(End::Here);
        self.0.reader.abort();
    }

    /// Whether the session has not ended.
    pub fn is_open(&self) -> bool {
        self.shared().end.get().is_none()
    }

    /// How the session ended; `None` while it is open.
    pub fn end(&self) -> Option<End> {
        self.shared().end.get().cloned()
    }

    fn format(&self) -> Format {
        self.shared().format
    }

    fn shared(&self) -> &Arc<Shared> {
        &self.0.shared
    }

    async fn send(&self, frame: Vec<u8>) -> Result<(), Error> {
        self.shared().send(frame).await
    }
}

/// A request that was sent, and its reply once it is there.
///
/// Dropping it forgets the request; its reply is thrown away when it comes.
#[derive(Debug)]
#[must_use = "dropping it forgets the request: wait for the reply, or send with notify()"]
pub struct Pending {
    session: Session,
    id: String,
    timeout: Duration,
    deadline: Deadline,
    reply: State,
}

#[derive(Debug)]
enum State {
    Expected(oneshot::Receiver<Reply>),
    Here(Reply),
}

impl Pending {
    /// The request's id on the wire: this process's id, a dot, a number.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Waits for the reply. Once it is there, waiting again gives the same.
    ///
    /// # Errors
    /// [`Error::Remote`] where the other side answers with an error; [`Error::Reply`] where the
    /// reply is another message than was asked for; [`Error::TimedOut`] and [`Error::NoReply`]
    /// where there is none.
    pub async fn wait<R: DeserializeOwned>(&mut self) -> Result<R, Error> {
        let format = self.session.format();
        self.wait_for_reply().await?.message(format)
    }

    async fn wait_for_reply(&mut self) -> Result<Reply, Error> {
        let reply = match &mut self.reply {
            State::Here(reply) => return Ok(reply.clone()),
            State::Expected(reply) => reply,
        };
        let _reading = self.session.shared().keep_reading();
        match within(self.deadline, reply).await {
            Some(Ok(reply)) => {
                self.reply = State::Here(reply.clone());
                Ok(reply)
            }
            Some(Err(_)) => Err(Error::NoReply {
                id: self.id.clone(),
                end: self.session.end().unwrap_or(End::Here),
            }),
            None => Err(Error::TimedOut(self.timeout)),
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.session.shared().forget(&self.id);
    }
}

/// What `future` comes to; `None` where that is not before `deadline`.
async fn within<F: IntoFuture>(deadline: Deadline, future: F) -> Option<F::Output> {
    match deadline.remaining() {
        Some(left) => ::tokio::time::timeout(left, future).await.ok(),
        None => Some(future.await),
    }
}

/// What the handles of a session and the tasks that read and write for it share.
#[derive(Debug)]
struct Shared {
    format: Format,
    /// Whom to tell of the reply to a request.
    requests: Mutex<Correlator<oneshot::Sender<Reply>>>,
    /// The way to the writer; gone with the session.
    frames: Mutex<Option<mpsc::Sender<Outgoing>>>,
    /// Bytes that have arrived and were not taken.
    queued: AtomicUsize,
    /// How many wait for a reply, or for room to write.
    waiting: AtomicUsize,
    /// Tells the reader that either has changed.
    room: Notify,
    end: OnceLock<End>,
}

impl Shared {
    /// So many frames wait to be written before senders wait to queue theirs.
    const QUEUED_FRAMES: usize = 16;

    /// While more bytes wait to be taken, reading goes on only for somebody who waits.
    const QUEUED_BYTES: usize = 1024 * 1024;

    fn requests(&self) -> MutexGuard<'_, Correlator<oneshot::Sender<Reply>>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn frames(&self) -> MutexGuard<'_, Option<mpsc::Sender<Outgoing>>> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn expect_reply(&self, id: &str, told: oneshot::Sender<Reply>) {
        let mut requests = self.requests();
        // Looked at under the lock: finish() drops the requests after it has set the end.
        if self.end.get().is_none() {
            requests.register(id.as_bytes());
            // It is registered just now and nobody else knows the id.
            let _ = requests.resolve(id.as_bytes(), told);
        }
    }

    fn forget(&self, id: &str) {
        self.requests().forget(id.as_bytes());
    }

    /// A late reply, or one nobody asked for, is let go.
    fn keep_reply(&self, id: &str, reply: Reply) {
        if let Some(told) = self.requests().take(id.as_bytes()) {
            // Who waited may have just given up.
            let _ = told.send(reply);
        }
    }

    /// Ends the session, once: requests without a reply will get none, and the writer ends when it
    /// has written what is queued.
    fn finish(&self, end: End) {
        if self.end.set(end).is_ok() {
            drop(std::mem::take(&mut *self.requests()));
            drop(self.frames().take());
        }
    }

    /// Hands the frame to the writer and waits until it has left.
    async fn send(&self, frame: Vec<u8>) -> Result<(), Error> {
        let len = frame.len();
        let frames = self.frames().clone();
        let Some(frames) = frames else {
            return Err(Error::Ended(self.end.get().cloned().unwrap_or(End::Here)));
        };
        let _reading = self.keep_reading();
        let (told, written) = oneshot::channel();
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        let result = match frames.send(Outgoing { frame, told }).await {
            Ok(()) => written.await.unwrap_or_else(|_| Err(broken())),
            Err(_) => Err(broken()),
        };
        result.map_err(|source| Error::Send { len, source })
    }

    /// Has the reader read on, whatever is queued, as long as the result lives.
    fn keep_reading(&self) -> KeepReading<'_> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        self.room.notify_one();
        KeepReading(self)
    }

    fn note_queued(&self, bytes: usize) {
        self.queued.fetch_add(bytes, Ordering::SeqCst);
    }

    fn note_taken(&self, bytes: usize) {
        self.queued.fetch_sub(bytes, Ordering::SeqCst);
        self.room.notify_one();
    }

    /// Waits until there is a reason to read.
    async fn wait_for_room(&self) {
        while self.queued.load(Ordering::SeqCst) > Self::QUEUED_BYTES
            && self.waiting.load(Ordering::SeqCst) == 0
        {
            self.room.notified().await;
        }
    }
}

struct KeepReading<'a>(&'a Shared);

impl Drop for KeepReading<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}
