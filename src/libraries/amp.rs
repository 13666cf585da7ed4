//! Amp's streams (amphp/byte-stream) and cancellations (amphp/amp).

use crate::zend::{FoundClass, Object, PhpClass, Result};

/// The class of the streams that we read.
pub struct ReadableStream;

impl PhpClass for ReadableStream {
    const CLASS: &'static str = r"Amp\ByteStream\ReadableResourceStream";
}

/// The class of the stream that we write.
pub struct WritableStream;

impl PhpClass for WritableStream {
    const CLASS: &'static str = r"Amp\ByteStream\WritableResourceStream";
}

/// `new DeferredCancellation()`
pub fn cancellation() -> Result<Object> {
    FoundClass::construct(r"Amp\DeferredCancellation", [])
}

/// Whether a stream threw the exception because it is closed or broken.
pub fn is_stream_exception(exception: &Object) -> bool {
    is(exception, r"Amp\ByteStream\StreamException")
}

/// Whether a read threw the exception because it was cancelled.
pub fn is_cancelled_exception(exception: &Object) -> bool {
    is(exception, r"Amp\CancelledException")
}

fn is(object: &Object, class: &str) -> bool {
    FoundClass::loaded(class.as_bytes()).is_some_and(|class| class.has(object))
}
