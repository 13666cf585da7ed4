//! The task of a session: it moves bytes, tells the time, and sorts what arrives.

use super::incoming::Received;
use super::shared::{Shared, State};
use crate::deadline::Deadline;
use crate::error::Error;
use crate::format::Reply;
use crate::frame::Decoder;
use crate::inbound::Inbound;
use crate::message::{ErrorMessage, Label};
use crate::native::Native;
use crate::options::Options;
use crate::session::{End, Event, Start};
use crate::wrong_format::WrongFormat;
use ::tokio::io::{AsyncRead, AsyncReadExt as _};
use ::tokio::time::{self, Sleep, sleep_until};
use bytes::{BufMut as _, Bytes, BytesMut};
use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

/// The time of the runtime's clock, which a test may turn.
pub(super) fn now() -> Instant {
    time::Instant::now().into_std()
}

/// Reads and writes until the session has ended and everything sent before has left.
pub(super) struct Driver<R> {
    shared: Arc<Shared>,
    /// Those that have not ended; none after the end of the session.
    readers: Vec<Reader<R>>,
    /// Bytes of unfinished frames at the ends of the others.
    lost: usize,
    has_ended: bool,
    timer: Option<Pin<Box<Sleep>>>,
    /// How long queued frames may wait for room after the end.
    send_timeout: Duration,
    ended_at: Option<Instant>,
}

impl<R: AsyncRead + Unpin> Driver<R> {
    /// After this many reads, other tasks have their turn.
    const READS: usize = 16;

    pub(super) fn new(streams: Vec<R>, options: Options, shared: Arc<Shared>) -> Self {
        let readers = streams.into_iter().map(|stream| Reader {
            stream,
            decoder: Decoder::new(options.max_frame),
            block: BytesMut::new(),
        });
        Self {
            shared,
            readers: readers.collect(),
            lost: 0,
            has_ended: false,
            timer: None,
            send_timeout: options.send_timeout,
            ended_at: None,
        }
    }

    /// Moves the bytes of streams that are ready; returns `Ready` once nothing will move any more.
    pub(super) fn turn(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        // Take the time first: what had arrived by then counts.
        let now = now();
        self.shared.with(|state| state.begin_turn(cx));
        self.read(cx);
        self.shared.with(|state| state.core.handle_timeout(now));
        self.see_events();
        if self.shared.with(|state| state.core.has_spoken()) {
            // A turn begins by writing.
            cx.waker().wake_by_ref();
        }
        if self.has_ended {
            return self.wind_up(now, cx);
        }
        self.set_alarm(cx);
        Poll::Pending
    }

    fn read(&mut self, cx: &mut Context<'_>) {
        for _ in 0..Self::READS {
            let is_over = self.readers.is_empty();
            if is_over || !self.shared.with(|state| state.wants_to_read()) {
                return;
            }
            if !self.read_each(cx) {
                return;
            }
            self.see_events();
        }
        cx.waker().wake_by_ref();
    }

    /// Reads each stream once. Returns whether anything came.
    fn read_each(&mut self, cx: &mut Context<'_>) -> bool {
        let (mut any, mut lost) = (false, 0);
        self.readers
            .retain_mut(|reader| match reader.poll_read(&self.shared, cx) {
                Poll::Pending => true,
                Poll::Ready(end) => {
                    any = true;
                    lost += end.unwrap_or(0);
                    end.is_none()
                }
            });
        self.lost += lost;
        if any && self.readers.is_empty() {
            let lost = self.lost;
            self.shared
                .with(|state| state.core.handle(Inbound::Ended { lost }, now));
        }
        any
    }

    fn see_events(&mut self) {
        while let Some(event) = self.shared.with(|state| state.core.poll_event()) {
            match event {
                Event::Arrived(inbound) => self.open(inbound),
                // Only requests that are cancelled with a grace become overdue, and here none is.
                Event::Overdue(_) => {}
                Event::TimedOut(id) => self.shared.with(|state| state.wake_waiter(&id)),
                Event::Ended(_) => {
                    self.readers.clear();
                    self.has_ended = true;
                    self.shared.with(|state| state.wake_all());
                }
            }
        }
    }

    fn open(&self, inbound: Inbound) {
        match inbound {
            Inbound::Frame(payload) => self.sort(payload, Deadline::NEVER, None),
            Inbound::Native(native) => self.see_native(native),
            Inbound::Junk(_) => self.keep(inbound),
            Inbound::TooLong(error) => self.fail(error.into()),
            Inbound::NoRoom(error) => self.fail(error.into()),
            Inbound::ReadFailed(error) => self.fail(Error::Read(error)),
            // A failed write tells of the other side's end, and that comes behind what it sent.
            Inbound::StreamClosed | Inbound::WriteFailed(_) | Inbound::Ended { .. } => {}
        }
    }

    fn see_native(&self, native: Native) {
        match native {
            Native::Request(request) => {
                self.sort(request.payload, request.deadline, request.start_by);
            }
            Native::MessageOf(message) => {
                if let Some(payload) = self.shared.with(|state| state.take_message_of(message)) {
                    self.sort(payload, Deadline::NEVER, None);
                }
            }
            Native::Cancel(id) => self.shared.with(|state| state.cancel_incoming(&id)),
            // Only pools send requests ahead of others.
            Native::Returned(_) => {}
        }
    }

