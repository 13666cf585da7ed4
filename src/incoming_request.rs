//! `StreamIpc\IncomingRequest`

use crate::answering::{error_reply, go_on, let_go_reply};
use crate::awaitable::WAITERS;
use crate::fibers;
use crate::ipc_session::IpcSession;
use crate::message::Message;
use crate::zend::{
    Array, Callable, Class, Declaration, Instance, Object, PhpString, Property, Result, Slot,
    Stateful, Throwable, Type, call, check_exception, class_entry, each_in_turn, set_aside,
    throw_error, throw_logic,
};
use std::time::Instant;
use stream_ipc::deadline::Deadline;

/// A request of the other side, which a handler may answer later.
pub struct IncomingRequest;

const SESSION: Slot<IncomingRequest> = Slot::new(0);
const ID: Slot<IncomingRequest> = Slot::new(1);
const CANCEL_HANDLERS: Slot<IncomingRequest> = Slot::new(2);

/// The state of a request beside its properties.
#[derive(Default)]
pub struct State {
    /// The class of its message.
    class: Vec<u8>,
    progress: Progress,
    is_cancelled: bool,
    /// Whether the session knows it, to cancel it.
    is_noted: bool,
    /// Until when its sender waits; `None` if the sender did not say so.
    deadline: Option<Instant>,
}

/// How far the answer is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// The handlers are asked.
    #[default]
    Asking,
    /// The handlers have returned, and the answer is to come.
    Open,
    Answered,
    /// The asker was told that there will be no answer.
    LetGo,
}

impl IncomingRequest {
    /// The request of the session with this id, whose sender waits until `deadline`.
    pub fn create(
        session: &Object,
        id: &PhpString,
        message: &Object,
        deadline: Deadline,
    ) -> Result<Object> {
        let request = Self::entry().instantiate()?;
        request.set(SESSION, session);
        request.set(ID, id);
        {
            let mut state = Self::state(&request).borrow_mut();
            state.class = message.class_name();
            state.deadline = deadline.instant();
        }
        if IpcSession::is_native(session)? {
            note(&request)?;
        }
        Ok(request)
    }

    /// The session that it came from, and its id.
    pub fn origin(request: &Object) -> Result<(Object, PhpString)> {
        Ok((request.get_object(SESSION)?, request.get_string(ID)?))
    }

    /// `$request->getId()`
    pub fn id(request: &Object) -> Result<PhpString> {
        request.get_string(ID)
    }

    /// Whether it has its answer.
    pub fn is_answered(request: &Object) -> bool {
        Self::progress(request) == Progress::Answered
    }

    /// Whether the asker was told that there will be no answer. At the end of the script, that is before
    /// fibers that would answer are destroyed.
    pub fn is_let_go(request: &Object) -> bool {
        Self::progress(request) == Progress::LetGo
    }

    fn progress(request: &Object) -> Progress {
        Self::state(request).borrow().progress
    }

    /// Notes that the handlers have returned and the answer is to come. From now on the asker is told if
    /// nobody holds the request any more.
    pub fn leave_open(request: &Object) {
        let mut state = Self::state(request).borrow_mut();
        if state.progress == Progress::Asking {
            state.progress = Progress::Open;
        }
    }

    /// Answers the request, unless it was let go of.
    ///
    /// # Errors
    /// A LogicException if it is answered already.
    pub fn reply(request: &Object, message: &Object) -> Result {
        if Self::is_let_go(request) {
            return Ok(());
        }
        Self::end(request)?;
        let (session, id) = Self::origin(request)?;
        IpcSession::reply(&session, &id, message)
    }

    /// Answers the request with an error.
    pub fn fail(request: &Object, exception: &Object) -> Result {
        Self::reply(request, &error_reply(exception)?)
    }

    /// Answers the request with the outcome of a promise or a job, which is known; unless it is answered
    /// already.
    pub fn answer_with(request: &Object, promise: &Object) -> Result {
        if Self::is_answered(request) {
            return Ok(());
        }
        match set_aside(await_outcome(promise))? {
            Ok(reply) => Self::reply(request, &reply),
            Err(exception) => Self::fail(request, &exception),
        }
    }

    /// Notes that nobody waits for the answer any more, and calls the onCancel() handlers.
    pub fn cancel(request: &Object) -> Result {
        {
            let mut state = Self::state(request).borrow_mut();
            (state.is_cancelled, state.is_noted) = (true, false);
        }
        let handlers = request.get_array(CANCEL_HANDLERS)?;
        request.set(CANCEL_HANDLERS, Array::new());
        each_in_turn(handlers.values(), |handler| {
            drop(call(handler, [])?);
            check_exception()
        })
    }

    /// Notes that it is answered: it cannot be cancelled any more.
    fn end(request: &Object) -> Result {
        Self::check_unanswered(request)?;
        Self::state(request).borrow_mut().progress = Progress::Answered;
        request.set(CANCEL_HANDLERS, Array::new());
        forget(request)
    }

