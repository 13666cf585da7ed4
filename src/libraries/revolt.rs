//! Revolt's event loop (revolt/event-loop).

use crate::zend::{
    Class, FoundClass, Object, PhpString, Result, Slot, ToValue, Zval, call, set_aside, throw_error,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;

/// The longest timer. A wait without end checks the time at least this often.
const LONGEST: Duration = Duration::from_secs(3600);

/// Whether the event loop is installed. A peer without sessions does not need it.
pub fn is_installed() -> Result<bool> {
    FoundClass::by_name(br"Revolt\EventLoop").map(|class| class.is_some())
}

/// Whether a fiber runs, not the main program.
pub fn is_in_fiber() -> Result<bool> {
    call(&"Fiber::getCurrent".to_value(), []).map(|fiber| !fiber.is_null())
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

/// `EventLoop::unreference()`: the timer does not keep the loop alive.
pub fn unreference(timer: &Zval) -> Result {
    let args = [timer.shallow_clone()];
    call(&r"Revolt\EventLoop::unreference".to_value(), args).map(drop)
}

/// `EventLoop::onWritable()`: calls the closure whenever the stream has room. Returns the watcher.
pub fn on_writable(stream: Zval, closure: Zval) -> Result<Zval> {
    call(
        &r"Revolt\EventLoop::onWritable".to_value(),
        [stream, closure],
    )
}

/// `EventLoop::onReadable()`: calls the closure whenever the stream is readable. Returns the watcher.
pub fn on_readable(stream: Zval, closure: Zval) -> Result<Zval> {
    call(
        &r"Revolt\EventLoop::onReadable".to_value(),
        [stream, closure],
    )
}

/// `EventLoop::disable()`: the watcher rests.
pub fn disable(watcher: &Zval) -> Result {
    let args = [watcher.shallow_clone()];
    call(&r"Revolt\EventLoop::disable".to_value(), args).map(drop)
}

/// `EventLoop::enable()`
pub fn enable(watcher: &Zval) -> Result {
    let args = [watcher.shallow_clone()];
    call(&r"Revolt\EventLoop::enable".to_value(), args).map(drop)
}

/// `EventLoop::queue()`: calls the closure in a new fiber, after those queued before.
pub fn queue<const N: usize>(args: [Zval; N]) -> Result {
    call(&r"Revolt\EventLoop::queue".to_value(), args).map(drop)
}

/// `EventLoop::getSuspension()`: suspends and resumes the current fiber.
pub fn suspension() -> Result<Object> {
    Object::take(call(&r"Revolt\EventLoop::getSuspension".to_value(), [])?)
        .ok_or_else(|| throw_error("EventLoop::getSuspension() returned no object"))
}

/// A fiber that is about to be suspended. Until it is resumed, an array property holds its suspension, by
/// its timer: the code that takes the suspension out must resume it.
pub struct Wait {
    timer: Zval,
    id: PhpString,
    suspension: Object,
}

impl Wait {
    /// Prepares to suspend the current fiber. At `until`, the event loop calls `time_up` with the timer.
    pub fn new<C: Class>(
        object: &Object,
        waiting: Slot<C>,
        until: Deadline,
        time_up: Zval,
    ) -> Result<Self> {
        let timer = delay(until, time_up)?;
        let id = id(&timer)?;
        let suspension = suspension()?;
        let value = (&suspension).to_value();
        object.update(waiting, |all| all.insert_str(id.as_bytes(), value))?;
        Ok(Self {
            timer,
            id,
            suspension,
        })
    }

    /// Keeps the wait from keeping the event loop alive.
    pub fn unreferenced(self) -> Result<Self> {
        unreference(&self.timer)?;
        Ok(self)
    }

    /// The timer that names the wait.
    pub fn timer(&self) -> &PhpString {
        &self.id
    }

    /// Suspends the fiber. Returns the value that it was resumed with, or the exception thrown into it.
    pub fn suspend<C: Class>(
        self,
        object: &Object,
        waiting: Slot<C>,
    ) -> Result<std::result::Result<Zval, Object>> {
        let resumed = self.suspension.call("suspend", []);
        drop(take_waiting(object, waiting, self.id.as_bytes())?);
        let resumed = set_aside(resumed)?;
        cancel(self.timer)?;
        Ok(resumed)
    }
}

/// Takes the suspension with this timer, if its fiber still waits.
pub fn take_waiting<C: Class>(
    object: &Object,
    waiting: Slot<C>,
    timer: &[u8],
) -> Result<Option<Object>> {
    let taken = object.update(waiting, |all| all.remove_str(timer))?;
    Ok(taken.and_then(Object::take))
}

/// Takes the suspension that has waited longest, if there is one.
pub fn take_first_waiting<C: Class>(object: &Object, waiting: Slot<C>) -> Result<Option<Object>> {
    let first = object.get_array(waiting)?.iter().next().map(|(id, _)| id);
    match first.and_then(PhpString::take) {
        Some(timer) => take_waiting(object, waiting, timer.as_bytes()),
        None => Ok(None),
    }
}

/// Resumes all fibers that wait.
pub fn resume_all<C: Class>(object: &Object, waiting: Slot<C>) -> Result {
    // Only those that wait now: a fiber that waits again waits for something else.
    for _ in 0..object.get_array(waiting)?.len() {
        match take_first_waiting(object, waiting)? {
            Some(suspension) => resume(&suspension, true)?,
            None => break,
        }
    }
    Ok(())
}

/// `$suspension->resume()`: the fiber runs at the loop's next turn.
pub fn resume(suspension: &Object, value: bool) -> Result {
    suspension.call("resume", [value.to_value()]).map(drop)
}

/// The id of a timer.
pub fn id(timer: &Zval) -> Result<PhpString> {
    PhpString::of(timer).ok_or_else(|| throw_error("EventLoop::delay() returned no string"))
}
