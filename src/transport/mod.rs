//! `StreamIpc\Transport`: frames on streams.

mod amp_byte_stream_message_transport;
mod frame_codec;
mod inbound;
mod inbox;
mod message_transport;
mod native_frame_reader;
mod native_message_transport;
mod outgoing;
mod peer_closed_exception;
mod stream_closed_exception;
mod symfony_process_message_transport;
mod timeout_exception;

pub use amp_byte_stream_message_transport::{
    AmpByteStreamMessageTransport, READABLE_CLASS, WRITABLE_CLASS,
};
pub use frame_codec::FrameCodec;
pub use inbound::parcel_of;
pub use inbox::{Inbox, Queue};
pub use message_transport::{MessageTransport, TRANSPORTS};
use message_transport::{TransportOperations, no_channel, send_signature};
pub use native_frame_reader::NativeFrameReader;
pub use native_message_transport::NativeMessageTransport;
pub use outgoing::Delivery;
use outgoing::Outgoing;
pub use peer_closed_exception::PeerClosedException;
pub use stream_closed_exception::StreamClosedException;
pub use symfony_process_message_transport::{
    PRECISION, PROCESS_CLASS, SLEEP_TICK, SymfonyProcessMessageTransport,
};
pub use timeout_exception::TimeoutException;

use crate::zend::{
    Call, Class, Method, Param, Result, Stream, ToValue, Type, Zval, throwable_class,
};

/// A stream that is open.
pub fn stream_argument(call: &Call<'_>, index: u32) -> Result<Stream> {
    call.value(index)
        .and_then(Stream::of)
        .ok_or_else(|| call.stream_error(index))
}

/// The constructor of an exception that has a text of its own: `(?string $message = null,
/// int $code = 0, ?Throwable $previous = null)`, behind what the class puts first.
pub fn exception_params(constructor: Method) -> Method {
    constructor
        .param(Param::new("message", Type::STRING.nullable()).default("null"))
        .param(Param::new("code", Type::INT).default("0"))
        .param(Param::new("previous", Type::class("Throwable").nullable()).default("null"))
}

/// The arguments of that constructor from `first` on, for the parent's.
pub fn exception_args(call: &Call<'_>, first: u32, default_text: &str) -> Result<[Zval; 3]> {
    let message = match call.optional_string(first)? {
        Some(message) => message.to_value(),
        None => default_text.to_value(),
    };
    let code = match call.value(first + 1) {
        Some(_) => call.int(first + 1)?,
        None => 0,
    };
    let previous = call.optional_object_of(first + 2, throwable_class())?;
    Ok([message, code.to_value(), previous.to_value()])
}

/// An exception that adds nothing to its parent but a text of its own.
trait TextException: Class {
    /// Its text where none is given.
    const TEXT: &'static str;
}

/// The constructor of such an exception.
fn text_constructor<E: TextException>() -> Method {
    exception_params(Method::public("__construct", |call: &Call<'_>| {
        let args = exception_args(call, 0, E::TEXT)?;
        E::entry().construct_parent(call.this(), args)
    }))
}
