//! `StreamIpc\Transport\AmpByteStreamMessageTransport`

use super::{
    Delivery, FrameCodec, MessageTransport, Outgoing, SEND, TRANSPORTS, TransportOperations,
    no_channel,
};
use crate::envelope::Parcel;
use crate::limits::{FrameLimit, Patience};
use crate::message::Message;
use crate::revolt;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Class, Declaration, FromArgument, Instance, Object, PhpClass, PhpString, Position,
    Property, Result, Slot, ToValue, Type, Zval, class_entry, set_aside, throw_logic, throw_object,
};
use stream_ipc::deadline::Deadline;

/// Messages over streams of amphp/byte-stream: one to write, others to read. Both suspend the
/// fiber that waits, not the process.
pub struct AmpByteStreamMessageTransport;

/// The class of the streams that are read.
pub struct ReadableStream;

impl PhpClass for ReadableStream {
    const CLASS: &'static str = r"Amp\ByteStream\ReadableResourceStream";
}

/// The class of the stream that is written.
pub struct WritableStream;

impl PhpClass for WritableStream {
    const CLASS: &'static str = r"Amp\ByteStream\WritableResourceStream";
}

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
        let writable = Type::class(WritableStream::CLASS);
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
            .constructor(
                ["writeStream", "readStreams", "serializer", "maxFrame"],
                construct,
            )
            .public_like(SEND, |transport: &Object, message: &Instance<Message>| {
                let parcel = Parcel::Message(Object::clone(message));
                Self::send(transport, None, parcel, Patience::AsSet).map(drop)
            })
            .public("getReadStreams", [], Self::read_streams)
            .public("readFromStream", ["stream"], read_from_stream)
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
    let mut codecs = Array::new();
    for _ in reads.values() {
        let limit = max_frame.0.and_then(|limit| i64::try_from(limit).ok());
        let args = [serializer.to_value(), limit.to_value()];
        codecs.push(FrameCodec::entry().construct(args)?.to_value());
    }
    this.initialize(WRITE_STREAM, write)?;
    this.initialize(READ_STREAMS, reads)?;
    this.initialize(SERIALIZER, serializer)?;
    this.initialize(CODECS, codecs)
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
            if !Object::of(stream).is_some_and(revolt::is_readable_stream) {
                let problem = format!("must be an array of {}", ReadableStream::CLASS);
                return Err(position.type_error(&problem));
            }
        }
        Ok(Self(streams.clone()))
    }
}

/// Suspends until the stream has something; `[]` at its end.
fn read_from_stream(transport: &Object, stream: &Instance<ReadableStream>) -> Result<Vec<Object>> {
    let codec = AmpByteStreamMessageTransport::codec(transport, stream)?;
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
