//! `StreamIpc\Envelope\RequestEnvelope`

use super::Envelope;
use crate::zend::{Class, Declaration, class_entry};
use stream_ipc::php::envelope::Kind;

/// A message that wants a reply, with the id that the reply will carry.
pub struct RequestEnvelope;

impl Envelope for RequestEnvelope {
    const CONTENT_NAME: &'static str = "request";

    const KIND: Kind = Kind::Request;
}

impl Class for RequestEnvelope {
    const NAME: &'static str = r"StreamIpc\Envelope\RequestEnvelope";

    class_entry!();

    fn declare() -> Declaration {
        super::declare::<Self>()
    }
}
