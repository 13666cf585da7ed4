//! `StreamIpc\Message\Message`

use crate::zend::{Class, Declaration, Entry};

/// The marker of whatever may travel.
pub struct Message;

impl Class for Message {
    const NAME: &'static str = r"StreamIpc\Message\Message";

    fn entry() -> &'static Entry {
        static ENTRY: Entry = Entry::new();
        &ENTRY
    }

    fn declare() -> Declaration {
        Declaration::interface()
    }
}
