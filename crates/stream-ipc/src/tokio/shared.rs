//! The state that the handles of a session share with its driver: the session core, the stream to write,
//! and the tasks that wait.

use super::messages::Mailboxes;
use super::open_requests::OpenRequests;
use crate::child::Child;
use crate::error::Error;
use crate::format::{Format, Reply};
use crate::inbound::Inbound;
use crate::native::MessageOf;
use crate::options::Options;
use crate::session::{End, FrameNumber, Limits, Outcome, RequestId, Start};
use crate::tokio::now;
use ::tokio::io::AsyncWrite;
use ::tokio::runtime::Handle;
use ::tokio::time::timeout;
use bytes::Bytes;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

/// The session core: all rules of one session.
pub(super) type Core = crate::session::Session<Vec<u8>, Reply>;

pub(super) struct Shared {
    pub(super) format: Format,
    send_timeout: Duration,
    /// Entered while we write, because a stream may need it.
    pub(super) runtime: Handle,
    /// The process at the other side, if the session has started it.
    pub(super) child: Option<Child>,
    /// Locked for moments only.
    state: Mutex<State>,
}

impl Shared {
    /// # Panics
    /// Outside of a tokio runtime.
    pub(super) fn new(
        options: Options,
        writer: Pin<Box<dyn AsyncWrite + Send>>,
        child: Option<Child>,
    ) -> Self {
        Self {
            child,
            format: options.format,
            send_timeout: options.send_timeout,
            runtime: Handle::current(),
            state: Mutex::new(State::new(writer)),
        }
    }

    /// Lends the state, then wakes the tasks whose wait is over.
    pub(super) fn with<T>(&self, body: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = body(&mut state);
        let woken = std::mem::take(&mut state.woken);
        drop(state);
        woken.into_iter().for_each(Waker::wake);
        result
    }

    /// Lends the state to anything but the driver, as [`Self::with`] does, then wakes the driver if the
    /// change concerns it.
    pub(super) fn change<T>(&self, body: impl FnOnce(&mut State) -> T) -> T {
        self.with(|state| {
            let result = body(state);
            state.rouse_driver();
            result
        })
    }

    /// Queues a frame, and writes as much as fits. Returns its number if it has to wait.
    fn queue(
        &self,
        frame: Vec<u8>,
        queue: impl FnOnce(&mut Core, Vec<u8>) -> io::Result<FrameNumber>,
    ) -> Result<Option<FrameNumber>, Error> {
        let len = frame.len();
        let _context = self.runtime.enter();
        self.change(|state| {
            if let Some(end) = state.core.end() {
                return Err(Error::Ended(end.clone()));
            }
            let queued = queue(&mut state.core, frame).and_then(|number| {
                state.write_now();
                Ok((!state.core.is_written(number)?).then_some(number))
            });
            queued.map_err(|source| Error::Send { len, source })
        })
    }

    /// Queues the frame of a request and waits until it has left, or the request has an outcome.
    pub(super) async fn request(
        &self,
        frame: Vec<u8>,
        id: &RequestId,
        queue: impl FnOnce(&mut Core, Vec<u8>) -> io::Result<FrameNumber>,
    ) -> Result<(), Error> {
        let len = frame.len();
        match self.queue(frame, queue)? {
            Some(number) => self.has_left(number, len, Some(id)).await,
            None => Ok(()),
        }
    }

    /// Queues a message that nobody answers, and waits until it has left. Gives it up after
    /// [`Options::send_timeout`].
    pub(super) async fn notify(&self, frame: Vec<u8>) -> Result<(), Error> {
        let (len, limit) = (frame.len(), self.send_timeout);
        let Some(number) = self.queue(frame, Core::send)? else {
            return Ok(());
        };
        let left = self.has_left(number, len, None);
        timeout(limit, left).await.unwrap_or_else(|_| {
            self.change(|state| state.core.give_up(number));
            Err(Error::TimedOut(limit))
        })
    }

