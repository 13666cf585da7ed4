//! `StreamIpc\Transport\NativeFrameReader`

use super::StreamClosedException;
use super::inbound::{Received, receive};
use crate::engine::{self, Channel};
use crate::limits::FrameLimit;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Class, Declaration, Instance, Object, Property, Result, Slot, Stateful, Stream, Type,
    class_entry, throw, throw_error,
};
use stream_ipc::reactor::ChannelId;

/// Reads the messages of one stream, and waits for them.
pub struct NativeFrameReader;

const STREAM: Slot<NativeFrameReader> = Slot::new(0);
const SERIALIZER: Slot<NativeFrameReader> = Slot::new(1);

impl Stateful for NativeFrameReader {
    type State = Option<Channel>;
}

impl Class for NativeFrameReader {
    const NAME: &'static str = r"StreamIpc\Transport\NativeFrameReader";

    class_entry!();

    fn declare() -> Declaration {
        let serializer = Type::class(MessageSerializer::NAME);
        Declaration::final_class()
            .stateful::<Self>()
            .property(STREAM, Property::private("stream", Type::NONE))
            .property(
                SERIALIZER,
                Property::private("serializer", serializer).readonly(),
            )
            .constructor(["stream", "serializer", "maxFrame"], construct)
            .public("getStream", [], |reader: &Object| reader.get(STREAM))
            .public("readFrameSync", [], read_frame_sync)
    }
}

fn construct(
    reader: &Object,
    stream: Stream,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    reader.initialize(SERIALIZER, serializer)?;
    reader.set(STREAM, &stream);
    let channel = Channel::open(None, vec![stream], max_frame.0)?;
    NativeFrameReader::state(reader).replace(Some(channel));
    Ok(())
}

fn read_frame_sync(reader: &Object) -> Result<Vec<Object>> {
    let serializer = reader.get_object(SERIALIZER)?;
    let channel = channel(reader)?;
    if let Some((id, stream)) = engine::find_stream(channel, |_| true)? {
        engine::read_now(id, &stream)?;
    }
    loop {
        match receive(channel, &serializer)? {
            Received::Messages(messages) if messages.is_empty() => engine::wait_for(channel)?,
            Received::Messages(messages) => return Ok(messages),
            Received::End { lost: 0 } => {
                return Err(throw::<StreamClosedException>("Stream closed"));
            }
            Received::End { lost } => {
                return Err(throw::<StreamClosedException>(&format!(
                    "Stream closed in the middle of a frame: {lost} bytes of it are lost"
                )));
            }
        }
    }
}

fn channel(reader: &Object) -> Result<ChannelId> {
    let state = NativeFrameReader::state(reader).borrow();
    let channel = state.as_ref().map(Channel::id);
    channel.ok_or_else(|| throw_error("The frame reader was not constructed"))
}
