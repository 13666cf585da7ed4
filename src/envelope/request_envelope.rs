//! `StreamIpc\Envelope\RequestEnvelope`

use super::Envelope;
use crate::zend::{Class, Declaration, class_entry};

/// A message that wants a reply, with the id the reply will bear.
pub struct RequestEnvelope;

impl Envelope for RequestEnvelope {
    const CONTENT_NAME: &'static str = "request";

    const SERIALIZED_START: &'static [u8] =
        b"O:34:\"StreamIpc\\Envelope\\RequestEnvelope\":2:{s:2:\"id\";s:";

    const SERIALIZED_MIDDLE: &'static [u8] = b"\";s:7:\"request\";";
}

impl Class for RequestEnvelope {
    const NAME: &'static str = r"StreamIpc\Envelope\RequestEnvelope";

    class_entry!();

    fn declare() -> Declaration {
        super::declare::<Self>()
    }
}
