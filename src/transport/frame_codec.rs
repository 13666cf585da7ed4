//! `StreamIpc\Transport\FrameCodec`

use super::Queue;
use super::inbound::{fits, is_message, open};
use crate::envelope::Parcel;
use crate::limits::{self, frame_limit};
use crate::message::Message;
use crate::serialization::{self, MessageSerializer};
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot, Stateful,
    Type, class_entry,
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
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("serializer", serializer))
                    .param(Param::new("maxFrame", Type::INT.nullable()).default("null")),
            )
            .method(
                Method::public("pack", pack)
                    .param(Param::new("message", Type::class(Message::NAME)))
                    .returns(Type::STRING),
            )
            .method(
                Method::public("feed", feed)
                    .param(Param::new("chunk", Type::STRING))
                    .returns(Type::ARRAY),
            )
            .method(Method::public("hasBufferedData", has_buffered_data).returns(Type::BOOL))
    }
}

fn construct(call: &Call<'_>) -> Result {
    let serializer = call.object::<MessageSerializer>(0)?;
    let max_frame = frame_limit(call, 1)?;
    let budget = limits::received();
    call.this().initialize(SERIALIZER, serializer)?;
    FrameCodec::state(call.this()).replace(State {
        decoder: Some(Decoder::within(&budget, max_frame)),
        decoded: Queue::within(&budget),
        lost: 0,
    });
    Ok(())
}

fn pack(call: &Call<'_>) -> Result<PhpString> {
    let serializer = call.this().get_object(SERIALIZER)?;
    let message = call.object::<Message>(0)?.clone();
    serialization::encode(&serializer, Parcel::Message(message))
}

fn feed(call: &Call<'_>) -> Result<Vec<Object>> {
    FrameCodec::feed(call.this(), call.string(0)?.as_bytes())
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

fn has_buffered_data(call: &Call<'_>) -> Result<bool> {
    let state = FrameCodec::state(call.this()).borrow();
    let buffered = state
        .decoder
        .as_ref()
        .is_some_and(Decoder::has_buffered_data);
    Ok(buffered || state.decoded.len() > 0)
}
