//! `StreamIpc\Message\Message`

use crate::zend::{Class, Declaration, class_entry};

/// The marker of classes whose objects may be sent.
pub struct Message;

impl Class for Message {
    const NAME: &'static str = r"StreamIpc\Message\Message";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface()
    }
}
