//! Answering the requests of the other side.

use crate::envelope::ResponsePromise;
use crate::incoming_request::IncomingRequest;
use crate::ipc_session::IpcSession;
use crate::job::Job;
use crate::message::{ErrorMessage, Message};
use crate::wrong_reply;
use crate::zend::{
    Array, Object, PhpString, Result, ToValue, Zval, available_memory, call_with_more, set_aside,
    start_fiber, throw_logic, throw_object, throw_runtime, type_name,
};
use stream_ipc::deadline::Deadline;

/// Bytes of memory that must be left to begin another fiber, which takes some 20 KB, and its handler.
const ROOM_FOR_FIBER: usize = 512 * 1024;

/// Answers a request with what the session's handlers return, or with the error that they meet.
#[inline]
pub fn answer(session: &Object, id: PhpString, message: &Object, deadline: Deadline) -> Result {
    let list = IpcSession::request_handlers(session)?;
    let handlers = Handlers {
        first: 0,
        concurrent: IpcSession::first_concurrent(session, &list),
        list: &list,
    };
    let mut request = Request {
        session,
        id,
        message,
        deadline,
        object: None,
    };
    request.answer(&handlers, String::new())
}

/// Goes on with the handlers from the one at `first`, in the fiber that was made for it. `wrong` tells what
/// those before it have returned.
pub fn go_on(
    object: &Object,
    message: &Object,
    list: &Array,
    first: i64,
    wrong: &PhpString,
) -> Result {
    let (session, id) = IncomingRequest::origin(object)?;
    let handlers = Handlers {
        list,
        first: usize::try_from(first).unwrap_or_default(),
        concurrent: None,
    };
    let mut request = Request {
        session: &session,
        id,
        message,
        // The object knows it.
        deadline: Deadline::NEVER,
        object: Some(object.clone()),
    };
    let wrong = String::from_utf8_lossy(wrong.as_bytes()).into_owned();
    request.answer(&handlers, wrong)
}

/// The answer to a request whose handler threw an exception.
pub fn error_reply(exception: &Object) -> Result<Object> {
    ErrorMessage::of_exception(b"Error in dispatch", exception)
}

/// The answer to a request that was cancelled before it was looked at: the other side may wait to hear
/// that nobody works on it.
pub fn cancelled_reply(id: &PhpString) -> Result<Object> {
    let text = [
        b"Request ",
        id.as_bytes(),
        b" was cancelled before its handler began",
    ];
    ErrorMessage::plain(&text.concat())
}

/// The answer to a request of this class that nobody holds any more.
pub fn let_go_reply(id: &PhpString, class: &[u8]) -> Result<Object> {
    let text = [
        b"Request ",
        id.as_bytes(),
        b" (",
        class,
        b") was let go of without a reply",
    ];
    ErrorMessage::plain(&text.concat())
}

/// The handlers that may answer a request.
struct Handlers<'a> {
    list: &'a Array,
    /// The position of the one to begin with.
    first: usize,
    /// The position of the first one that is to run in a fiber of its own.
    concurrent: Option<usize>,
}

/// What the handlers say to a request.
enum Answer {
    Message(Object),
    /// The outcome of this promise is the answer.
    Promise(Object),
    /// The outcome of this job is the answer.
    Job(Object),
    /// It comes later, or came in the handler.
    Open,
}

struct Request<'a> {
    session: &'a Object,
    id: PhpString,
    message: &'a Object,
    /// Until when its sender waits.
    deadline: Deadline,
    /// What handlers know it by; made for the first one that takes it.
    object: Option<Object>,
}

