//! `StreamIpc\Transport\AmpByteStreamMessageTransport`

use super::chunk_reader::{ChunkReader, ChunkReaders};
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

/// Messages over streams of amphp/byte-stream: one to write, others to read. Both suspend the
/// fiber that waits, not the process.
pub struct AmpByteStreamMessageTransport;

const WRITE_STREAM: Slot<AmpByteStreamMessageTransport> = Slot::new(0);
const READ_STREAMS: Slot<AmpByteStreamMessageTransport> = Slot::new(1);
const SERIALIZER: Slot<AmpByteStreamMessageTransport> = Slot::new(2);

/// The suspended fibers of senders that wait for room, by their timers.
const SENDERS: Slot<AmpByteStreamMessageTransport> = Slot::new(3);

/// Those that will read on when the other side does, likewise.
const READERS: Slot<AmpByteStreamMessageTransport> = Slot::new(4);

/// So many bytes leave at once where there is room: PIPE_BUF (pipe(7)), and sockets have more.
const AT_ONCE: usize = 4096;

/// What lies beside the properties.
#[derive(Debug, Default)]
pub struct State {
    /// `None` until the transport was constructed.
    readers: Option<ChunkReaders>,
    /// The timers of the senders in SENDERS, by the frames that they wait for.
    senders: BTreeMap<FrameNumber, PhpString>,
    /// The event loop's watcher, where it waits for room.
    watcher: Option<PhpString>,
    /// Whether the stream that is written will tell when it is closed.
    tells_close: bool,
}

/// Moves frames to the stream, while the fiber of a sender waits.
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
        // Only reading may let the other side read.
        let resumed =
            revolt::resume_all(transport, READERS).and_then(|()| wait.suspend(transport, SENDERS));
        state.borrow_mut().senders.remove(&frame);
        resumed?.map(drop).map_err(throw_object)
    }
}

/// Whether the current fiber may be suspended by a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suspending {
    Yes,
    No,
}

impl AmpByteStreamMessageTransport {
    /// `$transport->send($parcel)`, given up where patience ends.
    pub fn send(
        transport: &Object,
        session: Option<&Object>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let outgoing = Outgoing::encode(&Self::serializer(transport)?, session, parcel)?;
        let channel = Self::channel(transport)?;
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
    /// A LogicException where they belong to another.
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

    /// What turns its payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }

    /// Suspends the fiber that reads for a session until the session wants to be read further, and says
    /// whether it does: it may be closed.
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

    /// Has those read on that wait until the session wants it.
    pub fn read_on(transport: &Object) -> Result {
        let channel = Self::channel(transport)?;
        if transport.get_array(READERS)?.len() > 0 && engine::wants_to_read(channel)? {
            return revolt::resume_all(transport, READERS);
        }
        Ok(())
    }

    /// Tells the fibers that wait for the streams that their session was closed.
    pub fn let_go(transport: &Object) -> Result {
        revolt::resume_all(transport, READERS)?;
        revolt::resume_all(transport, SENDERS)
    }

    /// Takes in what a stream brought.
    pub fn feed(transport: &Object, stream: usize, chunk: &[u8]) -> Result {
        with_readers(transport, |readers| readers.feed(stream, chunk))
    }

    /// Notes that a stream has ended, and why if it was no good end.
    pub fn end(transport: &Object, stream: usize, reason: Option<Inbound>) -> Result {
        with_readers(transport, |readers| readers.end(stream, reason))
    }
}

/// Lends out what reads the streams. `body` must not call into PHP.
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

/// Writes what waits, as far as there is room. A frame is not given to the stream before, which would
/// keep it: it can be taken back here. What may suspend the fiber, another one writes, if it must not.
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
                // It was thrown into the fiber; the stream writes all the same.
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

/// Resumes the senders whose frames need not be waited for any longer.
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

/// Whether a stream has room now. One that is closed has: writing tells.
fn has_room(stream: &Object) -> Result<bool> {
    let resource = stream.call("getresource", [])?;
    let readiness =
        Stream::of(&resource).and_then(|stream| stream.fd().and_then(readiness::of_output));
    Ok(readiness.is_none_or(|readiness| !readiness.is_empty()))
}

/// Has the event loop tell when the stream has room, or is closed.
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

/// The event loop's turn: there is room, or the stream was closed.
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
        if streams.len() == 0 {
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

/// Suspends until the stream has something; `[]` at its end.
fn read_from_stream(transport: &Object, stream: &Instance<ReadableStream>) -> Result<Vec<Object>> {
    let streams = AmpByteStreamMessageTransport::read_streams(transport)?;
    let is_it = |known: &Zval| Object::of(known).is_some_and(|known| known.is(stream));
    let Some(number) = streams.values().position(is_it) else {
        return Err(throw_logic("Unknown stream provided to readFromStream"));
    };
    let serializer = AmpByteStreamMessageTransport::serializer(transport)?;
    loop {
        // What the last read has left behind a failure is there without another.
        let target = with_readers(transport, |readers| Ok(readers.target(number)))?;
        let messages = ChunkReader::take(target, &serializer)?;
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