    /// Waits until a frame of `len` bytes has left, or until the request of this id has an outcome.
    async fn has_left(
        &self,
        frame: FrameNumber,
        len: usize,
        request: Option<&RequestId>,
    ) -> Result<(), Error> {
        let _sender = Sender {
            shared: self,
            frame,
        };
        let left = poll_fn(|cx| self.change(|state| state.poll_left(frame, request, cx))).await;
        left.map_err(|source| Error::Send { len, source })
    }

    /// Begins with a request of the other side.
    pub(super) fn begin(&self, id: &str, start_by: Option<Instant>) -> Start {
        self.change(|state| state.core.begin(id.as_bytes(), start_by, now))
    }

    /// Queues a reply, which never waits.
    pub(super) fn reply(&self, frame: Vec<u8>) -> Result<(), Error> {
        self.queue(frame, Core::reply).map(drop)
    }

    /// Waits until everything queued now has left or can no longer leave.
    pub(super) async fn flush(&self) {
        if let Some(last) = self.with(|state| state.core.last_unsent()) {
            poll_fn(|cx| self.with(|state| state.poll_flushed(last, cx))).await;
        }
    }

    /// Waits for the outcome of a request.
    pub(super) async fn outcome(&self, id: &RequestId) -> Outcome<Reply> {
        poll_fn(|cx| self.change(|state| state.poll_outcome(id, cx))).await
    }

    /// Waits for the next thing that the user is to take; `None` if nothing more will come.
    pub(super) async fn kept(&self) -> Option<Inbound> {
        poll_fn(|cx| self.change(|state| state.poll_kept(cx))).await
    }

    /// Waits for the next message of a request; `None` once the outcome is known and no message is left.
    pub(super) async fn message_of(&self, id: &RequestId) -> Option<Bytes> {
        poll_fn(|cx| self.change(|state| state.poll_message_of(id, cx))).await
    }

    /// Waits until the session has ended.
    pub(super) async fn closed(&self) -> End {
        poll_fn(|cx| self.with(|state| state.poll_closed(cx))).await
    }

    /// Waits until the process at the other side has ended, if there is one.
    pub(super) async fn exited(&self) {
        let is_running = || self.child.as_ref().is_some_and(Child::is_running);
        poll_fn(|cx| self.with(|state| state.poll_unless(!is_running(), cx))).await;
    }

    /// Wakes those who wait for the end of the process.
    pub(super) fn note_exit(&self) {
        self.with(|state| state.wake_watchers());
    }

    /// Queues the request of a job, which never waits for room.
    pub(super) fn hand(&self, id: &RequestId, frame: Vec<u8>) -> Result<(), Error> {
        let queued = self.queue(frame, |core, frame| {
            let number = core.request(id, frame, None)?;
            core.detach(number);
            Ok(number)
        });
        queued.map(drop).inspect_err(|_| self.forget(id))
    }

    /// Tells the other side that nobody waits for the outcome of a job. Its answer still comes; `false` if
    /// none does, because the job has not left.
    pub(super) fn withdraw(&self, id: &RequestId) -> bool {
        self.change(|state| state.core.withdraw_request(id))
    }

    /// Closes the stream that the session writes; what comes in still arrives.
    pub(super) fn close_writer(&self) {
        let writer = self.change(|state| state.take_writer());
        drop(writer);
    }

    /// Waits until nobody waits any more for the answer to a request of the other side.
    pub(super) async fn cancelled(&self, id: &str) {
        poll_fn(|cx| self.with(|state| state.poll_cancelled(id, cx))).await;
    }

    pub(super) fn forget(&self, id: &RequestId) {
        self.change(|state| {
            state.core.forget(id);
            state.waiters.remove(id);
            state.wake_waiter(id);
        });
    }

    /// Cancels a request that has no outcome.
    pub(super) fn cancel(&self, id: &RequestId) {
        self.change(|state| {
            if state.core.cancel(id, None) {
                state.wake_waiter(id);
            }
        });
    }

    /// Whether the other side has shown that it is native.
    pub(super) fn is_native(&self) -> bool {
        self.with(|state| state.core.is_native())
    }

    /// Ends the session, once.
    pub(super) fn finish(&self, end: End) {
        self.change(|state| state.core.finish(end));
    }

