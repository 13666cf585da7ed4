//! `StreamIpc\Transport\AmpByteStreamMessageTransport`

use super::{
    Delivery, FrameCodec, MessageTransport, Outgoing, TRANSPORTS, TransportOperations, no_channel,
    send_signature,
};
use crate::envelope::Parcel;
use crate::limits::{Patience, frame_limit};
use crate::message::Message;
use crate::revolt;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot,
    ToValue, Type, Zval, class_entry, set_aside, throw_logic, throw_object,
};
use stream_ipc::deadline::Deadline;

/// Messages over streams of amphp/byte-stream: one to write, others to read. Both suspend the
/// fiber that waits, not the process.
pub struct AmpByteStreamMessageTransport;

/// The class of the streams that are read.
pub const READABLE_CLASS: &str = r"Amp\ByteStream\ReadableResourceStream";

/// The class of the stream that is written.
pub const WRITABLE_CLASS: &str = r"Amp\ByteStream\WritableResourceStream";

const WRITE_STREAM: Slot<AmpByteStreamMessageTransport> = Slot::new(0);
const READ_STREAMS: Slot<AmpByteStreamMessageTransport> = Slot::new(1);
const SERIALIZER: Slot<AmpByteStreamMessageTransport> = Slot::new(2);

/// A FrameCodec for each read stream.
const CODECS: Slot<AmpByteStreamMessageTransport> = Slot::new(3);

impl AmpByteStreamMessageTransport {
    /// `$transport->send($parcel)`, given up where patience ends, when part of the frame may have left:
    /// the stream is then closed.
    pub fn send(
        transport: &Object,
        session: Option<usize>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let deadline = patience.deadline();
        let (frame, outgoing) =
            Outgoing::encode(&transport.get_object(SERIALIZER)?, session, parcel)?;
        let stream = transport.get_object(WRITE_STREAM)?;
        let timer = match deadline {
            Deadline::NEVER => None,
            deadline => Some(revolt::delay(deadline, stream.closure("close")?)?),
        };
        let written = set_aside(stream.call("write", [frame.to_value()]))?;
        if let Some(timer) = timer {
            revolt::cancel(timer)?;
        }
        match written {
            Ok(_) => Ok(outgoing.sent()),
            Err(exception) if !revolt::is_stream_exception(&exception) => {
                Err(throw_object(exception))
            }
            Err(_) if deadline.has_passed() => Ok(Delivery::CutShort),
            Err(exception) => {
                let reason = PhpString::take(exception.call("getmessage", [])?);
                let reason = reason.as_ref().map_or(&[][..], PhpString::as_bytes);
                let reason = String::from_utf8_lossy(reason);
                Err(outgoing.throw_unsent(&reason))
            }
        }
    }

    /// `$transport->getReadStreams()`
    pub fn read_streams(transport: &Object) -> Result<Array> {
        transport.get_array(READ_STREAMS)
    }

    /// The codec of a read stream.
    ///
    /// # Errors
    /// A LogicException for a stream that is not the transport's.
    pub fn codec(transport: &Object, stream: &Object) -> Result<Object> {
        let streams = Self::read_streams(transport)?;
        let codecs = transport.get_array(CODECS)?;
        let of = streams
            .values()
            .zip(codecs.values())
            .find(|(known, _)| Object::of(known).is_some_and(|known| known.is(stream)));
        of.and_then(|(_, codec)| frame_codec(codec).cloned())
            .ok_or_else(|| throw_logic("Unknown stream provided to readFromStream"))
    }

    /// Bytes of unfinished frames that the ends of the streams have cut off; `None` while one of
    /// them is open.
    pub fn lost(transport: &Object) -> Result<Option<usize>> {
        for stream in Self::read_streams(transport)?
            .values()
            .filter_map(Object::of)
        {
            if stream.call("isreadable", [])?.is_true() {
                return Ok(None);
            }
        }
        let codecs = transport.get_array(CODECS)?;
        let lost = codecs
            .values()
            .filter_map(frame_codec)
            .map(FrameCodec::lost);
        Ok(Some(lost.sum()))
    }
}

