//! `StreamIpc\Envelope\ResponseEnvelope`

use super::Envelope;
use crate::zend::{Class, Declaration, Entry};

/// The reply to the request of the same id.
pub struct ResponseEnvelope;

impl Envelope for ResponseEnvelope {
    const CONTENT_NAME: &'static str = "response";
}

impl Class for ResponseEnvelope {
    const NAME: &'static str = r"StreamIpc\Envelope\ResponseEnvelope";

    fn entry() -> &'static Entry {
        static ENTRY: Entry = Entry::new();
        &ENTRY
    }

    fn declare() -> Declaration {
        super::declare::<Self>()
    }
}