    /// Gives a reply to its request, and everything else to [`Incoming`](super::Incoming). The sender of a
    /// request waits until `deadline`, and wants it to be started by `start_by` if it was sent ahead of
    /// others.
    fn sort(&self, payload: Bytes, deadline: Deadline, start_by: Option<Instant>) {
        match self.shared.format.open(&payload) {
            Some((Label::Response { id, class }, opened)) => {
                let reply = Reply::new(&payload, opened, &class);
                return self.shared.with(|state| state.resolve(&id, reply));
            }
            Some((Label::Request { id, .. }, _)) => match self.shared.begin(&id, start_by) {
                Start::Now => {
                    let open = |state: &mut State| state.open_requests.add(&id, deadline);
                    self.shared.with(open);
                }
                Start::Cancelled => return self.reply(&id, &ErrorMessage::cancelled(&id)),
                Start::Returned => return,
            },
            Some((Label::Message { .. }, _)) => {}
            None => self.tell_wrong_format(&payload),
        }
        self.keep(Inbound::Frame(payload));
    }

    /// Fails the request that a payload in another format belongs to: ours, or one of the other side.
    fn tell_wrong_format(&self, payload: &[u8]) {
        let format = self.shared.format;
        let Some(wrong) = WrongFormat::of(payload, format) else {
            return;
        };
        match wrong.label(payload) {
            Some(Label::Request { id, .. }) => {
                if self.shared.begin(&id, None) != Start::Returned {
                    self.reply(&id, &ErrorMessage::new(wrong.to_string()));
                }
            }
            Some(Label::Response { id, .. }) => {
                let reply = Reply::unreadable(format, &wrong);
                self.shared.with(|state| state.resolve(&id, reply));
            }
            Some(Label::Message { .. }) | None => {}
        }
    }

    fn reply(&self, id: &str, error: &ErrorMessage) {
        if let Ok(frame) = self.shared.format.response(id, error) {
            // If that fails, nobody waits any more.
            let _ = self.shared.reply(frame);
        }
    }

    fn keep(&self, inbound: Inbound) {
        if let Some(refused) = self.shared.with(|state| state.keep(inbound)) {
            // Dropping a request answers it.
            drop(Received::of(refused, &self.shared));
        }
    }

    fn fail(&self, error: Error) {
        let end = End::Failed(Arc::new(error));
        self.shared.with(|state| state.core.finish(end));
    }

    fn set_alarm(&mut self, cx: &mut Context<'_>) {
        if let Some(at) = self.shared.with(|state| state.set_alarm())
            && self.poll_until(at, cx).is_ready()
        {
            cx.waker().wake_by_ref();
        }
    }

    /// Writes what was sent before the end; waits for room no longer than `send_timeout`.
    fn wind_up(&mut self, now: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let ended_at = *self.ended_at.get_or_insert(now);
        if self.shared.with(|state| state.poll_shutdown(cx)).is_ready() {
            return Poll::Ready(());
        }
        match ended_at.checked_add(self.send_timeout) {
            Some(until) => self.poll_until(until, cx),
            None => Poll::Pending,
        }
    }

    fn poll_until(&mut self, at: Instant, cx: &mut Context<'_>) -> Poll<()> {
        let at = at.into();
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() != at {
            timer.as_mut().reset(at);
        }
        timer.as_mut().poll(cx)
    }
}

impl<R> Drop for Driver<R> {
    /// Stops the session, also if the runtime shuts down or a stream panics.
    fn drop(&mut self) {
        let writer = self.shared.with(|state| state.stop());
        drop(writer);
    }
}

/// Reads the stream.
struct Reader<R> {
    stream: R,
    decoder: Decoder,
    /// The block that short reads go into; frames are slices of it.
    block: BytesMut,
}

impl<R: AsyncRead + Unpin> Reader<R> {
    /// The size of the block. A payload that lacks at least this much is read in place.
    const BLOCK: usize = 64 * 1024;

    /// A block with less room than this is replaced.
    const SHORTEST_READ: usize = 16 * 1024;

    /// Reads once, and hands over what has arrived. At the end of the stream, returns how many bytes of an
    /// unfinished frame are lost.
    fn poll_read(&mut self, shared: &Shared, cx: &mut Context<'_>) -> Poll<Option<usize>> {
        let Self {
            stream,
            decoder,
            block,
        } = self;
        let (read, is_in_place) = match decoder.payload_room(Self::BLOCK) {
            Some((payload, room)) => {
                let mut payload = payload.limit(room);
                let read = ready!(pin!(stream.read_buf(&mut payload)).poll(cx));
                (read, true)
            }
            None => {
                if block.capacity() < Self::SHORTEST_READ {
                    block.reserve(Self::BLOCK);
                }
                (ready!(pin!(stream.read_buf(block)).poll(cx)), false)
            }
        };
        shared.with(|state| {
            let core = &mut state.core;
            match is_in_place {
                true => decoder.payload_read(|decoded| core.handle(decoded.into(), now)),
                false => decoder.feed(block.split(), |decoded| core.handle(decoded.into(), now)),
            }
            Poll::Ready(match read {
                Ok(read @ 1..) => {
                    core.note_read(read);
                    None
                }
                Err(error) if error.kind() != io::ErrorKind::ConnectionReset => {
                    core.handle(Inbound::ReadFailed(error), now);
                    None
                }
                Ok(0) | Err(_) => Some(decoder.finish(|junk| core.handle(junk.into(), now))),
            })
        })
    }
}
