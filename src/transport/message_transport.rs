//! `StreamIpc\Transport\MessageTransport`

use super::Delivery;
use crate::envelope::Parcel;
use crate::limits::Patience;
use crate::message::Message;
use crate::zend::{
    Class, Declaration, Instance, Object, Operations, Prototype, Result, ToValue, class_entry,
};
use stream_ipc::child::Child;
use stream_ipc::reactor::ChannelId;

/// The interface of transports, which send messages.
pub struct MessageTransport;

/// `send(Message $message): void`
pub const SEND: Prototype<(&Instance<Message>,)> = Prototype::new("send", ["message"]);

/// The functions that sessions call on transports of this extension.
pub struct TransportOperations {
    /// `$transport->send($parcel)` for a session; gives up when patience ends.
    pub send: fn(&Object, Option<&Object>, Parcel, Patience) -> Result<Delivery>,
    /// The channel, if the reactor carries its messages; `None` if a library does.
    pub channel: fn(&Object) -> Result<Option<ChannelId>>,
    /// Writes as much as fits now of what is queued.
    pub flush: fn(&Object) -> Result,
    /// What it can do with a process that we have started; `None` if it never has one.
    pub process: Option<ProcessOperations>,
}

/// The functions that sessions call on transports over the pipes of a process.
pub struct ProcessOperations {
    /// The process, if we have started one.
    pub child: fn(&Object) -> Option<Child>,
    /// Closes the process's input.
    pub close_input: fn(&Object) -> Result,
    /// Closes all pipes to the process.
    pub close_pipes: fn(&Object) -> Result,
}

/// The transports of this extension.
pub static TRANSPORTS: Operations<TransportOperations> = Operations::new();

impl MessageTransport {
    /// `$transport->send($parcel)` for a session; the transports of this extension give up when patience
    /// ends.
    pub fn send(
        transport: &Object,
        session: &Object,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        if let Some(operations) = TRANSPORTS.of(transport) {
            return (operations.send)(transport, Some(session), parcel, patience);
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
        Declaration::interface().abstract_method(SEND)
    }
}
