//! `StreamIpc\Transport\StreamClosedException`

use crate::zend::{Call, Class, Declaration, Entry, Method, Result, exception_class};

/// A stream was closed, or broke, while it was needed.
pub struct StreamClosedException;

impl Class for StreamClosedException {
    const NAME: &'static str = r"StreamIpc\Transport\StreamClosedException";

    fn entry() -> &'static Entry {
        static ENTRY: Entry = Entry::new();
        &ENTRY
    }

    fn declare() -> Declaration {
        let constructor = Method::public("__construct", construct);
        Declaration::class()
            .extends_class(exception_class())
            .method(super::exception_params(constructor))
    }
}

fn construct(call: &Call<'_>) -> Result {
    super::construct_exception::<StreamClosedException>(call, "Stream closed")
}
