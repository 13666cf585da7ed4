//! `StreamIpc\IpcSession`

use crate::amphp_ipc_peer::AmphpIpcPeer;
use crate::envelope::id::RequestIdGenerator;
use crate::envelope::{Envelope, RequestEnvelope, ResponseEnvelope, ResponsePromise};
use crate::invalid_stream_exception::InvalidStreamException;
use crate::ipc_peer::IpcPeer;
use crate::message::{ErrorMessage, Message};
use crate::transport::{Delivery, MessageTransport, StreamClosedException, message_of};
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, PhpString, Property, Result, Slot, Stateful,
    ToValue, Type, Zval, call as call_handler, catch, check_exception, class_entry, throw_object,
    throwable_class,
};
use stream_ipc::correlation::Correlator;
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::Inbound;

/// One conversation with another process.
pub struct IpcSession;

const PEER: Slot = Slot(0);
const TRANSPORT: Slot = Slot(1);
const ID_GEN: Slot = Slot(2);
const MESSAGE_HANDLERS: Slot = Slot(3);
const REQUEST_HANDLERS: Slot = Slot(4);
const EXCEPTION_HANDLERS: Slot = Slot(5);
const CLOSE_HANDLERS: Slot = Slot(6);

/// Replies that came, by the id of their request, until they are taken.
const REPLIES: Slot = Slot(7);

/// What a session is beside its properties.
#[derive(Default)]
pub struct State {
    requests: Correlator<()>,
    end: Option<End>,
    closed: bool,
}

/// How a session came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The other side closed its streams, with so many bytes of unfinished frames.
    ByPeer {
        /// Bytes of frames whose rest will never come.
        lost: usize,
    },
    /// This side closed it.
    Here,
}

impl IpcSession {
    /// `new IpcSession($peer, $transport, $idGen)`
    pub fn create(peer: &Object, transport: &Object, id_gen: &Object) -> Result<Object> {
        Self::entry().construct([peer.to_value(), transport.to_value(), id_gen.to_value()])
    }

    /// `$session->getTransport()`
    pub fn transport(session: &Object) -> Result<Object> {
        session.get_object(TRANSPORT)
    }

    /// How the session ended; `None` while it has not.
    pub fn end(session: &Object) -> Option<End> {
        Self::state(session).borrow().end
    }

    /// `$session->dispatch($envelope)`
    pub fn dispatch(session: &Object, envelope: &Object) -> Result {
        if envelope.is_exactly::<ResponseEnvelope>() {
            let (id, reply) = ResponseEnvelope::open(envelope)?;
            return keep_reply(session, &id, &reply);
        }
        if envelope.is_exactly::<RequestEnvelope>() {
            let (id, request) = RequestEnvelope::open(envelope)?;
            return answer(session, id, &request);
        }
        for handler in session.get_array(MESSAGE_HANDLERS)?.values() {
            run_handler(handler, [envelope.to_value(), session.to_value()])?;
        }
        Ok(())
    }

    /// Dispatches what streams brought; what went wrong with them goes to the exception handlers.
    pub fn deliver(session: &Object, inbound: &Inbound, serializer: &Object) -> Result {
        let exception = match inbound {
            Inbound::Ended { lost } => {
                return Self::finish(session, End::ByPeer { lost: *lost });
            }
            Inbound::StreamClosed => InvalidStreamException::create(session)?,
            inbound => match message_of(inbound, serializer) {
                Ok(message) => return Self::dispatch(session, &message),
                Err(thrown) => catch(thrown)?,
            },
        };
        Self::trigger_exception(session, &exception)
    }

    /// `$session->triggerException($e)`
    pub fn trigger_exception(session: &Object, exception: &Object) -> Result {
        let mut stays_open = false;
        for handler in session.get_array(EXCEPTION_HANDLERS)?.values() {
            let result = call_handler(handler, [exception.to_value(), session.to_value()])?;
            stays_open |= result.is_false();
        }
        if stays_open {
            Ok(())
        } else {
            Self::close(session)
        }
    }

