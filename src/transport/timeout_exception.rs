//! `StreamIpc\Transport\TimeoutException`

use crate::zend::{Call, Class, Declaration, Entry, Method, Result, runtime_exception_class};

/// No reply came in time.
pub struct TimeoutException;

impl Class for TimeoutException {
    const NAME: &'static str = r"StreamIpc\Transport\TimeoutException";

    fn entry() -> &'static Entry {
        static ENTRY: Entry = Entry::new();
        &ENTRY
    }

    fn declare() -> Declaration {
        let constructor = Method::public("__construct", construct);
        Declaration::class()
            .extends_class(runtime_exception_class())
            .method(super::exception_params(constructor))
    }
}

fn construct(call: &Call<'_>) -> Result {
    super::construct_exception::<TimeoutException>(call, "Request timed out")
}