/// What stands among the codecs, if it is one: unserialize() may have put anything there.
fn frame_codec(value: &Zval) -> Option<&Object> {
    Object::of(value).filter(|codec| codec.is_exactly::<FrameCodec>())
}

impl Class for AmpByteStreamMessageTransport {
    const NAME: &'static str = r"StreamIpc\Transport\AmpByteStreamMessageTransport";

    class_entry!();

    fn declare() -> Declaration {
        let writable = Type::class(WRITABLE_CLASS);
        let serializer = Type::class(MessageSerializer::NAME);
        let private = |name, ty| Property::private(name, ty).readonly();
        Declaration::class()
            .implements::<MessageTransport>()
            .operations::<Self, _>(
                &TRANSPORTS,
                TransportOperations {
                    send: Self::send,
                    channel: no_channel,
                },
            )
            .property(WRITE_STREAM, private("writeStream", writable))
            .property(READ_STREAMS, private("readStreams", Type::ARRAY))
            .property(SERIALIZER, private("serializer", serializer))
            .property(CODECS, private("codecs", Type::ARRAY))
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("writeStream", writable))
                    .param(Param::new("readStreams", Type::ARRAY))
                    .param(Param::new("serializer", serializer))
                    .param(Param::new("maxFrame", Type::INT.nullable()).default("null")),
            )
            .method(send_signature(Method::public("send", send)))
            .method(Method::public("getReadStreams", get_read_streams).returns(Type::ARRAY))
            .method(
                Method::public("readFromStream", read_from_stream)
                    .param(Param::new("stream", Type::class(READABLE_CLASS)))
                    .returns(Type::ARRAY),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let this = call.this();
    let write = call.object_named(0, WRITABLE_CLASS)?;
    let reads = call.array(1)?;
    let serializer = call.object::<MessageSerializer>(2)?;
    let max_frame = frame_limit(call, 3)?;
    if reads.len() == 0 {
        return Err(call.argument_value_error(1, "must contain at least one stream"));
    }
    let mut codecs = Array::new();
    for read in reads.values() {
        if !Object::of(read).is_some_and(revolt::is_readable_stream) {
            let problem = format!("must be an array of {READABLE_CLASS}");
            return Err(call.argument_type_error(1, &problem));
        }
        let limit = max_frame.and_then(|limit| i64::try_from(limit).ok());
        let args = [serializer.to_value(), limit.to_value()];
        codecs.push(FrameCodec::entry().construct(args)?.to_value());
    }
    this.initialize(WRITE_STREAM, write)?;
    this.initialize(READ_STREAMS, reads)?;
    this.initialize(SERIALIZER, serializer)?;
    this.initialize(CODECS, codecs)
}

fn send(call: &Call<'_>) -> Result {
    let parcel = Parcel::Message(call.object::<Message>(0)?.clone());
    AmpByteStreamMessageTransport::send(call.this(), None, parcel, Patience::AsSet).map(drop)
}

fn get_read_streams(call: &Call<'_>) -> Result<Array> {
    AmpByteStreamMessageTransport::read_streams(call.this())
}

/// Suspends until the stream has something; `[]` at its end.
fn read_from_stream(call: &Call<'_>) -> Result<Vec<Object>> {
    let stream = call.object_named(0, READABLE_CLASS)?;
    let codec = AmpByteStreamMessageTransport::codec(call.this(), stream)?;
    // What the last read has left behind a failure is there without another.
    let mut messages = FrameCodec::feed(&codec, b"")?;
    while messages.is_empty() {
        let chunk = PhpString::take(stream.call("read", [])?);
        let Some(chunk) = chunk else {
            FrameCodec::finish(&codec);
            return FrameCodec::feed(&codec, b"");
        };
        messages = FrameCodec::feed(&codec, chunk.as_bytes())?;
    }
    Ok(messages)
}