    /// `$session->close()`
    pub fn close(session: &Object) -> Result {
        if std::mem::replace(&mut Self::state(session).borrow_mut().closed, true) {
            return Ok(());
        }
        let peer = session.get_object(PEER)?;
        peer.call("removesession", [session.to_value()])?;
        Self::finish(session, End::Here)
    }

    /// Ends the session, once: requests without a reply will get none, and whoever asked with
    /// onClose() is told.
    pub fn finish(session: &Object, end: End) -> Result {
        if Self::end(session).is_some() {
            return Ok(());
        }
        Self::state(session).borrow_mut().end = Some(end);
        // Nobody can ask again: all are told, though one throws.
        let mut thrown = None;
        for handler in session.get_array(CLOSE_HANDLERS)?.values() {
            if let Err(failure) = run_handler(handler, [session.to_value()]) {
                let exception = catch(failure)?;
                thrown.get_or_insert(exception);
            }
        }
        thrown.map_or(Ok(()), |exception| Err(throw_object(exception)))
    }

    /// `$session->registerPromise($id)`
    pub fn register_promise(session: &Object, id: &PhpString) -> Result {
        Self::state(session)
            .borrow_mut()
            .requests
            .register(id.as_bytes());
        note_requests(session)
    }

    /// `$session->cleanupPromise($id)`
    pub fn cleanup_promise(session: &Object, id: &PhpString) -> Result {
        Self::state(session)
            .borrow_mut()
            .requests
            .forget(id.as_bytes());
        let removed = session.update(REPLIES, |replies| replies.remove_str(id.as_bytes()))?;
        drop(removed);
        note_requests(session)
    }

    /// Whether the reply to a request is there to be taken.
    pub fn has_response(session: &Object, id: &PhpString) -> bool {
        Self::state(session)
            .borrow()
            .requests
            .is_resolved(id.as_bytes())
    }

    /// `$session->popResponse($id)`
    pub fn pop_response(session: &Object, id: &PhpString) -> Result<Option<Object>> {
        if Self::state(session)
            .borrow_mut()
            .requests
            .take(id.as_bytes())
            .is_none()
        {
            return Ok(None);
        }
        let reply = session.update(REPLIES, |replies| replies.remove_str(id.as_bytes()))?;
        Ok(reply.and_then(Object::take))
    }
}

/// Calls a handler whose result does not count.
fn run_handler<const N: usize>(handler: &Zval, args: [Zval; N]) -> Result {
    drop(call_handler(handler, args)?);
    // Its destructors may have thrown.
    check_exception()
}

fn keep_reply(session: &Object, id: &PhpString, reply: &Object) -> Result {
    let awaited = IpcSession::state(session)
        .borrow_mut()
        .requests
        .resolve(id.as_bytes(), ());
    if awaited.is_ok() {
        session.update(REPLIES, |replies| {
            replies.insert_str(id.as_bytes(), reply.to_value())
        })?;
    }
    note_requests(session)
}

/// Has an event loop go on, or not, according to whether a reply is missing.
fn note_requests(session: &Object) -> Result {
    let peer = session.get_object(PEER)?;
    if !peer.is_exactly::<AmphpIpcPeer>() {
        return Ok(());
    }
    let waiting = IpcSession::state(session).borrow().requests.is_waiting();
    AmphpIpcPeer::keep_loop(session, waiting)
}

/// Answers a request: with what a handler returns, or with what went wrong. A reply that cannot be
/// sent for want of a peer is the session's affair, not that of whoever ticks.
fn answer(session: &Object, id: PhpString, request: &Object) -> Result {
    let replied = handle(session, request).or_else(|thrown| error_reply(&catch(thrown)?));
    let sent = replied.and_then(|reply| send_reply(session, id.clone(), &reply));
    let Err(thrown) = sent else { return Ok(()) };
    let exception = catch(thrown)?;
    if exception.is_a::<StreamClosedException>() {
        return IpcSession::trigger_exception(session, &exception);
    }
    send_reply(session, id, &error_reply(&exception)?)
}

