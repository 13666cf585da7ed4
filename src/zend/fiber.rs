//! PHP's fibers, through the class that scripts use.

use super::{FoundClass, Object, Result, ToValue, Zval, call};

// The header of fibers, which ext-php-rs does not bind.
unsafe extern "C" {
    fn zend_fiber_switch_blocked() -> bool;
}

/// `(new Fiber($function))->start(...$args)`. Returns when the function has returned, or suspends the fiber.
///
/// # Errors
/// What the function throws, or an Error if there is no room for another fiber.
pub fn start_fiber<const N: usize>(function: Zval, args: [Zval; N]) -> Result {
    let fiber = FoundClass::construct("Fiber", [function])?;
    fiber.call("start", args).map(drop)
}

/// `Fiber::getCurrent()`
///
/// # Errors
/// None in practice.
pub fn current_fiber() -> Result<Option<Object>> {
    call(&"Fiber::getCurrent".to_value(), []).map(Object::take)
}

/// `Fiber::suspend()`
///
/// # Errors
/// What is thrown into the fiber; a FiberError if it may not be suspended.
pub fn suspend_fiber() -> Result {
    call(&"Fiber::suspend".to_value(), []).map(drop)
}

/// Whether an object is a fiber.
pub fn is_fiber(object: &Object) -> bool {
    FoundClass::loaded(b"Fiber").is_some_and(|class| class.has(object))
}

/// Whether the engine lets this code suspend its fiber; a signal handler may not.
pub fn may_suspend() -> bool {
    // SAFETY: reads a number of the executor's globals.
    !unsafe { zend_fiber_switch_blocked() }
}
