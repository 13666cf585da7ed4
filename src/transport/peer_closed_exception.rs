//! `StreamIpc\Transport\PeerClosedException`

use super::TimeoutException;
use crate::text_exception::TextException;
use crate::zend::{Class, Declaration, class_entry};

/// The other side is gone, so no reply can come any more.
pub struct PeerClosedException;

impl TextException for PeerClosedException {
    const TEXT: &'static str = "Peer closed the session";
}

impl Class for PeerClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\PeerClosedException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends::<TimeoutException>()
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