/// What the first handler that returns a message replies.
fn handle(session: &Object, request: &Object) -> Result<Object> {
    for handler in session.get_array(REQUEST_HANDLERS)?.values() {
        let reply = call_handler(handler, [request.to_value(), session.to_value()])?;
        if let Some(reply) = Object::take(reply).filter(Object::is_a::<Message>) {
            return Ok(reply);
        }
    }
    ErrorMessage::plain(&[b"Unhandled request: ".as_slice(), &request.class_name()].concat())
}

fn error_reply(exception: &Object) -> Result<Object> {
    ErrorMessage::of_exception(b"Error in dispatch", exception)
}

fn send_reply(session: &Object, id: PhpString, reply: &Object) -> Result {
    let envelope = ResponseEnvelope::create(id, reply)?;
    send(session, &envelope, Deadline::NEVER).map(drop)
}

fn send(session: &Object, message: &Object, deadline: Deadline) -> Result<Delivery> {
    MessageTransport::send(&IpcSession::transport(session)?, message, deadline)
}

impl Stateful for IpcSession {
    type State = State;
}

impl Class for IpcSession {
    const NAME: &'static str = r"StreamIpc\IpcSession";

    class_entry!();

    fn declare() -> Declaration {
        let peer = Type::class(IpcPeer::NAME);
        let transport = Type::class(MessageTransport::NAME);
        let id_gen = Type::class(RequestIdGenerator::NAME);
        let message = Type::class(Message::NAME);
        let array = |name| Property::private(name, Type::ARRAY).empty_array();
        let takes_handler = |method: Method| {
            method
                .param(Param::new("handler", Type::CALLABLE))
                .returns(Type::VOID)
        };
        let takes_id = |method: Method| method.param(Param::new("id", Type::STRING));
        Declaration::final_class()
            .stateful::<Self>()
            .property(PEER, Property::private("peer", peer).readonly().promoted())
            .property(
                TRANSPORT,
                Property::private("transport", transport)
                    .readonly()
                    .promoted(),
            )
            .property(
                ID_GEN,
                Property::private("idGen", id_gen).readonly().promoted(),
            )
            .property(MESSAGE_HANDLERS, array("messageHandlers"))
            .property(REQUEST_HANDLERS, array("requestHandlers"))
            .property(EXCEPTION_HANDLERS, array("exceptionHandlers"))
            .property(CLOSE_HANDLERS, array("closeHandlers"))
            .property(REPLIES, array("replies"))
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("peer", peer))
                    .param(Param::new("transport", transport))
                    .param(Param::new("idGen", id_gen)),
            )
            .method(Method::public("getTransport", get_transport).returns(transport))
            .method(
                Method::public("notify", notify)
                    .param(Param::new("msg", message))
                    .returns(Type::VOID),
            )
            .method(
                Method::public("request", request)
                    .param(Param::new("msg", message))
                    .param(Param::new("timeout", Type::FLOAT).default("30.0"))
                    .returns(Type::class(ResponsePromise::NAME)),
            )
            .method(takes_handler(Method::public(
                "onMessage",
                |call: &Call<'_>| add_handler(call, MESSAGE_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "offMessage",
                |call: &Call<'_>| remove_handler(call, MESSAGE_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "onRequest",
                |call: &Call<'_>| add_handler(call, REQUEST_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "offRequest",
                |call: &Call<'_>| remove_handler(call, REQUEST_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "onException",
                |call: &Call<'_>| add_handler(call, EXCEPTION_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "offException",
                |call: &Call<'_>| remove_handler(call, EXCEPTION_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "onClose",
                |call: &Call<'_>| add_handler(call, CLOSE_HANDLERS),
            )))
            .method(takes_handler(Method::public(
                "offClose",
                |call: &Call<'_>| remove_handler(call, CLOSE_HANDLERS),
            )))
            .method(
                Method::public("dispatch", dispatch)
                    .param(Param::new("envelope", message))
                    .returns(Type::VOID),
            )
            .method(
                Method::public("triggerException", trigger_exception)
                    .param(Param::new("e", Type::class("Throwable")))
                    .returns(Type::VOID),
            )
            .method(Method::public("close", close).returns(Type::VOID))
            .method(Method::public("isOpen", is_open).returns(Type::BOOL))
            .method(
                takes_id(Method::public("registerPromise", register_promise)).returns(Type::VOID),
            )
            .method(takes_id(Method::public("cleanupPromise", cleanup_promise)).returns(Type::VOID))
            .method(
                takes_id(Method::public("popResponse", pop_response)).returns(message.nullable()),
            )
    }
}