    /// # Errors
    /// A LogicException if it is answered.
    fn check_unanswered(request: &Object) -> Result {
        if Self::is_answered(request) {
            let id = request.get_string(ID)?;
            let id = String::from_utf8_lossy(id.as_bytes()).into_owned();
            return Err(throw_logic(&format!(
                "Request {id} is answered already: reply() or fail() was called before, or its handler \
                 has returned. A handler that answers later returns the IncomingRequest"
            )));
        }
        Ok(())
    }
}

/// `$promise->await()`
fn await_outcome(promise: &Object) -> Result<Object> {
    let reply = promise.call("await", [])?;
    Object::take(reply).ok_or_else(|| throw_error("await() returned no message"))
}

impl Stateful for IncomingRequest {
    type State = State;
}

impl Class for IncomingRequest {
    const NAME: &'static str = r"StreamIpc\IncomingRequest";

    class_entry!();

    fn declare() -> Declaration {
        let session = Type::class(IpcSession::NAME);
        Declaration::final_class()
            .stateful::<Self>()
            .operations::<Self, _>(&WAITERS, Self::answer_with)
            .property(SESSION, Property::private("session", session).readonly())
            .property(ID, Property::private("id", Type::STRING).readonly())
            .property(
                CANCEL_HANDLERS,
                Property::private("cancelHandlers", Type::ARRAY).empty_array(),
            )
            .private_constructor()
            .public("getId", [], Self::id)
            .public("notify", ["message"], notify)
            .public(
                "reply",
                ["message"],
                |request: &Object, message: &Instance<Message>| Self::reply(request, message),
            )
            .public(
                "fail",
                ["exception"],
                |request: &Object, exception: &Instance<Throwable>| Self::fail(request, exception),
            )
            .public("isCancelled", [], is_cancelled)
            .public("onCancel", ["handler"], on_cancel)
            .public("getRemainingTime", [], remaining_time)
            .private("run", ["message", "handlers", "first", "wrong"], run)
            .destructor(destruct)
    }
}

fn notify(request: &Object, message: &Instance<Message>) -> Result {
    IncomingRequest::check_unanswered(request)?;
    if IncomingRequest::state(request).borrow().is_cancelled {
        return Ok(());
    }
    let (session, id) = IncomingRequest::origin(request)?;
    IpcSession::notify_of(&session, &id, message)
}

fn is_cancelled(request: &Object) -> Result<bool> {
    if IncomingRequest::state(request).borrow().is_cancelled {
        return Ok(true);
    }
    if IncomingRequest::is_answered(request) {
        return Ok(false);
    }
    let (session, id) = IncomingRequest::origin(request)?;
    if IpcSession::end(&session).is_some() {
        return Ok(true);
    }
    let is_cancelled = IpcSession::look_for_cancellation(&session, &id)?;
    if is_cancelled {
        forget(request)?;
        IncomingRequest::cancel(request)?;
    }
    Ok(is_cancelled)
}

/// Makes the session know the request, to cancel it.
fn note(request: &Object) -> Result {
    let is_noted = std::mem::replace(
        &mut IncomingRequest::state(request).borrow_mut().is_noted,
        true,
    );
    match is_noted {
        true => Ok(()),
        false => IpcSession::note_incoming(&request.get_object(SESSION)?, request),
    }
}

/// Makes the session forget the request, which nobody can cancel any more.
fn forget(request: &Object) -> Result {
    let is_noted = std::mem::take(&mut IncomingRequest::state(request).borrow_mut().is_noted);
    match is_noted {
        true => IpcSession::forget_incoming(&request.get_object(SESSION)?, request),
        false => Ok(()),
    }
}

fn on_cancel(request: &Object, handler: &Callable) -> Result {
    if is_cancelled(request)? {
        drop(call(handler, [])?);
        return check_exception();
    }
    if IncomingRequest::is_answered(request) {
        return Ok(());
    }
    note(request)?;
    request.update(CANCEL_HANDLERS, |handlers| {
        handlers.push(handler.shallow_clone());
    })
}

fn remaining_time(request: &Object) -> Option<f64> {
    let deadline = IncomingRequest::state(request).borrow().deadline?;
    let remaining = deadline.saturating_duration_since(Instant::now());
    Some(remaining.as_secs_f64())
}

/// Runs a concurrent handler and those behind it, in a fiber of their own.
fn run(
    request: &Object,
    message: &Instance<Message>,
    handlers: &Array,
    first: i64,
    wrong: &PhpString,
) -> Result {
    let session = request.get_object(SESSION)?;
    let _running = fibers::Running::enter(&IpcSession::peer(&session)?)?;
    go_on(request, message, handlers, first, wrong)
}

fn destruct(request: &Object) -> Result {
    let class = {
        let state = IncomingRequest::state(request).borrow();
        match state.progress {
            Progress::Open => state.class.clone(),
            _ => return Ok(()),
        }
    };
    let session = request.get_object(SESSION)?;
    if IpcSession::end(&session).is_some() {
        return Ok(());
    }
    IncomingRequest::reply(request, &let_go_reply(&request.get_string(ID)?, &class)?)?;
    IncomingRequest::state(request).borrow_mut().progress = Progress::LetGo;
    Ok(())
}
