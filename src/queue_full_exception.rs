//! `StreamIpc\QueueFullException`

use crate::text_exception::TextException;
use crate::transport::TimeoutException;
use crate::zend::{Class, Declaration, class_entry};

/// A job was not submitted in time: as many wait for a worker as may.
pub struct QueueFullException;

impl TextException for QueueFullException {
    const TEXT: &'static str = "Too many jobs wait";
}

impl Class for QueueFullException {
    const NAME: &'static str = r"StreamIpc\QueueFullException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends::<TimeoutException>()
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