fn construct(call: &Call<'_>) -> Result {
    let (this, peer) = (call.this(), call.object::<IpcPeer>(0)?);
    let transport = call.object::<MessageTransport>(1)?;
    let id_gen = call.object::<RequestIdGenerator>(2)?;
    this.initialize(PEER, peer)?;
    this.initialize(TRANSPORT, transport)?;
    this.initialize(ID_GEN, id_gen)
}

fn get_transport(call: &Call<'_>) -> Result<Object> {
    IpcSession::transport(call.this())
}

fn notify(call: &Call<'_>) -> Result {
    send(call.this(), call.object::<Message>(0)?, Deadline::NEVER).map(drop)
}

fn request(call: &Call<'_>) -> Result<Object> {
    let (session, message) = (call.this(), call.object::<Message>(0)?);
    let timeout = match call.value(1) {
        Some(_) => call.float(1)?,
        None => ResponsePromise::DEFAULT_TIMEOUT,
    };
    let deadline = Deadline::after_seconds(timeout);
    let id = RequestIdGenerator::generate(&session.get_object(ID_GEN)?)?;
    let envelope = RequestEnvelope::create(id.clone(), message)?;
    // The promise is there first: its destructor forgets the request where sending fails.
    let peer = session.get_object(PEER)?;
    let promise = ResponsePromise::create(&peer, session, id, timeout, deadline)?;
    match send(session, &envelope, deadline)? {
        Delivery::Sent => Ok(promise),
        Delivery::CutShort => {
            IpcSession::close(session)?;
            Err(ResponsePromise::throw_timeout(timeout))
        }
    }
}

fn add_handler(call: &Call<'_>, handlers: Slot) -> Result {
    let handler = call.callable(0)?;
    call.this()
        .update(handlers, |handlers| handlers.push(handler))
}

fn remove_handler(call: &Call<'_>, handlers: Slot) -> Result {
    let handler = call.callable(0)?;
    let removed = call
        .this()
        .update(handlers, |handlers| handlers.remove_value(&handler));
    removed.map(drop)
}

fn dispatch(call: &Call<'_>) -> Result {
    IpcSession::dispatch(call.this(), call.object::<Message>(0)?)
}

fn trigger_exception(call: &Call<'_>) -> Result {
    IpcSession::trigger_exception(call.this(), call.object_of(0, throwable_class())?)
}

fn close(call: &Call<'_>) -> Result {
    IpcSession::close(call.this())
}

fn is_open(call: &Call<'_>) -> Result<bool> {
    Ok(IpcSession::end(call.this()).is_none())
}

fn register_promise(call: &Call<'_>) -> Result {
    IpcSession::register_promise(call.this(), &call.string(0)?)
}

fn cleanup_promise(call: &Call<'_>) -> Result {
    IpcSession::cleanup_promise(call.this(), &call.string(0)?)
}

fn pop_response(call: &Call<'_>) -> Result<Option<Object>> {
    IpcSession::pop_response(call.this(), &call.string(0)?)
}
