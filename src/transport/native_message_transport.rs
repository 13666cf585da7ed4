//! `StreamIpc\Transport\NativeMessageTransport`

use super::inbound::receive_messages;
use super::{
    Delivery, MessageTransport, Outgoing, ProcessOperations, SEND, TRANSPORTS, TransportOperations,
};
use crate::engine::{self, Channel};
use crate::envelope::Parcel;
use crate::limits::{FrameLimit, Patience};
use crate::message::Message;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Class, Declaration, FromArgument, Instance, Object, Position, Property, Result, Slot,
    Stateful, Stream, Type, Zval, class_entry, throw_error, throw_logic,
};
use std::collections::HashSet;
use stream_ipc::child::Child;
use stream_ipc::reactor::ChannelId;

/// Messages over PHP streams: one to write, others to read.
pub struct NativeMessageTransport;

const WRITE_STREAM: Slot<NativeMessageTransport> = Slot::new(0);
const READ_STREAMS: Slot<NativeMessageTransport> = Slot::new(1);
const SERIALIZER: Slot<NativeMessageTransport> = Slot::new(2);

/// The state of a transport beside its properties.
#[derive(Default)]
pub struct State {
    channel: Option<Channel>,
    /// The process at the other end, if we have started it.
    process: Option<Child>,
}

impl NativeMessageTransport {
    /// `$transport->send($parcel)`; gives up when patience ends.
    pub fn send(
        transport: &Object,
        session: Option<&Object>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let serializer = transport.get_object(SERIALIZER)?;
        let channel = Self::channel(transport)?;
        Outgoing::encode(&serializer, session, channel, parcel, patience)?.send(channel, patience)
    }

    /// The channel over its streams.
    pub fn channel(transport: &Object) -> Result<ChannelId> {
        let state = Self::state(transport).borrow();
        let channel = state.channel.as_ref().map(Channel::id);
        channel.ok_or_else(|| throw_error("The message transport was not constructed"))
    }

    /// Keeps the child process whose pipes the streams are. No other process holds our ends of them.
    pub fn keep_process(transport: &Object, process: Child) -> Result {
        let channel = Self::channel(transport)?;
        Self::state(transport).borrow_mut().process = Some(process.clone());
        engine::own_pipes(channel)?;
        engine::keep_child(channel, process)
    }

    /// The serializer that turns payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }
}

impl Stateful for NativeMessageTransport {
    type State = State;
}

impl Class for NativeMessageTransport {
    const NAME: &'static str = r"StreamIpc\Transport\NativeMessageTransport";

    class_entry!();

    fn declare() -> Declaration {
        let serializer = Type::class(MessageSerializer::NAME);
        Declaration::final_class()
            .stateful::<Self>()
            .implements::<MessageTransport>()
            .operations::<Self, _>(
                &TRANSPORTS,
                TransportOperations {
                    send: Self::send,
                    channel: |transport| Self::channel(transport).map(Some),
                    flush: |transport| engine::flush(Self::channel(transport)?),
                    process: Some(ProcessOperations {
                        child: |transport| Self::state(transport).borrow().process.clone(),
                        close_input,
                        close_pipes,
                    }),
                },
            )
            .property(WRITE_STREAM, Property::private("writeStream", Type::NONE))
            .property(
                READ_STREAMS,
                Property::private("readStreams", Type::ARRAY).readonly(),
            )
            .property(
                SERIALIZER,
                Property::private("serializer", serializer).readonly(),
            )
            .constructor(
                ["writeStream", "readStreams", "serializer", "frameLimit"],
                construct,
            )
            .public_like(SEND, |transport: &Object, message: &Instance<Message>| {
                let parcel = Parcel::Message(Object::clone(message));
                Self::send(transport, None, parcel, Patience::AsSet)?.or_throw()
            })
            .public("getReadStreams", [], |transport: &Object| {
                transport.get_array(READ_STREAMS)
            })
            .public("readFromStream", ["stream"], read_from_stream)
    }
}

fn close_input(transport: &Object) -> Result {
    if let Some(stream) = Stream::of(&transport.get(WRITE_STREAM)?) {
        stream.close();
    }
    Ok(())
}

fn close_pipes(transport: &Object) -> Result {
    engine::finish_writing(NativeMessageTransport::channel(transport)?);
    close_input(transport)?;
    let reads = transport.get_array(READ_STREAMS)?;
    let reads = reads.values().filter_map(Stream::of);
    reads.for_each(|stream| stream.close());
    Ok(())
}

fn construct(
    transport: &Object,
    write: Stream,
    reads: ReadStreams,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    transport.initialize(READ_STREAMS, reads.given)?;
    transport.initialize(SERIALIZER, serializer)?;
    transport.set(WRITE_STREAM, &write);
    let channel = Channel::open(Some(write), reads.streams, max_frame.0)?;
    NativeMessageTransport::state(transport)
        .borrow_mut()
        .channel = Some(channel);
    Ok(())
}

/// An array of open streams, at least one.
struct ReadStreams {
    given: Array,
    /// The streams, without duplicates.
    streams: Vec<Stream>,
}

impl FromArgument for ReadStreams {
    type Given = &'static Array;

    fn from_argument(given: &Array, position: Position) -> Result<Self> {
        let mut streams = Vec::with_capacity(given.len());
        let mut known = HashSet::new();
        for value in given.values() {
            let Some(stream) = Stream::of(value) else {
                return Err(position.type_error("must be an array of open streams"));
            };
            if known.insert(stream.identity()) {
                streams.push(stream);
            }
        }
        if streams.is_empty() {
            return Err(position.value_error("must contain at least one stream"));
        }
        let given = given.clone();
        Ok(Self { given, streams })
    }
}

fn read_from_stream(transport: &Object, wanted: &Zval) -> Result<Vec<Object>> {
    let channel = NativeMessageTransport::channel(transport)?;
    let serializer = NativeMessageTransport::serializer(transport)?;
    let readable = transport.get_array(READ_STREAMS)?;
    let owned = readable.values().any(|stream| wanted.is_identical(stream));
    let found = engine::find_stream(channel, |stream| stream.is_in(wanted))?;
    match found.filter(|_| owned) {
        Some((id, stream)) => engine::read_now(id, &stream)?,
        None => return Err(throw_logic("Unknown stream provided to readFromStream")),
    }
    receive_messages(channel, &serializer)
}
