//! `StreamIpc\Transport\PeerClosedException`

use super::TimeoutException;
use crate::zend::{Call, Class, Declaration, Entry, Method, Result};

/// The other side is gone, so that no reply can come any more.
pub struct PeerClosedException;

impl Class for PeerClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\PeerClosedException";

    fn entry() -> &'static Entry {
        static ENTRY: Entry = Entry::new();
        &ENTRY
    }

    fn declare() -> Declaration {
        let constructor = Method::public("__construct", construct);
        Declaration::class()
            .extends::<TimeoutException>()
            .method(super::exception_params(constructor))
    }
}

fn construct(call: &Call<'_>) -> Result {
    super::construct_exception::<PeerClosedException>(call, "Peer closed the session")
}
