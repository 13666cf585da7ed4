//! Objects that promise an outcome, and whatever waits for it: what a promise and a job have in common.

use crate::fibers;
use crate::message::{ErrorMessage, ErrorMessageException, Message};
use crate::zend::{
    Array, Class, Declaration, Instance, Object, Operations, Property, Result, Slot, ToValue, Type,
    Zval, call, catch, check_exception, each_in_turn, is_fiber, throw_object,
};

/// The functions that sessions call on what waits for the reply to a request.
pub struct AwaitableOperations {
    /// Learns that the request with this id has its outcome, or that a late reply came.
    pub note_outcome: fn(&Object, &Object, &[u8]) -> Result,
    /// Takes a message of the request; `false` if it has no handler for it.
    pub tell_message: fn(&Object, &Object) -> Result<bool>,
}

/// The classes that wait for replies.
pub static AWAITABLES: Operations<AwaitableOperations> = Operations::new();

/// Learns that what it waits for has its outcome: takes itself, and that.
pub type Told = fn(&Object, &Object) -> Result;

/// The classes that wait for outcomes, beside callables and fibers.
pub static WAITERS: Operations<Told> = Operations::new();

/// A class whose objects promise an outcome.
pub trait Awaitable: Class {
    /// The reply, so that awaiting again gives the same one.
    const REPLY: Slot<Self>;

    /// The exception, if there is no reply.
    const FAILURE: Slot<Self>;

    /// Whatever waits for the outcome: onResolved() handlers, requests to answer with it, suspended
    /// fibers.
    const WAITERS: Slot<Self>;

    /// The onMessage() handlers.
    const MESSAGE_HANDLERS: Slot<Self>;

    /// Declares the properties, which must follow each other in this order.
    fn with_outcome(declaration: Declaration) -> Declaration {
        let message = Type::class(Message::NAME);
        let throwable = Type::class("Throwable");
        declaration
            .property(
                Self::REPLY,
                Property::private("reply", message.nullable()).null(),
            )
            .property(
                Self::FAILURE,
                Property::private("failure", throwable.nullable()).null(),
            )
            .property(
                Self::WAITERS,
                Property::private("waiters", Type::ARRAY).empty_array(),
            )
            .property(
                Self::MESSAGE_HANDLERS,
                Property::private("messageHandlers", Type::ARRAY).empty_array(),
            )
    }

    /// Keeps the reply; one that is an error becomes an exception.
    fn keep_reply(this: &Object, reply: Object) -> Result {
        match reply.is_exactly::<ErrorMessage>() {
            true => Self::keep_failure(this, catch(ErrorMessageException::throw(&reply))?),
            false => this.set(Self::REPLY, reply),
        }
        Ok(())
    }

    /// Keeps the exception.
    fn keep_failure(this: &Object, exception: Object) {
        this.set(Self::FAILURE, exception);
    }

    /// Returns the reply, or throws the exception.
    fn outcome(this: &Object) -> Result<Instance<Message>> {
        match Object::take(this.get(Self::REPLY)?) {
            Some(reply) => Ok(Instance::of(reply)),
            None => Err(throw_object(this.get_object(Self::FAILURE)?)),
        }
    }

    /// Adds something that waits for the outcome, or a handler of messages.
    fn add(this: &Object, to: Slot<Self>, waiter: Zval) -> Result {
        this.update(to, |all| all.push(waiter))
    }

    /// Suspends the fiber of a concurrent handler until the outcome is known; `false` if the engine
    /// refuses to suspend it.
    fn suspend(this: &Object, fiber: &Object) -> Result<bool> {
        let resumed = fibers::suspend(fiber, this);
        // Somebody else may have resumed it.
        let left = this.update(Self::WAITERS, |waiters| {
            waiters.remove_value(&fiber.to_value())
        })?;
        drop(left);
        resumed
    }

    /// Gives a message to its handlers; `false` if there are none.
    fn tell_message(this: &Object, message: &Object) -> Result<bool> {
        let handlers = this.get_array(Self::MESSAGE_HANDLERS)?;
        for handler in handlers.values() {
            drop(call(handler, [message.to_value()])?);
            check_exception()?;
        }
        Ok(!handlers.is_empty())
    }

    /// Tells all waiters that the outcome is known.
    fn tell(this: &Object) -> Result {
        let waiters = this.get_array(Self::WAITERS)?;
        this.set(Self::WAITERS, Array::new());
        this.set(Self::MESSAGE_HANDLERS, Array::new());
        each_in_turn(waiters.values(), |waiter| {
            match Object::of(waiter) {
                Some(fiber) if is_fiber(fiber) => fibers::resume(fiber, this)?,
                object => match object.and_then(|it| Some((it, WAITERS.of(it)?))) {
                    Some((object, told)) => told(object, this)?,
                    None => drop(call(waiter, [this.to_value()])?),
                },
            }
            check_exception()
        })
    }
}
