//! `StreamIpc\Transport\AmpByteStreamMessageTransport`

use super::chunk_reader::ChunkReaders;
use super::inbound::receive_messages;
use super::{Delivery, MessageTransport, Outgoing, SEND, TRANSPORTS, TransportOperations};
use crate::engine::{self, Carrier};
use crate::envelope::Parcel;
use crate::libraries::amp::{self, ReadableStream, WritableStream};
use crate::libraries::revolt::{self, Wait};
use crate::limits::{FrameLimit, Patience};
use crate::message::Message;
use crate::readiness;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Class, Declaration, FromArgument, Instance, Object, PhpClass, PhpString, Position,
    Property, Result, Slot, Stateful, Stream, ToValue, Type, Zval, class_entry, message_of,
    set_aside, throw_error, throw_logic, throw_object,
};
use std::collections::BTreeMap;
use std::io;
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::{ChannelId, GroupId};
use stream_ipc::session::FrameNumber;

/// Messages over streams of amphp/byte-stream: one to write, others to read. Waiting suspends the fiber,
/// not the process.
pub struct AmpByteStreamMessageTransport;

const WRITE_STREAM: Slot<AmpByteStreamMessageTransport> = Slot::new(0);
const READ_STREAMS: Slot<AmpByteStreamMessageTransport> = Slot::new(1);
const SERIALIZER: Slot<AmpByteStreamMessageTransport> = Slot::new(2);

/// The suspended fibers of senders that wait for room, by their timers.
const SENDERS: Slot<AmpByteStreamMessageTransport> = Slot::new(3);

/// The suspended fibers that read for a session and wait until the other side reads, by their timers.
const READERS: Slot<AmpByteStreamMessageTransport> = Slot::new(4);

/// The largest frame that leaves at once if there is any room: PIPE_BUF (pipe(7)); sockets take more.
const AT_ONCE: usize = 4096;

/// The state of a transport beside its properties.
#[derive(Debug, Default)]
pub struct State {
    /// `None` before the constructor has run.
    readers: Option<ChunkReaders>,
    /// The timers in SENDERS, by the frames that the senders wait for.
    senders: BTreeMap<FrameNumber, PhpString>,
    /// The event loop's watcher, while the transport waits for room.
    watcher: Option<PhpString>,
    /// Whether the write stream will report when it is closed.
    tells_close: bool,
}

/// The carrier that moves frames to the stream while the sender's fiber waits.
struct Writing<'a>(&'a Object);

impl Carrier for Writing<'_> {
    fn write(&self) -> Result {
        write_on(self.0, Suspending::No)
    }

    fn wait(&self, frame: FrameNumber, _: GroupId, deadline: Deadline) -> Result {
        let transport = self.0;
        let state = AmpByteStreamMessageTransport::state(transport);
        let wait = Wait::new(transport, SENDERS, deadline, transport.closure("timeUp")?)?;
        let timer = wait.timer().clone();
        state.borrow_mut().senders.insert(frame, timer);
        // The other side may be waiting for us to read.
        let resumed =
            revolt::resume_all(transport, READERS).and_then(|()| wait.suspend(transport, SENDERS));
        state.borrow_mut().senders.remove(&frame);
        resumed?.map(drop).map_err(throw_object)
    }
}

/// Whether a write may suspend the current fiber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspending {
    Yes,
    No,
}

impl AmpByteStreamMessageTransport {
    /// `$transport->send($parcel)`; gives up when patience ends.
    pub fn send(
        transport: &Object,
        session: Option<&Object>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let (serializer, channel) = (Self::serializer(transport)?, Self::channel(transport)?);
        let outgoing = Outgoing::encode(&serializer, session, channel, parcel, patience)?;
        let delivery = outgoing.send_by(&Writing(transport), channel, patience)?;
        if delivery == Delivery::CutShort {
            transport.get_object(WRITE_STREAM)?.call("close", [])?;
        }
        Ok(delivery)
    }

    /// The channel of its session.
    pub fn channel(transport: &Object) -> Result<ChannelId> {
        with_readers(transport, |readers| Ok(readers.channel()))
    }

    /// Gives what the streams bring to a session.
    ///
    /// # Errors
    /// A LogicException if they belong to another session.
    pub fn give_to_session(transport: &Object) -> Result {
        if engine::group_of(Self::channel(transport)?)?.is_some() {
            return Err(throw_logic(
                "The transport already belongs to a session; close that session first",
            ));
        }
        with_readers(transport, ChunkReaders::give_to_session)
    }

    /// `$transport->getReadStreams()`
    pub fn read_streams(transport: &Object) -> Result<Array> {
        transport.get_array(READ_STREAMS)
    }

    /// The serializer that turns payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }

    /// Suspends the reading fiber until the session wants to read on. Returns `false` if the session was
    /// closed meanwhile.
    pub fn wait_to_read(transport: &Object) -> Result<bool> {
        let channel = Self::channel(transport)?;
        while engine::group_of(channel)?.is_some() {
            let is_blocked = !Self::state(transport).borrow().senders.is_empty();
            if is_blocked || engine::wants_to_read(channel)? {
                return Ok(true);
            }
            let time_up = transport.closure("timeUp")?;
            let wait = Wait::new(transport, READERS, Deadline::NEVER, time_up)?.unreferenced()?;
            wait.suspend(transport, READERS)?.map_err(throw_object)?;
        }
        Ok(false)
    }

    /// Resumes the reading fibers if the session wants to read on.
    pub fn read_on(transport: &Object) -> Result {
        let channel = Self::channel(transport)?;
        if !transport.get_array(READERS)?.is_empty() && engine::wants_to_read(channel)? {
            return revolt::resume_all(transport, READERS);
        }
        Ok(())
    }

    /// Resumes the fibers that wait for the streams when their session is closed.
    pub fn let_go(transport: &Object) -> Result {
        revolt::resume_all(transport, READERS)?;
        revolt::resume_all(transport, SENDERS)
    }

    /// Feeds a chunk that a stream brought.
    pub fn feed(transport: &Object, stream: usize, chunk: &[u8]) -> Result {
        with_readers(transport, |readers| readers.feed(stream, chunk))?;
        Self::flush(transport)
    }

    /// Writes what the session has queued by itself.
    pub fn flush(transport: &Object) -> Result {
        match engine::has_unsent(Self::channel(transport)?)? {
            true => write_on(transport, Suspending::No),
            false => Ok(()),
        }
    }

    /// Notes that a stream has ended, and the reason if it failed.
    pub fn end(transport: &Object, stream: usize, reason: Option<Inbound>) -> Result {
        with_readers(transport, |readers| readers.end(stream, reason))
    }
}

/// Lends the readers of the streams. `body` must not call into PHP.
fn with_readers<R>(
    transport: &Object,
    body: impl FnOnce(&mut ChunkReaders) -> Result<R>,
) -> Result<R> {
    let mut state = AmpByteStreamMessageTransport::state(transport).borrow_mut();
    match &mut state.readers {
        Some(readers) => body(readers),
        None => Err(throw_error("The message transport was not constructed")),
    }
}

/// Writes queued frames as far as there is room. A frame stays with us until the stream has room, because
/// the stream would keep it and we could not take it back. If a long write might suspend a fiber that
/// must go on, another fiber does it.
fn write_on(transport: &Object, suspending: Suspending) -> Result {
    let channel = AmpByteStreamMessageTransport::channel(transport)?;
    let stream = transport.get_object(WRITE_STREAM)?;
    while let Some(length) = engine::next_length(channel)? {
        if !has_room(&stream)? {
            return watch_room(transport, &stream);
        }
        if suspending == Suspending::No && length > AT_ONCE {
            return revolt::queue([transport.closure("writeOn")?]);
        }
        let Some(frame) = engine::lend(channel)? else {
            break;
        };
        match set_aside(stream.call("write", [frame.to_value()]))? {
            Ok(_) => engine::give_back(channel, length)?,
            Err(exception) if amp::is_stream_exception(&exception) => {
                engine::give_back(channel, 0)?;
                engine::break_off(channel, &io::Error::other(message_of(&exception)?))?;
            }
            Err(exception) => {
                // Someone threw into the suspended fiber; the stream still writes the frame.
                engine::give_back(channel, length)?;
                resume_settled(transport, channel)?;
                return Err(throw_object(exception));
            }
        }
        resume_settled(transport, channel)?;
        AmpByteStreamMessageTransport::read_on(transport)?;
    }
    Ok(())
}

/// Resumes the senders whose frames have left or never will.
fn resume_settled(transport: &Object, channel: ChannelId) -> Result {
    let state = AmpByteStreamMessageTransport::state(transport);
    loop {
        let Some(first) = state
            .borrow()
            .senders
            .first_key_value()
            .map(|(frame, _)| *frame)
        else {
            return Ok(());
        };
        if !engine::is_settled(channel, first)? {
            return Ok(());
        }
        let timer = state.borrow_mut().senders.remove(&first);
        if let Some(timer) = timer
            && let Some(sender) = revolt::take_waiting(transport, SENDERS, timer.as_bytes())?
        {
            revolt::resume(&sender, true)?;
        }
    }
}

/// Whether a stream has room now. A closed one counts as having room: the write then fails.
fn has_room(stream: &Object) -> Result<bool> {
    let resource = stream.call("getresource", [])?;
    let readiness =
        Stream::of(&resource).and_then(|stream| stream.fd().and_then(readiness::of_output));
    Ok(readiness.is_none_or(|readiness| !readiness.is_empty()))
}

/// Asks the event loop to report when the stream has room, or is closed.
fn watch_room(transport: &Object, stream: &Object) -> Result {
    let state = AmpByteStreamMessageTransport::state(transport);
    if state.borrow().watcher.is_some() {
        return Ok(());
    }
    let resource = stream.call("getresource", [])?;
    let watcher = revolt::on_writable(resource, transport.closure("writeOn")?)?;
    state.borrow_mut().watcher = Some(revolt::id(&watcher)?);
    if !std::mem::replace(&mut state.borrow_mut().tells_close, true) {
        stream.call("onclose", [transport.closure("writeOn")?])?;
    }
    Ok(())
}

