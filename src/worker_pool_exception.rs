//! `StreamIpc\WorkerPoolException`

use crate::text_exception::TextException;
use crate::zend::{
    Class, Declaration, Object, Result, ToValue, class_entry, runtime_exception_class,
};

/// A pool cannot do a job: no worker can be started, or the pool was stopped.
pub struct WorkerPoolException;

impl WorkerPoolException {
    /// `new WorkerPoolException($message, 0, $previous)`
    pub fn create(message: &str, previous: Option<Object>) -> Result<Object> {
        let args = [message.to_value(), 0.to_value(), previous.to_value()];
        Self::entry().construct(args)
    }
}

impl TextException for WorkerPoolException {
    const TEXT: &'static str = "The pool cannot do the job";
}

impl Class for WorkerPoolException {
    const NAME: &'static str = r"StreamIpc\WorkerPoolException";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::class()
            .extends_class(runtime_exception_class())
            .constructor(["message", "code", "previous"], Self::construct)
    }
}
