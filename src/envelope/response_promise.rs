//! `StreamIpc\Envelope\ResponsePromise`

use crate::awaitable::{AWAITABLES, Awaitable, AwaitableOperations};
use crate::fibers;
use crate::incoming_request::IncomingRequest;
use crate::ipc_peer::IpcPeer;
use crate::ipc_session::IpcSession;
use crate::message::Message;
use crate::session_process;
use crate::transport::{CancelledException, PeerClosedException, TimeoutException};
use crate::zend::{
    Callable, Class, Declaration, DefaultValue, Instance, Object, Or, PhpString, Property, Result,
    Slot, Stateful, Thrown, ToValue, Type, Zval, call, catch, check_exception, class_entry,
    message_of, throw_logic,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::session::{End, Outcome};

/// Promises the reply to a request.
pub struct ResponsePromise;

const PEER: Slot<ResponsePromise> = Slot::new(0);
const SESSION: Slot<ResponsePromise> = Slot::new(1);
const ID: Slot<ResponsePromise> = Slot::new(2);
const TIMEOUT: Slot<ResponsePromise> = Slot::new(3);

impl Awaitable for ResponsePromise {
    const REPLY: Slot<Self> = Slot::new(4);
    const FAILURE: Slot<Self> = Slot::new(5);
    const WAITERS: Slot<Self> = Slot::new(6);
    const MESSAGE_HANDLERS: Slot<Self> = Slot::new(7);
}

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
        let class = Declaration::final_class()
            .stateful::<Self>()
            .operations::<Self, _>(
                &AWAITABLES,
                AwaitableOperations {
                    note_outcome: |promise, _, _| Self::tell(promise),
                    tell_message: Self::tell_message,
                },
            )
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
            );
        Self::with_outcome(class)
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
    ResponsePromise::outcome(this)
}

/// Suspends the fiber of a concurrent handler until the outcome is known; `false` if this is none, or may not
/// be suspended.
fn suspend(this: &Object, session: &Object) -> Result<bool> {
    let Some(fiber) = IpcSession::fiber_of_handler(session)? else {
        return Ok(false);
    };
    if !try_add(this, ResponsePromise::WAITERS, (&fiber).to_value())? {
        return Ok(false);
    }
    ResponsePromise::suspend(this, &fiber)
}

fn deadline(this: &Object) -> Deadline {
    let deadline = ResponsePromise::state(this).borrow().deadline;
    deadline.unwrap_or(Deadline::NEVER)
}

/// Adds a waiter for an outcome that is not known yet.
fn add_waiter(this: &Object, waiter: Zval) -> Result {
    match try_add(this, ResponsePromise::WAITERS, waiter)? {
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
    ResponsePromise::add(this, to, waiter)?;
    // The session may have forgotten the request; then the deadline is the outcome.
    IpcSession::expect_reply(&session, &id, deadline(this))?;
    Ok(true)
}

fn is_settled(promise: &Object) -> bool {
    ResponsePromise::state(promise).borrow().is_settled
}

/// Keeps the outcome. Makes an exception only once, so that awaiting again throws the same one.
fn settle(this: &Object, session: &Object, id: &PhpString, outcome: Outcome<Object>) -> Result {
    let is_late = matches!(outcome, Outcome::TimedOut);
    let thrown = match outcome {
        Outcome::Reply(reply) => {
            ResponsePromise::keep_reply(this, reply)?;
            note_settled(this);
            return Ok(());
        }
        Outcome::TimedOut => {
            let timeout = this.get(TIMEOUT)?.double().unwrap_or_default();
            TimeoutException::throw_unanswered(timeout)
        }
        Outcome::Cancelled => CancelledException::throw(id),
        Outcome::Ended(end) => throw_peer_closed(session, id, end)?,
    };
    ResponsePromise::keep_failure(this, catch(thrown)?);
    note_settled(this);
    match is_late {
        // No event may come any more that tells them.
        true => IpcSession::tell_waiters(session, id.as_bytes()),
        false => Ok(()),
    }
}

fn note_settled(promise: &Object) {
    ResponsePromise::state(promise).borrow_mut().is_settled = true;
}

fn throw_peer_closed(session: &Object, id: &PhpString, end: End) -> Result<Thrown> {
    let id = String::from_utf8_lossy(id.as_bytes());
    let failure = IpcSession::failure(session)?;
    let last_output = IpcSession::last_output(session)?;
    let reason = match end {
        End::Silent { .. } => end.to_string(),
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
    if is_resolved(this)?
        || try_add(
            this,
            ResponsePromise::MESSAGE_HANDLERS,
            handler.shallow_clone(),
        )?
    {
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