/// Writes on when the event loop reports room, or a closed stream.
fn write_on_in_loop(transport: &Object) -> Result {
    let watcher = AmpByteStreamMessageTransport::state(transport)
        .borrow_mut()
        .watcher
        .take();
    if let Some(watcher) = watcher {
        revolt::cancel(watcher.to_value())?;
    }
    write_on(transport, Suspending::Yes)
}

fn time_up(transport: &Object, timer: &[u8]) -> Result {
    for waiting in [SENDERS, READERS] {
        if let Some(suspension) = revolt::take_waiting(transport, waiting, timer)? {
            revolt::resume(&suspension, false)?;
        }
    }
    Ok(())
}

impl Stateful for AmpByteStreamMessageTransport {
    type State = State;
}

impl Class for AmpByteStreamMessageTransport {
    const NAME: &'static str = r"StreamIpc\Transport\AmpByteStreamMessageTransport";

    class_entry!();

    fn declare() -> Declaration {
        let writable = Type::class(WritableStream::CLASS);
        let serializer = Type::class(MessageSerializer::NAME);
        let private = |name, ty| Property::private(name, ty).readonly();
        let waiting = |name| Property::private(name, Type::ARRAY).empty_array();
        Declaration::class()
            .stateful::<Self>()
            .implements::<MessageTransport>()
            .operations::<Self, _>(
                &TRANSPORTS,
                TransportOperations {
                    send: Self::send,
                    channel: |transport| Self::channel(transport).map(Some),
                    flush: Self::flush,
                    process: None,
                },
            )
            .property(WRITE_STREAM, private("writeStream", writable))
            .property(READ_STREAMS, private("readStreams", Type::ARRAY))
            .property(SERIALIZER, private("serializer", serializer))
            .property(SENDERS, waiting("senders"))
            .property(READERS, waiting("readers"))
            .constructor(
                ["writeStream", "readStreams", "serializer", "maxFrame"],
                construct,
            )
            .public_like(SEND, |transport: &Object, message: &Instance<Message>| {
                let parcel = Parcel::Message(Object::clone(message));
                Self::send(transport, None, parcel, Patience::AsSet)?.or_throw()
            })
            .public("getReadStreams", [], Self::read_streams)
            .public("readFromStream", ["stream"], read_from_stream)
            .private("writeOn", [], write_on_in_loop)
            .private("timeUp", ["timer"], time_up)
    }
}

fn construct(
    this: &Object,
    write: &Instance<WritableStream>,
    reads: ReadStreams,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    let reads = reads.0;
    let readers = ChunkReaders::new(reads.len(), max_frame.0)?;
    this.initialize(WRITE_STREAM, write)?;
    this.initialize(READ_STREAMS, reads)?;
    this.initialize(SERIALIZER, serializer)?;
    AmpByteStreamMessageTransport::state(this)
        .borrow_mut()
        .readers = Some(readers);
    Ok(())
}

/// An array of streams to read, at least one.
struct ReadStreams(Array);

impl FromArgument for ReadStreams {
    type Given = &'static Array;

    fn from_argument(streams: &Array, position: Position) -> Result<Self> {
        if streams.is_empty() {
            return Err(position.value_error("must contain at least one stream"));
        }
        for stream in streams.values() {
            if !Object::of(stream).is_some_and(ReadableStream::has) {
                let problem = format!("must be an array of {}", ReadableStream::CLASS);
                return Err(position.type_error(&problem));
            }
        }
        Ok(Self(streams.clone()))
    }
}

/// Suspends until the stream brings something; returns `[]` at its end.
fn read_from_stream(transport: &Object, stream: &Instance<ReadableStream>) -> Result<Vec<Object>> {
    let streams = AmpByteStreamMessageTransport::read_streams(transport)?;
    let is_it = |known: &Zval| Object::of(known).is_some_and(|known| known.is(stream));
    let Some(number) = streams.values().position(is_it) else {
        return Err(throw_logic("Unknown stream provided to readFromStream"));
    };
    let serializer = AmpByteStreamMessageTransport::serializer(transport)?;
    loop {
        // A failure may have left messages from the last read: take them before reading again.
        let target = with_readers(transport, |readers| Ok(readers.target(number)))?;
        let messages = receive_messages(target, &serializer)?;
        if !messages.is_empty() || !with_readers(transport, |readers| Ok(readers.reads(number)))? {
            return Ok(messages);
        }
        match PhpString::take(stream.call("read", [])?) {
            Some(chunk) => {
                AmpByteStreamMessageTransport::feed(transport, number, chunk.as_bytes())?
            }
            None => AmpByteStreamMessageTransport::end(transport, number, None)?,
        }
    }
}
