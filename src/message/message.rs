//! `StreamIpc\Message\Message`

use crate::zend::{Class, Declaration, class_entry};

/// The marker of whatever may travel.
pub struct Message;

impl Class for Message {
    const NAME: &'static str = r"StreamIpc\Message\Message";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface()
    }
}
