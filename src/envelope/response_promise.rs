//! `StreamIpc\Envelope\ResponsePromise`

use crate::fibers;
use crate::incoming_request::IncomingRequest;
use crate::ipc_peer::IpcPeer;
use crate::ipc_session::IpcSession;
use crate::message::{ErrorMessage, ErrorMessageException, Message};
use crate::session_process;
use crate::transport::{CancelledException, PeerClosedException, TimeoutException};
use crate::zend::{
    Array, Callable, Class, Declaration, DefaultValue, Instance, Object, Or, PhpString, Property,
    Result, Slot, Stateful, Thrown, ToValue, Type, Zval, call, catch, check_exception, class_entry,
    each_in_turn, is_fiber, message_of, throw_error, throw_logic, throw_object,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::session::{End, Outcome};

/// Promises the reply to a request.
pub struct ResponsePromise;

const PEER: Slot<ResponsePromise> = Slot::new(0);
const SESSION: Slot<ResponsePromise> = Slot::new(1);
const ID: Slot<ResponsePromise> = Slot::new(2);
const TIMEOUT: Slot<ResponsePromise> = Slot::new(3);

/// The reply once it was awaited, so that awaiting again gives the same one.
const REPLY: Slot<ResponsePromise> = Slot::new(4);

/// The exception once it was thrown, if there is no reply.
const FAILURE: Slot<ResponsePromise> = Slot::new(5);

/// Whatever waits for the outcome: onResolved() handlers, requests to answer with it, suspended fibers.
const WAITERS: Slot<ResponsePromise> = Slot::new(6);

/// The onMessage() handlers.
const MESSAGE_HANDLERS: Slot<ResponsePromise> = Slot::new(7);

impl ResponsePromise {
    /// Seconds until a request times out by default.
    pub const DEFAULT_TIMEOUT: f64 = 30.0;

    /// A promise for a request that is about to be sent; the session expects its reply.
    pub fn create(
        peer: &Object,
        session: &Object,
        id: PhpString,
        timeout: f64,
        deadline: Deadline,
    ) -> Result<Object> {
        let promise = Self::entry().instantiate()?;
        promise.set(PEER, peer);
        promise.set(SESSION, session);
        promise.set(ID, id);
        promise.set(TIMEOUT, timeout);
        Self::state(&promise).borrow_mut().deadline = Some(deadline);
        Ok(promise)
    }

    /// `$promise->await()`
    pub fn outcome(this: &Object) -> Result<Object> {
        let reply = this.call("await", [])?;
        Object::take(reply).ok_or_else(|| throw_error("await() returned no message"))
    }

    /// Answers a request with the outcome, once it is known.
    ///
    /// # Errors
    /// A LogicException if another promise of the same request has waiters.
    pub fn answer(this: &Object, request: &Object) -> Result {
        match is_resolved(this)? {
            true => IncomingRequest::answer_with(request, this),
            false => add_waiter(this, request.to_value()),
        }
    }

    /// Gives a message of the request to its handlers; `false` if it has none.
    pub fn tell_message(this: &Object, message: &Object) -> Result<bool> {
        let handlers = this.get_array(MESSAGE_HANDLERS)?;
        for handler in handlers.values() {
            drop(call(handler, [message.to_value()])?);
            check_exception()?;
        }
        Ok(!handlers.is_empty())
    }

    /// Tells all waiters that the outcome is known.
    pub fn tell(this: &Object) -> Result {
        let waiters = this.get_array(WAITERS)?;
        this.set(WAITERS, Array::new());
        this.set(MESSAGE_HANDLERS, Array::new());
        each_in_turn(waiters.values(), |waiter| {
            match Object::of(waiter) {
                Some(fiber) if is_fiber(fiber) => fibers::resume(fiber, this)?,
                Some(request) if request.is_exactly::<IncomingRequest>() => {
                    IncomingRequest::answer_with(request, this)?;
                }
                _ => drop(call(waiter, [this.to_value()])?),
            }
            check_exception()
        })
    }
}

/// The state of a promise beside its properties.
#[derive(Default)]
pub struct State {
    /// The time by which the reply must have come; `None` before the constructor has run.
    deadline: Option<Deadline>,
    /// Whether the outcome was taken.
    is_settled: bool,
}

impl Stateful for ResponsePromise {
    type State = State;
}

impl Class for ResponsePromise {
    const NAME: &'static str = r"StreamIpc\Envelope\ResponsePromise";

    class_entry!();

    fn declare() -> Declaration {
        let peer = Type::class(IpcPeer::NAME);
        let session = Type::class(IpcSession::NAME);
        let message = Type::class(Message::NAME);
        Declaration::final_class()
            .stateful::<Self>()
            .float_constant("DEFAULT_TIMEOUT", Self::DEFAULT_TIMEOUT)
            .property(PEER, Property::private("peer", peer).readonly().promoted())
            .property(
                SESSION,
                Property::private("session", session).readonly().promoted(),
            )
            .property(
                ID,
                Property::private("id", Type::STRING).readonly().promoted(),
            )
            .property(
                TIMEOUT,
                Property::private("timeout", Type::FLOAT)
                    .readonly()
                    .promoted(),
            )
            .property(REPLY, Property::private("reply", message.nullable()).null())
            .property(
                FAILURE,
                Property::private("failure", Type::class("Throwable").nullable()).null(),
            )
            .property(
                WAITERS,
                Property::private("waiters", Type::ARRAY).empty_array(),
            )
            .property(
                MESSAGE_HANDLERS,
                Property::private("messageHandlers", Type::ARRAY).empty_array(),
            )
            .constructor(["peer", "session", "id", "timeout"], construct)
            .public("await", [], await_reply)
            .public("isResolved", [], is_resolved)
            .public("onResolved", ["handler"], on_resolved)
            .public("onMessage", ["handler"], on_message)
            .public("cancel", ["grace"], cancel)
            .destructor(destruct)
    }
}

/// `= self::DEFAULT_TIMEOUT`
struct DefaultTimeout;

impl DefaultValue for DefaultTimeout {
    type Value = f64;

    const VALUE: f64 = ResponsePromise::DEFAULT_TIMEOUT;

    fn php() -> String {
        "self::DEFAULT_TIMEOUT".to_owned()
    }
}

fn construct(
    this: &Object,
    peer: &Instance<IpcPeer>,
    session: &Instance<IpcSession>,
    id: &PhpString,
    timeout: Or<f64, DefaultTimeout>,
) -> Result {
    let timeout = timeout.value;
    this.initialize(PEER, peer)?;
    this.initialize(SESSION, session)?;
    this.initialize(ID, id)?;
    this.initialize(TIMEOUT, timeout)?;
    let deadline = Deadline::after_seconds(timeout);
    IpcSession::expect_reply(session, id, deadline)?;
    ResponsePromise::state(this).borrow_mut().deadline = Some(deadline);
    Ok(())
}

/// Ticks until the outcome is known. Even if the time is up, looks through what has arrived already.
fn await_reply(this: &Object) -> Result<Instance<Message>> {
    let session = this.get_object(SESSION)?;
    let id = this.get_string(ID)?;
    let deadline = deadline(this);
    let mut looked = false;
    while !is_settled(this) {
        if let Some(outcome) = IpcSession::take_outcome(&session, &id)? {
            settle(this, &session, &id, outcome)?;
        } else if let Some(end) = IpcSession::end(&session) {
            // Another await() took the outcome, or the request was forgotten.
            settle(this, &session, &id, Outcome::Ended(end))?;
        } else if fibers::exist() && suspend(this, &session)? {
            looked = false;
        } else if looked && deadline.has_passed() {
            IpcSession::time_out(&session, &id)?;
            settle(this, &session, &id, Outcome::TimedOut)?;
        } else {
            IpcPeer::advance_to_reply(&this.get_object(PEER)?, &session, &id, deadline)?;
            looked = true;
        }
    }
    match Object::take(this.get(REPLY)?) {
        Some(reply) => Ok(Instance::of(reply)),
        None => Err(throw_object(this.get_object(FAILURE)?)),
    }
}

/// Suspends the fiber of a concurrent handler until the outcome is known; `false` if this is none, or may not
/// be suspended.
fn suspend(this: &Object, session: &Object) -> Result<bool> {
    let Some(fiber) = IpcSession::fiber_of_handler(session)? else {
        return Ok(false);
    };
    if !try_add(this, WAITERS, (&fiber).to_value())? {
        return Ok(false);
    }
    let resumed = fibers::suspend(&fiber, this);
    // Somebody else may have resumed it.
    let left = this.update(WAITERS, |waiters| {
        waiters.remove_value(&(&fiber).to_value())
    })?;
    drop(left);
    resumed
}

fn deadline(this: &Object) -> Deadline {
    let deadline = ResponsePromise::state(this).borrow().deadline;
    deadline.unwrap_or(Deadline::NEVER)
}

/// Adds a waiter for an outcome that is not known yet.
fn add_waiter(this: &Object, waiter: Zval) -> Result {
    match try_add(this, WAITERS, waiter)? {
        true => Ok(()),
        false => Err(throw_held_by_another(this)?),
    }
}

fn throw_held_by_another(this: &Object) -> Result<Thrown> {
    let id = this.get_string(ID)?;
    let id = String::from_utf8_lossy(id.as_bytes()).into_owned();
    Ok(throw_logic(&format!(
        "Another promise of request {id} waits for its outcome already; use that one"
    )))
}

/// Adds to the waiters or handlers, unless another promise of the same request has some. The session holds
/// the promise until the outcome is known.
fn try_add(this: &Object, to: Slot<ResponsePromise>, waiter: Zval) -> Result<bool> {
    let session = this.get_object(SESSION)?;
    let id = this.get_string(ID)?;
    if !IpcSession::hold_promise(&session, &id, this)? {
        return Ok(false);
    }
    this.update(to, |all| all.push(waiter))?;
    // The session may have forgotten the request; then the deadline is the outcome.
    IpcSession::expect_reply(&session, &id, deadline(this))?;
    Ok(true)
}

fn is_settled(promise: &Object) -> bool {
    ResponsePromise::state(promise).borrow().is_settled
}

/// Keeps the outcome. Makes an exception only once, so that awaiting again throws the same one.
fn settle(promise: &Object, session: &Object, id: &PhpString, outcome: Outcome<Object>) -> Result {
    let thrown = match outcome {
        Outcome::Reply(reply) if reply.is_exactly::<ErrorMessage>() => {
            ErrorMessageException::throw(&reply)
        }
        Outcome::Reply(reply) => {
            keep(promise, REPLY, reply);
            return Ok(());
        }
        Outcome::TimedOut => {
            let timeout = promise.get(TIMEOUT)?.double().unwrap_or_default();
            let thrown = TimeoutException::throw_unanswered(timeout);
            keep(promise, FAILURE, catch(thrown)?);
            // No event may come any more that tells them.
            return IpcSession::tell_waiters(session, id.as_bytes());
        }
        Outcome::Cancelled => CancelledException::throw(id),
        Outcome::Ended(end) => throw_peer_closed(session, id, end)?,
    };
    keep(promise, FAILURE, catch(thrown)?);
    Ok(())
}

fn keep(promise: &Object, place: Slot<ResponsePromise>, outcome: Object) {
    promise.set(place, outcome);
    ResponsePromise::state(promise).borrow_mut().is_settled = true;
}

fn throw_peer_closed(session: &Object, id: &PhpString, end: End) -> Result<Thrown> {
    let id = String::from_utf8_lossy(id.as_bytes());
    let failure = IpcSession::failure(session)?;
    let last_output = IpcSession::last_output(session)?;
    let reason = match end {
        End::CutShort => "another message was given up when half of it had left".to_owned(),
        End::ByPeer { lost } => {
            let how = match (session_process::end_in_words(session)?, lost) {
                (None, _) => end.to_string(),
                (Some(process), 0) => process,
                (Some(process), lost) => {
                    format!("{process} in the middle of a frame, {lost} bytes of which are lost")
                }
            };
            format!("{how}{last_output}")
        }
        _ => match &failure {
            Some(failure) => format!(
                "the session was closed on this side after \"{}\"",
                message_of(failure)?
            ),
            None => "the session was closed on this side".to_owned(),
        },
    };
    let text = format!("No reply to request {id} can come any more: {reason}");
    let process = [
        session_process::exit_code(session)?,
        session_process::term_signal(session)?,
    ];
    Ok(PeerClosedException::throw(
        &text,
        failure,
        &last_output,
        process,
    ))
}

fn is_resolved(this: &Object) -> Result<bool> {
    if is_settled(this) {
        return Ok(true);
    }
    let session = this.get_object(SESSION)?;
    Ok(IpcSession::end(&session).is_some()
        || IpcSession::is_resolved(&session, &this.get_string(ID)?)?)
}

fn on_resolved(this: &Object, handler: &Callable) -> Result {
    if !is_resolved(this)? {
        return add_waiter(this, handler.shallow_clone());
    }
    drop(call(handler, [this.to_value()])?);
    check_exception()
}

fn on_message(this: &Object, handler: &Callable) -> Result {
    if is_resolved(this)? || try_add(this, MESSAGE_HANDLERS, handler.shallow_clone())? {
        return Ok(());
    }
    Err(throw_held_by_another(this)?)
}

fn cancel(this: &Object, grace: Option<f64>) -> Result {
    let session = this.get_object(SESSION)?;
    if grace.is_some() {
        session_process::require(&session)?;
    }
    if is_resolved(this)? {
        return Ok(());
    }
    let id = this.get_string(ID)?;
    let until = grace.and_then(|grace| Deadline::after_seconds(grace).instant());
    if !IpcSession::cancel_request(&session, &id, until)? {
        // The session has forgotten the request, so no reply can come.
        settle(this, &session, &id, Outcome::Cancelled)?;
    }
    Ok(())
}

fn destruct(this: &Object) -> Result {
    // There is nothing to forget if the constructor threw, or the outcome was taken.
    let is_over = {
        let state = ResponsePromise::state(this).borrow();
        state.deadline.is_none() || state.is_settled
    };
    if is_over {
        return Ok(());
    }
    IpcSession::forget_request(&this.get_object(SESSION)?, &this.get_string(ID)?)
}
