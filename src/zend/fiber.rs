//! PHP's fibers, through the class that scripts use.

use super::{FoundClass, Object, Result, ToValue, Zval, call, set_aside, throw_object};

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

/// `Fiber::suspend()`; `false` if the engine refuses, in a signal handler or a fiber that is being destroyed.
///
/// # Errors
/// What is thrown into the fiber.
pub fn suspend_fiber() -> Result<bool> {
    match set_aside(call(&"Fiber::suspend".to_value(), []))? {
        Ok(_) => Ok(true),
        Err(exception) if is_of(&exception, b"FiberError") => Ok(false),
        Err(exception) => Err(throw_object(exception)),
    }
}

/// Whether an object is a fiber.
pub fn is_fiber(object: &Object) -> bool {
    is_of(object, b"Fiber")
}

fn is_of(object: &Object, class: &[u8]) -> bool {
    FoundClass::loaded(class).is_some_and(|class| class.has(object))
}
