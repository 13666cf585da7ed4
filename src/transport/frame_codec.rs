//! `StreamIpc\Transport\FrameCodec`

use super::chunk_reader::ChunkReader;
use super::inbound::receive_messages;
use crate::envelope::Parcel;
use crate::limits::FrameLimit;
use crate::message::Message;
use crate::serialization::{self, MessageSerializer, START};
use crate::zend::{
    Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Stateful, Type,
    class_entry,
};
use stream_ipc::frame::MAGIC;

/// Encodes messages to bytes, and decodes bytes, in any chunks, to messages. It has no streams.
pub struct FrameCodec;

const SERIALIZER: Slot<FrameCodec> = Slot::new(0);

impl Stateful for FrameCodec {
    type State = Option<ChunkReader>;
}

impl Class for FrameCodec {
    const NAME: &'static str = r"StreamIpc\Transport\FrameCodec";

    class_entry!();

    fn declare() -> Declaration {
        let serializer = Type::class(MessageSerializer::NAME);
        Declaration::final_class()
            .stateful::<Self>()
            .string_constant("MAGIC", &MAGIC)
            .property(
                SERIALIZER,
                Property::private("serializer", serializer).readonly(),
            )
            .constructor(["serializer", "maxFrame"], construct)
            .public("pack", ["message"], pack)
            .public("feed", ["chunk"], feed)
            .public("hasBufferedData", [], has_buffered_data)
    }
}

fn construct(
    codec: &Object,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    let reader = ChunkReader::new(max_frame.0)?;
    codec.initialize(SERIALIZER, serializer)?;
    FrameCodec::state(codec).replace(Some(reader));
    Ok(())
}

fn pack(codec: &Object, message: &Instance<Message>) -> Result<PhpString> {
    let serializer = codec.get_object(SERIALIZER)?;
    serialization::encode(&serializer, Parcel::Message(Object::clone(message)), &START)
}

fn feed(codec: &Object, chunk: &[u8]) -> Result<Vec<Object>> {
    let serializer = codec.get_object(SERIALIZER)?;
    let arrived = {
        let mut reader = FrameCodec::state(codec).borrow_mut();
        let Some(reader) = &mut *reader else {
            return Ok(Vec::new());
        };
        reader.feed(chunk)?;
        reader.target()
    };
    receive_messages(arrived, &serializer)
}

fn has_buffered_data(codec: &Object) -> Result<bool> {
    match &*FrameCodec::state(codec).borrow() {
        Some(reader) => reader.has_buffered_data(),
        None => Ok(false),
    }
}
