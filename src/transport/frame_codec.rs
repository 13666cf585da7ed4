//! `StreamIpc\Transport\FrameCodec`

use super::Queue;
use super::inbound::{fits, is_message, open};
use crate::envelope::Parcel;
use crate::limits::{self, FrameLimit};
use crate::message::Message;
use crate::serialization::{self, MessageSerializer};
use crate::zend::{
    Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Stateful, Type,
    class_entry,
};
use std::cell::RefCell;
use stream_ipc::frame::{Decoder, MAGIC};

/// Frames without streams: messages to bytes, and bytes, however chunked, to messages.
pub struct FrameCodec;

const SERIALIZER: Slot<FrameCodec> = Slot::new(0);

/// The number of the one stream whose bytes a codec is fed.
const STREAM: usize = 0;

/// What the codec keeps between two chunks.
#[derive(Default)]
pub struct State {
    decoder: Option<Decoder>,
    /// What was decoded but not handed out, because a failure stands before it.
    decoded: Queue,
    /// Bytes of an unfinished frame at the end of the stream.
    lost: usize,
}

impl FrameCodec {
    /// `$codec->feed($chunk)`
    pub fn feed(codec: &Object, chunk: &[u8]) -> Result<Vec<Object>> {
        let serializer = codec.get_object(SERIALIZER)?;
        let state = Self::state(codec);
        if let State {
            decoder: Some(decoder),
            decoded,
            ..
        } = &mut *state.borrow_mut()
        {
            limits::follow_memory_limit(decoder.budget());
            decoder.feed_slice(chunk, |next| decoded.push(STREAM, next.into()));
        }
        take_decoded(state, &serializer)
    }

    /// Notes the end of the stream: what is no frame is junk, and given by the next feed().
    pub fn finish(codec: &Object) {
        let mut state = Self::state(codec).borrow_mut();
        if let State {
            decoder: Some(decoder),
            decoded,
            lost,
        } = &mut *state
        {
            *lost += decoder.finish(|junk| decoded.push(STREAM, junk.into()));
        }
    }

    /// How many bytes of an unfinished frame the end of the stream has cut off.
    pub fn lost(codec: &Object) -> usize {
        Self::state(codec).borrow().lost
    }
}

impl Stateful for FrameCodec {
    type State = State;
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
            .public("feed", ["chunk"], Self::feed)
            .public("hasBufferedData", [], has_buffered_data)
    }
}

fn construct(
    codec: &Object,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    let budget = limits::received();
    codec.initialize(SERIALIZER, serializer)?;
    FrameCodec::state(codec).replace(State {
        decoder: Some(Decoder::within(&budget, max_frame.0)),
        decoded: Queue::within(&budget),
        lost: 0,
    });
    Ok(())
}

fn pack(codec: &Object, message: &Instance<Message>) -> Result<PhpString> {
    let serializer = codec.get_object(SERIALIZER)?;
    serialization::encode(&serializer, Parcel::Message(Object::clone(message)))
}

fn take_decoded(state: &RefCell<State>, serializer: &Object) -> Result<Vec<Object>> {
    let mut messages = Vec::new();
    let take_next = |first: bool| {
        let decoded = &mut state.borrow_mut().decoded;
        let next = decoded.take_if(|inbound| first || is_message(inbound));
        next.map(|(_, inbound)| inbound)
    };
    while let Some(inbound) = take_next(messages.is_empty()) {
        if !messages.is_empty() && !fits(&inbound, serializer)? {
            state.borrow_mut().decoded.put_back(STREAM, inbound);
            break;
        }
        messages.push(open(&inbound, serializer)?.into_message()?);
    }
    Ok(messages)
}

fn has_buffered_data(codec: &Object) -> bool {
    let state = FrameCodec::state(codec).borrow();
    let mut decoders = state.decoder.iter();
    decoders.any(Decoder::has_buffered_data) || state.decoded.len() > 0
}
