//! Revolt's event loop, and what else of Amp the adapter for it calls.

use crate::transport::ReadableStream;
use crate::zend::{
    FoundClass, Object, PhpClass, PhpString, Result, ToValue, Zval, call, throw_error,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;

/// A wait without end looks at the time now and then: so many seconds.
const LONGEST: Duration = Duration::from_secs(3600);

/// Whether there is an event loop: without sessions, a peer does without.
pub fn is_installed() -> Result<bool> {
    FoundClass::by_name(br"Revolt\EventLoop").map(|class| class.is_some())
}

/// `EventLoop::delay()`: calls the closure at the deadline. Returns the timer.
pub fn delay(deadline: Deadline, closure: Zval) -> Result<Zval> {
    let seconds = deadline
        .at_most(LONGEST)
        .remaining()
        .unwrap_or(LONGEST)
        .as_secs_f64();
    call(
        &r"Revolt\EventLoop::delay".to_value(),
        [seconds.to_value(), closure],
    )
}

/// `EventLoop::cancel()`
pub fn cancel(timer: Zval) -> Result {
    call(&r"Revolt\EventLoop::cancel".to_value(), [timer]).map(drop)
}

/// `EventLoop::queue()`: calls the closure in a fiber of its own, behind those queued before.
pub fn queue<const N: usize>(args: [Zval; N]) -> Result {
    call(&r"Revolt\EventLoop::queue".to_value(), args).map(drop)
}

/// `EventLoop::getSuspension()`: suspends and resumes the current fiber.
pub fn suspension() -> Result<Object> {
    Object::take(call(&r"Revolt\EventLoop::getSuspension".to_value(), [])?)
        .ok_or_else(|| throw_error("EventLoop::getSuspension() returned no object"))
}

/// The id a timer has.
pub fn id(timer: &Zval) -> Result<PhpString> {
    PhpString::of(timer).ok_or_else(|| throw_error("EventLoop::delay() returned no string"))
}

/// Whether it is a stream that can be read.
pub fn is_readable_stream(object: &Object) -> bool {
    ReadableStream::has(object)
}

/// Whether a stream threw it because it is closed or broken.
pub fn is_stream_exception(exception: &Object) -> bool {
    is(exception, r"Amp\ByteStream\StreamException")
}

/// Whether reading was called off.
pub fn is_cancelled_exception(exception: &Object) -> bool {
    is(exception, r"Amp\CancelledException")
}

fn is(object: &Object, class: &str) -> bool {
    FoundClass::loaded(class.as_bytes()).is_some_and(|class| class.has(object))
}