    pub(super) fn end(&self) -> Option<End> {
        self.with(|state| state.core.end().cloned())
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("format", &self.format)
            .field("end", &self.end())
            .finish_non_exhaustive()
    }
}

/// Waits for a frame to leave; takes the frame back if it is dropped before.
struct Sender<'a> {
    shared: &'a Shared,
    frame: FrameNumber,
}

impl Drop for Sender<'_> {
    fn drop(&mut self) {
        self.shared.change(|state| {
            state.senders.remove(&self.frame);
            state.core.withdraw(self.frame);
        });
    }
}

pub(super) struct State {
    pub(super) core: Core,
    /// `None` if nothing more can be written.
    writer: Option<Writer>,
    /// Wakes the driver; `None` before its first turn and after its last.
    driver: Option<Waker>,
    /// When the driver will next look at the time.
    alarm: Option<Instant>,
    /// Whether the driver has stopped reading.
    is_stalled: bool,
    /// Tasks that wait for the outcome of a request.
    waiters: FxHashMap<RequestId, Waker>,
    /// The messages of our requests, where somebody takes them.
    pub(super) mailboxes: Mailboxes,
    /// Requests of the other side.
    pub(super) open_requests: OpenRequests,
    /// Tasks that wait for their frame to leave.
    senders: BTreeMap<FrameNumber, Waker>,
    /// Tasks that wait for everything queued to leave.
    flushers: Vec<Waker>,
    /// Tasks that wait for the end of the session, or of its process.
    watchers: Vec<Waker>,
    /// The task that waits in [`Incoming`](super::Incoming), if one does.
    taker: Option<Waker>,
    /// Whether [`Incoming`](super::Incoming) is still there to take what is kept.
    is_taken: bool,
    /// Tasks whose wait is over.
    woken: Vec<Waker>,
}

impl State {
    fn new(writer: Pin<Box<dyn AsyncWrite + Send>>) -> Self {
        Self {
            core: Core::new(Limits::default(), &Default::default()),
            writer: Some(Writer::new(writer)),
            driver: None,
            alarm: None,
            is_stalled: false,
            waiters: FxHashMap::default(),
            mailboxes: Mailboxes::default(),
            open_requests: OpenRequests::default(),
            senders: BTreeMap::new(),
            flushers: Vec::new(),
            watchers: Vec::new(),
            taker: None,
            is_taken: true,
            woken: Vec::new(),
        }
    }

    /// Wakes the driver if it has work that neither its streams nor its timer announce.
    fn rouse_driver(&mut self) {
        let due = self.core.poll_timeout();
        let is_early = due.is_some_and(|due| self.alarm.is_none_or(|alarm| due < alarm));
        let reads_on = self.is_stalled && self.has_room();
        // It begins by writing what the core has queued by itself.
        if is_early || reads_on || self.core.events() > 0 || self.core.has_spoken() {
            self.woken.extend(self.driver.clone());
        }
    }

    /// Whether to read what the other side sends.
    fn has_room(&self) -> bool {
        self.core.wants_to_read(self.is_blocked()) && !self.mailboxes.are_full()
    }

    /// Whether a sender waits for room.
    fn is_blocked(&self) -> bool {
        !self.senders.is_empty()
    }

    fn poll_left(
        &mut self,
        frame: FrameNumber,
        request: Option<&RequestId>,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        let has_outcome = request.is_some_and(|id| self.core.is_resolved(id));
        if self.core.is_written(frame)? || has_outcome {
            return Poll::Ready(Ok(()));
        }
        self.senders.insert(frame, cx.waker().clone());
        if let Some(id) = request {
            self.waiters.insert(id.clone(), cx.waker().clone());
        }
        Poll::Pending
    }

    fn poll_flushed(&mut self, last: FrameNumber, cx: &mut Context<'_>) -> Poll<()> {
        if self.core.is_written(last).unwrap_or(true) {
            return Poll::Ready(());
        }
        self.flushers.push(cx.waker().clone());
        Poll::Pending
    }

    fn poll_closed(&mut self, cx: &mut Context<'_>) -> Poll<End> {
        let end = self.core.end().cloned();
        ready!(self.poll_unless(end.is_some(), cx));
        end.map_or(Poll::Pending, Poll::Ready)
    }

