//! Revolt's event loop (revolt/event-loop).

use crate::zend::{
    Class, FoundClass, Object, PhpString, Result, Slot, ToValue, Zval, call, set_aside, throw_error,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;

/// A wait without end looks at the time now and then: so many seconds.
const LONGEST: Duration = Duration::from_secs(3600);

/// Whether there is an event loop: without sessions, a peer does without.
pub fn is_installed() -> Result<bool> {
    FoundClass::by_name(br"Revolt\EventLoop").map(|class| class.is_some())
}

/// Whether a fiber runs, and not the main program.
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

/// `EventLoop::unreference()`: the loop need not go on for this timer.
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

/// `EventLoop::queue()`: calls the closure in a fiber of its own, behind those queued before.
pub fn queue<const N: usize>(args: [Zval; N]) -> Result {
    call(&r"Revolt\EventLoop::queue".to_value(), args).map(drop)
}

/// `EventLoop::getSuspension()`: suspends and resumes the current fiber.
pub fn suspension() -> Result<Object> {
    Object::take(call(&r"Revolt\EventLoop::getSuspension".to_value(), [])?)
        .ok_or_else(|| throw_error("EventLoop::getSuspension() returned no object"))
}

/// A fiber that is about to be suspended. Until it goes on, its suspension stands in an array property,
/// by its timer: whoever takes it out resumes it.
pub struct Wait {
    timer: Zval,
    id: PhpString,
    suspension: Object,
}

impl Wait {
    /// Suspends the current fiber next, until `until` at most, when `time_up` is called with the timer.
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

    /// The event loop need not go on for it.
    pub fn unreferenced(self) -> Result<Self> {
        unreference(&self.timer)?;
        Ok(self)
    }

    /// Its timer.
    pub fn timer(&self) -> &PhpString {
        &self.id
    }

    /// Suspends the fiber. Returns what it was resumed with, or the exception that was thrown into it.
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

/// Takes the suspension of this timer, if its fiber still waits.
pub fn take_waiting<C: Class>(
    object: &Object,
    waiting: Slot<C>,
    timer: &[u8],
) -> Result<Option<Object>> {
    let taken = object.update(waiting, |all| all.remove_str(timer))?;
    Ok(taken.and_then(Object::take))
}

/// Takes the suspension that has waited longest, if one waits.
pub fn take_first_waiting<C: Class>(object: &Object, waiting: Slot<C>) -> Result<Option<Object>> {
    let first = object.get_array(waiting)?.iter().next().map(|(id, _)| id);
    match first.and_then(PhpString::take) {
        Some(timer) => take_waiting(object, waiting, timer.as_bytes()),
        None => Ok(None),
    }
}

/// Resumes all fibers that wait.
pub fn resume_all<C: Class>(object: &Object, waiting: Slot<C>) -> Result {
    // Those that wait again meanwhile wait for something else.
    for _ in 0..object.get_array(waiting)?.len() {
        match take_first_waiting(object, waiting)? {
            Some(suspension) => resume(&suspension, true)?,
            None => break,
        }
    }
    Ok(())
}

/// `$suspension->resume()`: the fiber goes on when the loop next has its turn.
pub fn resume(suspension: &Object, value: bool) -> Result {
    suspension.call("resume", [value.to_value()]).map(drop)
}

/// The id a timer has.
pub fn id(timer: &Zval) -> Result<PhpString> {
    PhpString::of(timer).ok_or_else(|| throw_error("EventLoop::delay() returned no string"))
}
