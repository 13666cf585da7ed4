//! `StreamIpc\Transport\MessageTransport`

use super::Delivery;
use crate::envelope::Parcel;
use crate::message::Message;
use crate::zend::{
    Class, Declaration, Method, Object, Operations, Param, Result, ToValue, Type, class_entry,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::Traffic;

/// Sends messages.
pub struct MessageTransport;

/// What sessions do with transports of ours.
pub struct TransportOperations {
    /// `$transport->send($parcel)` for the session of this object id, given up at the deadline.
    pub send: fn(&Object, Option<usize>, Parcel, Deadline) -> Result<Delivery>,
    /// What its streams have moved so far; `None` where they are others' to look into.
    pub traffic: fn(&Object) -> Result<Option<Traffic>>,
}

/// The transports of ours.
pub static TRANSPORTS: Operations<TransportOperations> = Operations::new();

impl MessageTransport {
    /// `$transport->send($parcel)` for a session; the transports of this extension give up at
    /// `deadline`.
    pub fn send(
        transport: &Object,
        session: &Object,
        parcel: Parcel,
        deadline: Deadline,
    ) -> Result<Delivery> {
        if let Some(operations) = TRANSPORTS.of(transport) {
            return (operations.send)(transport, Some(session.id() as usize), parcel, deadline);
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

/// What is known of transports whose streams are others' to look into.
pub fn no_traffic(_transport: &Object) -> Result<Option<Traffic>> {
    Ok(None)
}

/// `(Message $message): void`
pub fn send_signature(send: Method) -> Method {
    send.param(Param::new("message", Type::class(Message::NAME)))
        .returns(Type::VOID)
}
