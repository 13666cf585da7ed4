//! `StreamIpc\Transport\NativeMessageTransport`

use super::inbound::{Received, receive};
use super::{
    Delivery, MessageTransport, Outgoing, TRANSPORTS, TimeoutException, TransportOperations,
    send_signature, stream_argument,
};
use crate::engine::{self, Channel, SendError};
use crate::envelope::Parcel;
use crate::limits::{Patience, frame_limit};
use crate::message::Message;
use crate::orphans::Ward;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot,
    Stateful, Stream, Type, Zval, class_entry, throw_error, throw_logic,
};
use std::collections::HashSet;
use std::io;
use stream_ipc::reactor::ChannelId;

/// Messages over PHP streams: one to write, others to read.
pub struct NativeMessageTransport;

const WRITE_STREAM: Slot<NativeMessageTransport> = Slot::new(0);
const READ_STREAMS: Slot<NativeMessageTransport> = Slot::new(1);
const SERIALIZER: Slot<NativeMessageTransport> = Slot::new(2);

/// The child process at the other end, where the session started it.
const PROCESS: Slot<NativeMessageTransport> = Slot::new(3);

/// What lies behind the streams.
#[derive(Default)]
pub struct State {
    channel: Option<Channel>,
    ward: Option<Ward>,
}

impl NativeMessageTransport {
    /// `$transport->send($parcel)`, given up where patience ends.
    pub fn send(
        transport: &Object,
        session: Option<usize>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let request = match &parcel {
            Parcel::Request(id, _) => Some(id.clone()),
            Parcel::Message(_) | Parcel::Response(..) => None,
        };
        let (frame, outgoing) =
            Outgoing::encode(&transport.get_object(SERIALIZER)?, session, parcel)?;
        let request = request.as_ref().map(PhpString::as_bytes);
        let sent = engine::send(Self::channel(transport)?, frame, request, patience);
        match sent {
            Ok(()) => Ok(outgoing.sent()),
            Err(SendError::TakenBack) => Ok(Delivery::TakenBack),
            Err(SendError::CutShort) => Ok(Delivery::CutShort),
            Err(SendError::Thrown(thrown)) => Err(thrown),
            Err(SendError::Closed(error)) => Err(outgoing.throw_unsent(&reason(&error))),
        }
    }

    /// The channel its streams are.
    pub fn channel(transport: &Object) -> Result<ChannelId> {
        let state = Self::state(transport).borrow();
        let channel = state.channel.as_ref().map(Channel::id);
        channel.ok_or_else(|| throw_error("The message transport was not constructed"))
    }

    /// Keeps the child process whose pipes the streams are, letting go of which closes them. Its
    /// pipes are the transport's own: nobody else holds these ends.
    pub fn keep_process(transport: &Object, process: Zval, ward: Option<Ward>) -> Result {
        transport.set(PROCESS, process);
        Self::state(transport).borrow_mut().ward = ward;
        engine::own_pipes(Self::channel(transport)?)
    }

    /// What turns its payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset => {
            format!("{error}; the other side has closed the stream or ended")
        }
        io::ErrorKind::TimedOut => "an earlier frame was cut short by its timeout".to_owned(),
        _ => error.to_string(),
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
            .property(PROCESS, Property::private("process", Type::NONE))
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("writeStream", Type::NONE))
                    .param(Param::new("readStreams", Type::ARRAY))
                    .param(Param::new("serializer", serializer))
                    .param(Param::new("frameLimit", Type::INT.nullable()).default("null")),
            )
            .method(send_signature(Method::public("send", send)))
            .method(Method::public("getReadStreams", get_read_streams).returns(Type::ARRAY))
            .method(
                Method::public("readFromStream", read_from_stream)
                    .param(Param::new("stream", Type::NONE))
                    .returns(Type::ARRAY),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let write = stream_argument(call, 0)?;
    let given = call.array(1)?;
    let serializer = call.object::<MessageSerializer>(2)?;
    let max_frame = frame_limit(call, 3)?;
    let reads = read_streams(call, &given)?;
    call.this().initialize(READ_STREAMS, given)?;
    call.this().initialize(SERIALIZER, serializer)?;
    call.this()
        .set(WRITE_STREAM, call.value(0).map(Zval::shallow_clone));
    let channel = Channel::open(Some(write), reads, max_frame)?;
    NativeMessageTransport::state(call.this())
        .borrow_mut()
        .channel = Some(channel);
    Ok(())
}

fn read_streams(call: &Call<'_>, given: &Array) -> Result<Vec<Stream>> {
    let mut streams = Vec::with_capacity(given.len());
    let mut known = HashSet::new();
    for value in given.values() {
        let Some(stream) = Stream::of(value) else {
            return Err(call.argument_type_error(1, "must be an array of open streams"));
        };
        if known.insert(stream.identity()) {
            streams.push(stream);
        }
    }
    if streams.is_empty() {
        return Err(call.argument_value_error(1, "must contain at least one stream"));
    }
    Ok(streams)
}

fn send(call: &Call<'_>) -> Result {
    let parcel = Parcel::Message(call.object::<Message>(0)?.clone());
    match NativeMessageTransport::send(call.this(), None, parcel, Patience::AsSet)? {
        Delivery::Sent => Ok(()),
        Delivery::TakenBack | Delivery::CutShort => Err(TimeoutException::throw_unsent()),
    }
}

fn get_read_streams(call: &Call<'_>) -> Result<Array> {
    call.this().get_array(READ_STREAMS)
}

fn read_from_stream(call: &Call<'_>) -> Result<Vec<Object>> {
    let channel = NativeMessageTransport::channel(call.this())?;
    let serializer = NativeMessageTransport::serializer(call.this())?;
    let wanted = call.value(0);
    let readable = call.this().get_array(READ_STREAMS)?;
    let owned = readable
        .values()
        .any(|stream| wanted.is_some_and(|wanted| wanted.is_identical(stream)));
    let found = engine::find_stream(channel, |stream| {
        wanted.is_some_and(|value| stream.is_in(value))
    })?;
    match found.filter(|_| owned) {
        Some((id, stream)) => engine::read_now(id, &stream)?,
        None => return Err(throw_logic("Unknown stream provided to readFromStream")),
    }
    match receive(channel, &serializer)? {
        Received::Messages(messages) => Ok(messages),
        Received::End { .. } => Ok(Vec::new()),
    }
}