impl Request<'_> {
    fn answer(&mut self, handlers: &Handlers<'_>, wrong: String) -> Result {
        match set_aside(self.ask(handlers, wrong))? {
            Ok(Answer::Message(reply)) => self.reply(&reply),
            Ok(Answer::Promise(promise)) => self.reply_with(&promise, ResponsePromise::answer),
            Ok(Answer::Job(job)) => self.reply_with(&job, Job::answer),
            Ok(Answer::Open) => Ok(()),
            Err(_) if self.is_let_go() => Ok(()),
            // The asker has its answer, so the exception concerns this side.
            Err(exception) if self.is_answered() => Err(throw_object(exception)),
            Err(exception) => self.reply(&error_reply(&exception)?),
        }
    }

    /// Asks one handler after the other; null means "not mine".
    fn ask(&mut self, handlers: &Handlers<'_>, mut wrong: String) -> Result<Answer> {
        for (position, handler) in handlers.list.values().enumerate() {
            if position < handlers.first {
                continue;
            }
            if handlers.concurrent == Some(position) {
                return self.ask_in_fiber(handlers.list, position, &wrong);
            }
            let args = [self.message.to_value(), self.session.to_value()];
            let returned = call_with_more(handler, args, || self.object().map(ToValue::to_value))?;
            if let Some(answer) = self.understand(&returned)? {
                return Ok(answer);
            }
            if wrong.is_empty() && !returned.is_null() {
                wrong = format!(
                    " ({})",
                    wrong_reply::describe(position + 1, handler, &returned)?
                );
            }
        }
        let class = self.message.class_name();
        let text = [b"Unhandled request: ", &*class, wrong.as_bytes()].concat();
        ErrorMessage::plain(&text).map(Answer::Message)
    }

    /// What a handler means by the value that it returned; `None` if it is no answer.
    fn understand(&self, returned: &Zval) -> Result<Option<Answer>> {
        let answer = Object::of(returned).and_then(|object| match &self.object {
            _ if object.is_a::<Message>() => Some(Answer::Message(object.clone())),
            _ if object.is_exactly::<ResponsePromise>() => Some(Answer::Promise(object.clone())),
            _ if object.is_exactly::<Job>() => Some(Answer::Job(object.clone())),
            Some(own) if object.is(own) => Some(Answer::Open),
            _ => None,
        });
        match answer {
            Some(Answer::Open) => {
                self.object.as_ref().map(IncomingRequest::leave_open);
                Ok(answer)
            }
            Some(_) if self.is_answered() => Err(throw_logic(&format!(
                "A request handler has answered with reply() or fail(), and returned {}, too",
                type_name(returned)
            ))),
            None if self.is_answered() => Ok(Some(Answer::Open)),
            answer => Ok(answer),
        }
    }

    /// Asks the handlers from this position in a fiber, which answers itself.
    fn ask_in_fiber(&mut self, handlers: &Array, position: usize, wrong: &str) -> Result<Answer> {
        if available_memory() < ROOM_FOR_FIBER {
            return Err(throw_runtime(
                "Too many concurrent handlers run for memory_limit; ask for less at once",
            ));
        }
        let object = self.object()?;
        let args = [
            self.message.to_value(),
            handlers.clone().to_value(),
            (position as i64).to_value(),
            wrong.to_value(),
        ];
        start_fiber(object.closure("run")?, args)?;
        IncomingRequest::leave_open(&object);
        Ok(Answer::Open)
    }

    fn object(&mut self) -> Result<Object> {
        let object = match self.object.take() {
            Some(object) => object,
            None => IncomingRequest::create(self.session, &self.id, self.message, self.deadline)?,
        };
        Ok(self.object.insert(object).clone())
    }

    fn is_answered(&self) -> bool {
        self.object
            .as_ref()
            .is_some_and(IncomingRequest::is_answered)
    }

    fn is_let_go(&self) -> bool {
        self.object.as_ref().is_some_and(IncomingRequest::is_let_go)
    }

    fn reply(&self, message: &Object) -> Result {
        match &self.object {
            Some(object) => IncomingRequest::reply(object, message),
            None => IpcSession::reply(self.session, &self.id, message),
        }
    }

    fn reply_with(&mut self, promise: &Object, answer: fn(&Object, &Object) -> Result) -> Result {
        let object = self.object()?;
        IncomingRequest::leave_open(&object);
        answer(promise, &object)
    }
}
