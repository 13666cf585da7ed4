//! `StreamIpc\Transport\MessageTransport`

use super::{
    AmpByteStreamMessageTransport, Delivery, NativeMessageTransport, SymfonyProcessMessageTransport,
};
use crate::envelope::Parcel;
use crate::message::Message;
use crate::zend::{Class, Declaration, Method, Object, Param, Result, ToValue, Type, class_entry};
use stream_ipc::deadline::Deadline;

/// Sends messages.
pub struct MessageTransport;

impl MessageTransport {
    /// `$transport->send($parcel)` for a session; the transports of this extension give up at
    /// `deadline`.
    pub fn send(
        transport: &Object,
        session: &Object,
        parcel: Parcel,
        deadline: Deadline,
    ) -> Result<Delivery> {
        let session = Some(session.id() as usize);
        if transport.is_exactly::<NativeMessageTransport>() {
            return NativeMessageTransport::send(transport, session, parcel, deadline);
        }
        if transport.is_exactly::<SymfonyProcessMessageTransport>() {
            return SymfonyProcessMessageTransport::send(transport, session, parcel, deadline);
        }
        if transport.is_exactly::<AmpByteStreamMessageTransport>() {
            return AmpByteStreamMessageTransport::send(transport, session, parcel, deadline);
        }
        transport
            .call("send", [parcel.into_message()?.to_value()])
            .map(|_| Delivery::Sent)
    }
}

impl Class for MessageTransport {
    const NAME: &'static str = r"StreamIpc\Transport\MessageTransport";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface().method(send_signature(Method::without_body("send")))
    }
}

/// `(Message $message): void`
pub fn send_signature(send: Method) -> Method {
    send.param(Param::new("message", Type::class(Message::NAME)))
        .returns(Type::VOID)
}
