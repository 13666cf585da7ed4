//! `StreamIpc\Envelope\ResponseEnvelope`

use super::Envelope;
use crate::zend::{Class, Declaration, class_entry};
use stream_ipc::php::envelope::Kind;

/// The reply to the request of the same id.
pub struct ResponseEnvelope;

impl Envelope for ResponseEnvelope {
    const CONTENT_NAME: &'static str = "response";

    const KIND: Kind = Kind::Response;
}

impl Class for ResponseEnvelope {
    const NAME: &'static str = r"StreamIpc\Envelope\ResponseEnvelope";

    class_entry!();

    fn declare() -> Declaration {
        super::declare::<Self>()
    }
}
