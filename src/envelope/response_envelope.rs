//! `StreamIpc\Envelope\ResponseEnvelope`

use super::Envelope;
use crate::zend::{Class, Declaration, class_entry};

/// The reply to the request of the same id.
pub struct ResponseEnvelope;

impl Envelope for ResponseEnvelope {
    const CONTENT_NAME: &'static str = "response";

    const SERIALIZED_START: &'static [u8] =
        b"O:35:\"StreamIpc\\Envelope\\ResponseEnvelope\":2:{s:2:\"id\";s:";

    const SERIALIZED_MIDDLE: &'static [u8] = b"\";s:8:\"response\";";
}

impl Class for ResponseEnvelope {
    const NAME: &'static str = r"StreamIpc\Envelope\ResponseEnvelope";

    class_entry!();

    fn declare() -> Declaration {
        super::declare::<Self>()
    }
}
