//! `StreamIpc\Transport\NativeFrameReader`

use super::inbound::{Received, receive};
use super::{StreamClosedException, stream_argument};
use crate::engine::{self, Channel};
use crate::limits::frame_limit;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, Property, Result, Slot, Stateful, Type, Zval,
    class_entry, throw, throw_error,
};
use stream_ipc::reactor::ChannelId;

/// Reads the messages of one stream, waiting for them.
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
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("stream", Type::NONE))
                    .param(Param::new("serializer", serializer))
                    .param(Param::new("maxFrame", Type::INT.nullable()).default("null")),
            )
            .method(Method::public("getStream", get_stream))
            .method(Method::public("readFrameSync", read_frame_sync).returns(Type::ARRAY))
    }
}

fn construct(call: &Call<'_>) -> Result {
    let stream = stream_argument(call, 0)?;
    let serializer = call.object::<MessageSerializer>(1)?;
    let max_frame = frame_limit(call, 2)?;
    call.this().initialize(SERIALIZER, serializer)?;
    call.this()
        .set(STREAM, call.value(0).map(Zval::shallow_clone));
    let channel = Channel::open(None, vec![stream], max_frame)?;
    NativeFrameReader::state(call.this()).replace(Some(channel));
    Ok(())
}

fn get_stream(call: &Call<'_>) -> Result<Zval> {
    call.this().get(STREAM)
}

fn read_frame_sync(call: &Call<'_>) -> Result<Vec<Object>> {
    let serializer = call.this().get_object(SERIALIZER)?;
    let channel = channel(call.this())?;
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