    fn poll_unless(&mut self, is_over: bool, cx: &mut Context<'_>) -> Poll<()> {
        if is_over {
            return Poll::Ready(());
        }
        if !self
            .watchers
            .iter()
            .any(|known| known.will_wake(cx.waker()))
        {
            self.watchers.push(cx.waker().clone());
        }
        Poll::Pending
    }

    fn wake_watchers(&mut self) {
        self.woken.append(&mut self.watchers);
    }

    fn take_writer(&mut self) -> Option<Writer> {
        self.core.break_off(&io::ErrorKind::NotConnected.into());
        self.wake_senders();
        self.writer.take()
    }

    fn poll_outcome(&mut self, id: &RequestId, cx: &mut Context<'_>) -> Poll<Outcome<Reply>> {
        match self.core.take_outcome(id) {
            Some(outcome) => Poll::Ready(outcome),
            None => {
                self.waiters.insert(id.clone(), cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn poll_message_of(&mut self, id: &RequestId, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        match self.mailboxes.take(id) {
            None if self.core.is_waiting(id) => {
                self.mailboxes.wait(id, cx.waker());
                Poll::Pending
            }
            taken => Poll::Ready(taken),
        }
    }

    fn poll_cancelled(&mut self, id: &str, cx: &mut Context<'_>) -> Poll<()> {
        if self.is_cancelled(id) {
            return Poll::Ready(());
        }
        self.open_requests.wait(id, cx.waker());
        Poll::Pending
    }

    /// Whether nobody waits any more for the answer to a request of the other side.
    pub(super) fn is_cancelled(&self, id: &str) -> bool {
        self.core.end().is_some() || self.open_requests.is_cancelled(id)
    }

    fn poll_kept(&mut self, cx: &mut Context<'_>) -> Poll<Option<Inbound>> {
        match self.core.take_kept() {
            None if self.core.end().is_none() => {
                self.taker = Some(cx.waker().clone());
                Poll::Pending
            }
            kept => Poll::Ready(kept),
        }
    }

    /// Notes that [`Incoming`](super::Incoming) is gone.
    pub(super) fn leave_untaken(&mut self) {
        (self.is_taken, self.taker) = (false, None);
    }

    /// Writes as much as the stream takes now; when it takes more, it wakes the driver.
    fn write_now(&mut self) {
        let is_full = self.writer.as_ref().is_none_or(|writer| writer.is_full);
        // Before its first turn, the driver is about to write anyway.
        if !is_full && let Some(driver) = self.driver.clone() {
            let _ = self.poll_write(&mut Context::from_waker(&driver));
        }
    }

    /// Writes queued frames; returns `Ready` if none is left or nothing can be written.
    fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let Some(writer) = &mut self.writer else {
            return Poll::Ready(());
        };
        let written = writer.poll_write(&mut self.core, cx);
        writer.is_full = written.is_pending();
        if let Poll::Ready(Err(error)) = &written {
            self.core.break_off(error);
            self.writer = None;
        }
        self.wake_senders();
        written.map(drop)
    }
}

/// Used by the driver.
impl State {
    /// Begins a turn of the driver by writing.
    pub(super) fn begin_turn(&mut self, cx: &mut Context<'_>) {
        match &mut self.driver {
            Some(driver) => driver.clone_from(cx.waker()),
            none => *none = Some(cx.waker().clone()),
        }
        let _ = self.poll_write(cx);
    }

    /// Whether the driver is to read. If not, it is woken once it should.
    pub(super) fn wants_to_read(&mut self) -> bool {
        let wants = self.has_room();
        self.is_stalled = !wants;
        wants
    }

    /// When the driver is to look at the time. It must set a timer for it.
    pub(super) fn set_alarm(&mut self) -> Option<Instant> {
        self.alarm = self.core.poll_timeout();
        self.alarm
    }

    /// Gives a request its reply; drops one that is late, or that nobody asked for.
    pub(super) fn resolve(&mut self, id: &str, reply: Reply) {
        if self.core.resolve(id.as_bytes(), reply).is_ok() {
            self.wake_waiter(id.as_bytes());
        }
    }

    /// Gives a message of a request to the one who takes it. Returns it if nobody does, but the request is
    /// waiting: then it is a message like any other.
    pub(super) fn take_message_of(&mut self, message: MessageOf) -> Option<Bytes> {
        if !self.core.is_waiting(message.id()) {
            return None;
        }
        if !self.mailboxes.has(message.id()) {
            return Some(message.into_payload());
        }
        self.woken.extend(self.mailboxes.put(message));
        None
    }

    /// Notes that the other side has cancelled its request.
    pub(super) fn cancel_incoming(&mut self, id: &[u8]) {
        let id = String::from_utf8_lossy(id);
        self.woken.extend(self.open_requests.cancel(&id));
    }

    /// Keeps what arrived for [`Incoming`](super::Incoming); gives it back if that is gone.
    pub(super) fn keep(&mut self, inbound: Inbound) -> Option<Inbound> {
        if !self.is_taken {
            return Some(inbound);
        }
        self.core.keep(inbound);
        self.woken.extend(self.taker.take());
        None
    }

    /// Writes queued frames, then shuts the stream down; returns `Ready` once both are done.
    pub(super) fn poll_shutdown(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        ready!(self.poll_write(cx));
        match &mut self.writer {
            // If shutting down fails, the other side is gone already.
            Some(writer) => writer.stream.as_mut().poll_shutdown(cx).map(drop),
            None => Poll::Ready(()),
        }
    }

    /// Stops everything. Returns the stream that was written.
    pub(super) fn stop(&mut self) -> Option<Writer> {
        self.core.finish(End::Here);
        self.core.break_off(&io::ErrorKind::BrokenPipe.into());
        self.driver = None;
        self.wake_all();
        self.writer.take()
    }

    /// Wakes the tasks that wait for the outcome of a request.
    pub(super) fn wake_waiter(&mut self, id: &[u8]) {
        self.woken.extend(self.waiters.remove(id));
        self.woken.extend(self.mailboxes.taker(id));
    }

    /// Wakes all tasks that the end of the session concerns.
    pub(super) fn wake_all(&mut self) {
        let waiters = self.waiters.drain().map(|(_, waiter)| waiter);
        self.woken.extend(waiters);
        self.woken.extend(self.mailboxes.takers());
        self.woken.extend(self.open_requests.waiting());
        self.woken.extend(self.taker.take());
        self.wake_watchers();
        self.wake_senders();
    }

    /// Wakes the senders whose frames have left or can no longer leave.
    fn wake_senders(&mut self) {
        while let Some(sender) = self.senders.first_entry()
            && self.core.is_written(*sender.key()).unwrap_or(true)
        {
            self.woken.push(sender.remove());
        }
        self.woken.append(&mut self.flushers);
    }
}

/// Writes the stream.
pub(super) struct Writer {
    stream: Pin<Box<dyn AsyncWrite + Send>>,
    /// The last bytes of a frame that the stream has taken and not flushed; the frame is lent to the
    /// stream.
    unflushed: Option<usize>,
    /// Whether the stream takes nothing more for now; it wakes the driver when it does.
    is_full: bool,
}

impl Writer {
    fn new(stream: Pin<Box<dyn AsyncWrite + Send>>) -> Self {
        Self {
            stream,
            unflushed: None,
            is_full: false,
        }
    }

    /// Writes frame by frame, and flushes each: only then has it left.
    fn poll_write(&mut self, core: &mut Core, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            if let Some(bytes) = self.unflushed {
                ready!(self.stream.as_mut().poll_flush(cx))?;
                core.give_back(bytes);
                self.unflushed = None;
            }
            let Some(bytes) = core.poll_transmit() else {
                return Poll::Ready(Ok(()));
            };
            let left = bytes.len();
            match ready!(self.stream.as_mut().poll_write(cx, bytes))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written if written == left => {
                    core.lend();
                    self.unflushed = Some(written);
                }
                written => core.mark_written(written),
            }
        }
    }
}

#[cfg(test)]
mod tests;
