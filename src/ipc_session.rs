//! `StreamIpc\IpcSession`

use crate::answering::{answer, cancelled_reply, error_reply};
use crate::awaitable::AWAITABLES;
use crate::engine::{self, Core, ReplyNumber, UserChannel};
use crate::envelope::id::RequestIdGenerator;
use crate::envelope::{Label, Parcel, ResponsePromise};
use crate::fibers;
use crate::handler_index::HandlerIndex;
use crate::incoming_request::IncomingRequest;
use crate::invalid_stream_exception::InvalidStreamException;
use crate::ipc_peer::{IpcPeer, PEERS, PeerOperations};
use crate::job::Job;
use crate::limits::{JobTimes, Patience};
use crate::message::Message;
use crate::serialization::Unreadable;
use crate::session_process;
use crate::trace;
use crate::transport::{
    Delivery, MessageTransport, StreamClosedException, TRANSPORTS, TimeoutException, parcel_of,
};
use crate::worker_pool::WorkerPool;
use crate::zend::{
    Array, Callable, Class, Declaration, DefaultValue, FromArgument, Instance, Object, Or,
    PhpString, Position, Property, Result, Slot, Stateful, Throwable, ToValue, Type, Zval,
    call as call_handler, catch, check_exception, class_entry, each_in_turn, set_aside,
    throw_logic, throw_object,
};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::native::Native;
use stream_ipc::php::envelope::Kind;
use stream_ipc::pool::WorkerId;
use stream_ipc::reactor::ChannelId;
use stream_ipc::session::{End, Event, LastOutput, Outcome, Start};

/// One conversation with another process.
pub struct IpcSession;

const PEER: Slot<IpcSession> = Slot::new(0);
const TRANSPORT: Slot<IpcSession> = Slot::new(1);
const ID_GEN: Slot<IpcSession> = Slot::new(2);
const MESSAGE_HANDLERS: Slot<IpcSession> = Slot::new(3);
const REQUEST_HANDLERS: Slot<IpcSession> = Slot::new(4);
const EXCEPTION_HANDLERS: Slot<IpcSession> = Slot::new(5);
const CLOSE_HANDLERS: Slot<IpcSession> = Slot::new(6);

/// Replies that arrived and were not taken, by number. The session core knows the numbers; the garbage
/// collector sees the replies here.
const REPLIES: Slot<IpcSession> = Slot::new(7);

/// The exception that closed the session, if one did.
const FAILURE: Slot<IpcSession> = Slot::new(8);

/// The promises that something waits for, by the ids of their requests.
const PROMISES: Slot<IpcSession> = Slot::new(9);

/// Weak references to the requests of the other side that can be cancelled, by their ids.
const INCOMING: Slot<IpcSession> = Slot::new(10);

/// A weak reference to the pool whose worker the other side is.
const OWNER: Slot<IpcSession> = Slot::new(11);

/// The state of a session beside its properties.
#[derive(Default)]
pub struct State {
    /// The channel that holds the session core.
    channel: Option<ChannelId>,
    /// The same channel, if the session made it because its transport has none.
    own_channel: Option<UserChannel>,
    /// The operations of its peer, if this extension has them.
    peer: Option<&'static PeerOperations>,
    replies: ReplyNumber,
    end: Option<End>,
    closed: bool,
    /// One index for each list of handlers.
    indexes: [HandlerIndex; 4],
    /// The worker that the other side is to the pool that owns the session.
    worker: Option<WorkerId>,
    /// The keys of the request handlers that run in fibers of their own.
    concurrent: BTreeSet<i64>,
}

impl State {
    fn index(&mut self, handlers: Slot<IpcSession>) -> &mut HandlerIndex {
        &mut self.indexes[handlers.index() - MESSAGE_HANDLERS.index()]
    }
}

impl IpcSession {
    /// `new IpcSession($peer, $transport, $idGen)`
    pub fn create(peer: &Object, transport: &Object, id_gen: &Object) -> Result<Object> {
        Self::entry().construct([peer.to_value(), transport.to_value(), id_gen.to_value()])
    }

    /// Whether the session belongs to this peer.
    pub fn belongs_to(session: &Object, peer: &Object) -> Result<bool> {
        Ok(Object::of(session.peek(PEER)?).is_some_and(|own| own.is(peer)))
    }

    /// `$session->getTransport()`
    pub fn transport(session: &Object) -> Result<Object> {
        session.get_object(TRANSPORT)
    }

    /// The session's peer.
    pub fn peer(session: &Object) -> Result<Object> {
        session.get_object(PEER)
    }

    /// Lends the session core to be changed: [`engine::change_core`]. `None` if the core is gone, or the
    /// session was never constructed.
    fn change_core<R>(session: &Object, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
        let channel = Self::state(session).borrow().channel;
        channel.map_or(Ok(None), |channel| engine::change_core(channel, body))
    }

    /// Lends the session core for what changes neither its events nor its deadlines:
    /// [`engine::with_core`]. `None` as with [`Self::change_core`].
    fn with_core<R>(session: &Object, body: impl FnOnce(&mut Core) -> R) -> Result<Option<R>> {
        let channel = Self::state(session).borrow().channel;
        channel.map_or(Ok(None), |channel| engine::with_core(channel, body))
    }

    /// Whether the reactor carries the session's messages.
    fn is_carried_here(session: &Object) -> bool {
        Self::state(session).borrow().own_channel.is_none()
    }

    /// Whether any request has no outcome yet.
    pub fn is_waiting(session: &Object) -> Result<bool> {
        let waiting = Self::with_core(session, |core| core.has_pending())?;
        Ok(waiting.unwrap_or(false))
    }

    /// How the session ended; `None` while it has not.
    pub fn end(session: &Object) -> Option<End> {
        Self::state(session).borrow().end.clone()
    }

    /// Handles an event of the session.
    pub fn see(session: &Object, event: Event, serializer: &Object) -> Result {
        match event {
            Event::Arrived(inbound) => Self::deliver(session, inbound, serializer),
            Event::TimedOut(id) => {
                trace::note(session, trace::Event::TimedOut, &id, String::new);
                Self::note_outcome(session, &id)
            }
            Event::Overdue(_) => session_process::end(session),
            Event::Ended(end) => Self::finish(session, end),
        }
    }

    /// What the other side printed last outside of frames.
    pub fn last_output(session: &Object) -> Result<LastOutput> {
        let output = Self::with_core(session, |core| core.last_output())?;
        let status = session_process::exit_status(session)?;
        Ok(output.unwrap_or_default().of_process(status))
    }

    /// The exception that closed the session, if one did.
    pub fn failure(session: &Object) -> Result<Option<Object>> {
        Ok(Object::take(session.get(FAILURE)?))
    }

    /// Gives a parcel to whoever waits for it, or to the handlers.
    fn dispatch(session: &Object, parcel: Parcel, times: Times) -> Result {
        match parcel {
            Parcel::Response(id, reply) => Self::keep_reply(session, id.as_bytes(), &reply),
            Parcel::Request(id, request) => begin(session, id, &request, times),
            Parcel::Message(message) => tell_message(session, &message),
            Parcel::MessageOf(id, message) => tell_message_of(session, &id, &message),
        }
    }

    /// Dispatches what arrived from streams; failures go to the exception handlers.
    pub fn deliver(session: &Object, inbound: Inbound, serializer: &Object) -> Result {
        let exception = match inbound {
            Inbound::Ended { lost } => return Self::finish(session, End::ByPeer { lost }),
            Inbound::Native(Native::Cancel(id)) => return cancel_incoming(session, &id),
            Inbound::Native(Native::Returned(id)) => return tell_returned(session, &id),
            Inbound::StreamClosed => InvalidStreamException::create(session)?,
            _ => match parcel_of(&inbound, serializer, Some(session.id() as usize)) {
                Ok(Parcel::Message(message)) => {
                    let message = tell_failure(session, &inbound, serializer, message)?;
                    drop(inbound);
                    return Self::dispatch(session, Parcel::Message(message), Times::NONE);
                }
                Ok(parcel) => {
                    let times = Times::of(&inbound);
                    drop(inbound);
                    return Self::dispatch(session, parcel, times);
                }
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
            return Ok(());
        }
        if Self::end(session).is_none() {
            session.set(FAILURE, exception);
        }
        Self::close(session)
    }

    /// `$session->close()`
    pub fn close(session: &Object) -> Result {
        close_with(session, End::Here)
    }

    /// Ends the session, once: pending requests get no reply, and the onClose() handlers run.
    pub fn finish(session: &Object, end: End) -> Result {
        if Self::end(session).is_some() {
            return Ok(());
        }
        trace::note(session, trace::Event::Ended, b"", || {
            how_it_ended(session, &end)
        });
        Self::change_core(session, |core| core.finish(end.clone()))?;
        Self::state(session).borrow_mut().end = Some(end);
        // None of them has a second chance: tell them all, even if one throws.
        each_in_turn(
            [
                tell_promises,
                cancel_all_incoming,
                tell_owner,
                tell_close_handlers,
                session_process::release_ended,
            ],
            |tell| tell(session),
        )
    }

    /// Keeps the reply to a request, if the request is pending.
    pub fn keep_reply(session: &Object, id: &[u8], reply: &Object) -> Result {
        let number = {
            let mut state = Self::state(session).borrow_mut();
            state.replies += 1;
            state.replies
        };
        if let Some(Ok(())) = Self::with_core(session, |core| core.resolve(id, number))? {
            session.update(REPLIES, |replies| replies.insert(number, reply.to_value()))?;
        }
        Self::note_outcome(session, id)
    }

    /// Tells all waiters, then the peer, that the outcome of a request is known. If a waiter throws, the peer
    /// gets only the exception: Amp's throws it into a fiber, which may be one that awaits this outcome, and
    /// wakes the others then.
    #[inline]
    pub fn note_outcome(session: &Object, id: &[u8]) -> Result {
        Self::tell_waiters(session, id)?;
        note_requests(session, Some(id))
    }

    /// Holds a promise until its outcome is known, because something waits for it. `false` if the session
    /// holds another promise of the same request.
    pub fn hold_promise(session: &Object, id: &PhpString, promise: &Object) -> Result<bool> {
        session.update(PROMISES, |promises| {
            let held = promises.get_str(id.as_bytes()).map(Object::of);
            match held {
                Some(held) => held.is_some_and(|held| held.is(promise)),
                None => promises
                    .insert_str(id.as_bytes(), promise.to_value())
                    .is_none(),
            }
        })
    }

    /// Tells all waiters, if there are any, that the outcome of a request is known.
    #[inline]
    pub fn tell_waiters(session: &Object, id: &[u8]) -> Result {
        match Array::of(session.peek(PROMISES)?) {
            Some(promises) if !promises.is_empty() => Self::tell_held_promise(session, id),
            _ => Ok(()),
        }
    }

    #[inline(never)]
    fn tell_held_promise(session: &Object, id: &[u8]) -> Result {
        let promise = session.update(PROMISES, |promises| promises.remove_str(id))?;
        promise.map_or(Ok(()), |promise| tell_promise(session, id, &promise))
    }

    /// The current fiber, if a concurrent handler of this peer's sessions runs in it, and a promise of
    /// this session can resume it.
    pub fn fiber_of_handler(session: &Object) -> Result<Option<Object>> {
        let peer = Self::peer(session)?;
        let known = IpcPeer::session(&peer, session.id() as usize)?;
        let is_foreign =
            !Self::is_carried_here(session) && Self::state(session).borrow().peer.is_some();
        match known {
            Some(known) if known.is(session) && !is_foreign => fibers::current_of(&peer),
            // No tick serves this session, so none would resume the fiber.
            _ => Ok(None),
        }
    }

    /// Makes the session that of a worker of a pool, which hears of its end; `None` makes it free.
    pub fn set_owner(session: &Object, owner: Option<(&Object, WorkerId)>) -> Result {
        let reference = match owner {
            Some((pool, _)) => pool.weak_reference()?,
            None => Zval::null(),
        };
        Self::state(session).borrow_mut().worker = owner.map(|(_, worker)| worker);
        session.set(OWNER, reference);
        Ok(())
    }

    /// The pool whose worker the other side is.
    pub fn owner(session: &Object) -> Result<Option<Object>> {
        let Some(reference) = Object::take(session.get(OWNER)?) else {
            return Ok(None);
        };
        let pool = Object::take(reference.call("get", [])?);
        Ok(pool.filter(|pool| pool.is_exactly::<WorkerPool>()))
    }

    /// Whether the session is that of a worker.
    pub fn has_owner(session: &Object) -> bool {
        Self::state(session).borrow().worker.is_some()
    }

    /// Whether the other side has sent a frame.
    pub fn has_heard(session: &Object) -> Result<bool> {
        let heard = Self::with_core(session, |core| core.has_heard())?;
        Ok(heard.unwrap_or(false))
    }

    /// Sends the request of a job, which learns its outcome, and returns its id. Never waits for room.
    pub fn send_job(
        session: &Object,
        message: &Object,
        job: &Object,
        times: JobTimes,
    ) -> Result<PhpString> {
        let id = RequestIdGenerator::generate(&session.get_object(ID_GEN)?)?;
        if !Self::is_carried_here(session) {
            Self::expect_reply(session, &id, Deadline::NEVER)?;
        }
        drop(session.update(PROMISES, |all| {
            all.insert_str(id.as_bytes(), job.to_value())
        })?);
        let parcel = Parcel::Request(id.clone(), message.clone());
        match send(session, parcel, Patience::Job(times)) {
            Ok(_) => {
                note_requests(session, None)?;
                Ok(id)
            }
            Err(thrown) => {
                let exception = catch(thrown)?;
                Self::forget_job(session, &id)?;
                Err(throw_object(exception))
            }
        }
    }

    /// Tells the other side that nobody waits for a job any more. Its late reply still says that the worker
    /// is free. `false` if the job was taken back instead, as no byte of it had left.
    pub fn cancel_job(session: &Object, id: &PhpString) -> Result<bool> {
        let withdraw = |core: &mut Core| core.withdraw_request(id.as_bytes());
        match Self::change_core(session, withdraw)? {
            Some(false) => Self::forget_job(session, id).map(|()| false),
            _ => flush(session).map(|()| true),
        }
    }

    /// Forgets the request of a job.
    pub fn forget_job(session: &Object, id: &PhpString) -> Result {
        drop(session.update(PROMISES, |all| all.remove_str(id.as_bytes()))?);
        Self::forget_request(session, id)
    }

    /// A snapshot of the request handlers.
    pub fn request_handlers(session: &Object) -> Result<Array> {
        session.get_array(REQUEST_HANDLERS)
    }

    /// The position of the first of these request handlers that is to run in a fiber of its own.
    pub fn first_concurrent(session: &Object, handlers: &Array) -> Option<usize> {
        let state = Self::state(session).borrow();
        if state.concurrent.is_empty() || state.peer.is_some_and(|peer| peer.has_fibers) {
            return None;
        }
        let mut keys = handlers.iter().map(|(key, _)| key.long());
        keys.position(|key| key.is_some_and(|key| state.concurrent.contains(&key)))
    }

    /// Notes a request of the other side that wants to know when it is cancelled. Does not keep it alive.
    pub fn note_incoming(session: &Object, request: &Object) -> Result {
        let id = IncomingRequest::id(request)?;
        let reference = request.weak_reference()?;
        let replaced = session.update(INCOMING, |all| all.insert_str(id.as_bytes(), reference))?;
        drop(replaced);
        Ok(())
    }

    /// Forgets a request that was noted.
    pub fn forget_incoming(session: &Object, request: &Object) -> Result {
        let id = IncomingRequest::id(request)?;
        drop(session.update(INCOMING, |all| all.remove_str(id.as_bytes()))?);
        Ok(())
    }

    /// Whether the other side has cancelled its request of this id. Reads what it has sent by now.
    pub fn look_for_cancellation(session: &Object, id: &PhpString) -> Result<bool> {
        let channel = Self::state(session).borrow().channel;
        let Some(channel) = channel else {
            return Ok(false);
        };
        if !engine::is_native(channel)? {
            return Ok(false);
        }
        engine::read_what_came(channel)?;
        let take = |core: &mut Core| core.take_cancellation(id.as_bytes());
        Ok(engine::change_core(channel, take)?.unwrap_or(false))
    }

    /// Whether the other side has shown that it is native.
    pub fn is_native(session: &Object) -> Result<bool> {
        let native = Self::with_core(session, |core| core.is_native())?;
        Ok(native.unwrap_or(false))
    }

    /// Whether the other side has shown that it is our child, over the pipes that we have given it.
    pub fn is_child(session: &Object) -> Result<bool> {
        let child = Self::with_core(session, |core| core.is_child())?;
        Ok(child.unwrap_or(false))
    }

    /// Says hello to the native parent that has started this process.
    pub fn say_hello_to_parent(session: &Object) -> Result {
        Self::change_core(session, Core::say_hello_to_parent).map(drop)
    }

    /// `$session->sayHello()`
    pub fn say_hello(session: &Object) -> Result {
        if !Self::is_carried_here(session) {
            return Err(throw_logic(
                "Only a session over a transport of this extension can say hello: others do not tell \
                 what native sides say from messages",
            ));
        }
        Self::change_core(session, Core::say_hello)?;
        flush(session)
    }

    /// Cancels a request that has no outcome yet. If `until` is given and the other side is still busy
    /// with the request then, its process is ended.
    pub fn cancel_request(
        session: &Object,
        id: &PhpString,
        until: Option<Instant>,
    ) -> Result<bool> {
        let cancel = |core: &mut Core| core.cancel(id.as_bytes(), until);
        if Self::change_core(session, cancel)? != Some(true) {
            return Ok(false);
        }
        trace::note(session, trace::Event::Cancelled, id.as_bytes(), String::new);
        flush(session)?;
        Self::note_outcome(session, id.as_bytes())?;
        Ok(true)
    }

    /// Gives up a request whose time is up, and forgets it.
    pub fn time_out(session: &Object, id: &PhpString) -> Result {
        if Self::change_core(session, |core| core.time_out(id.as_bytes()))? == Some(true) {
            trace::note(session, trace::Event::TimedOut, id.as_bytes(), String::new);
            flush(session)?;
        }
        Self::forget_request(session, id)
    }

    /// Sends a message that belongs to a request of the other side, if that is native; otherwise the
    /// message alone.
    pub fn notify_of(session: &Object, id: &PhpString, message: &Instance<Message>) -> Result {
        let message = Object::clone(message);
        let parcel = match Self::is_native(session)? {
            true => Parcel::MessageOf(id.clone(), message),
            false => Parcel::Message(message),
        };
        send(session, parcel, Patience::AsSet)?.or_throw()
    }

    /// `$session->notify($msg)`
    pub fn notify(session: &Object, message: &Instance<Message>) -> Result {
        let parcel = Parcel::Message(Object::clone(message));
        send(session, parcel, Patience::AsSet)?.or_throw()
    }

    /// Sends the reply to a request, or an error if the reply cannot be sent. If the stream is closed,
    /// the session's exception handlers learn it; the tick goes on.
    pub fn reply(session: &Object, id: &PhpString, reply: &Object) -> Result {
        let Err(thrown) = send_reply(session, id.clone(), reply) else {
            return Ok(());
        };
        let exception = catch(thrown)?;
        if exception.is_a::<StreamClosedException>() {
            // Once the session has ended, nobody need learn that the other side is gone.
            return match Self::end(session) {
                Some(_) => Ok(()),
                None => Self::trigger_exception(session, &exception),
            };
        }
        send_reply(session, id.clone(), &error_reply(&exception)?)
    }

    /// Expects the reply to a request by the deadline; without one: `$session->registerPromise($id)`
    pub fn expect_reply(session: &Object, id: &PhpString, deadline: Deadline) -> Result {
        let expect = |core: &mut Core| core.expect_reply(id.as_bytes(), deadline.instant());
        Self::change_core(session, expect)?;
        note_requests(session, None)
    }

    /// `$session->cleanupPromise($id)`
    pub fn forget_request(session: &Object, id: &PhpString) -> Result {
        let forgotten = Self::with_core(session, |core| core.forget(id.as_bytes()))?;
        if let Some(Some(Outcome::Reply(number))) = forgotten {
            drop(take_reply(session, number)?);
        }
        note_requests(session, None)
    }

    /// Whether a request has an outcome that nobody has taken.
    pub fn is_resolved(session: &Object, id: &PhpString) -> Result<bool> {
        let resolved = Self::with_core(session, |core| core.is_resolved(id.as_bytes()))?;
        Ok(resolved.unwrap_or(false))
    }

    /// Takes the outcome of a request, if it has one.
    pub fn take_outcome(session: &Object, id: &PhpString) -> Result<Option<Outcome<Object>>> {
        let outcome = Self::with_core(session, |core| core.take_outcome(id.as_bytes()))?;
        Ok(match outcome.flatten() {
            Some(Outcome::Reply(number)) => take_reply(session, number)?.map(Outcome::Reply),
            Some(Outcome::TimedOut) => Some(Outcome::TimedOut),
            Some(Outcome::Cancelled) => Some(Outcome::Cancelled),
            Some(Outcome::Ended(end)) => Some(Outcome::Ended(end)),
            None => None,
        })
    }

    /// `$session->popResponse($id)`
    pub fn pop_response(session: &Object, id: &PhpString) -> Result<Option<Object>> {
        let number = Self::with_core(session, |core| core.take_reply(id.as_bytes()))?;
        match number.flatten() {
            Some(number) => take_reply(session, number),
            None => Ok(None),
        }
    }
}

/// How a session ended, and its process, in words.
fn how_it_ended(session: &Object, end: &End) -> String {
    match session_process::end_in_words(session) {
        Ok(Some(process)) => format!("{end}; {process}"),
        _ => end.to_string(),
    }
}

/// Reports an unreadable envelope: to the other side if it asked, to our promise if it answered. Returns
/// what the message handlers get in its place; any other message unchanged.
fn tell_failure(
    session: &Object,
    inbound: &Inbound,
    serializer: &Object,
    message: Object,
) -> Result<Object> {
    let Some(payload) = inbound.payload() else {
        return Ok(message);
    };
    let Some(failure) = Unreadable::of(serializer, payload, &message)? else {
        return Ok(message);
    };
    if let Some(Label { kind, id }) = Label::of(payload) {
        match kind {
            Kind::Request => {
                let (id, times) = (PhpString::new(id), Times::of(inbound));
                if starts(session, &id, times)? != Start::Returned {
                    IpcSession::reply(session, &id, &failure.error)?;
                }
            }
            Kind::Response => IpcSession::keep_reply(session, id, &failure.error)?,
        }
    }
    Ok(failure.message)
}

fn take_reply(session: &Object, number: ReplyNumber) -> Result<Option<Object>> {
    let reply = session.update(REPLIES, |replies| replies.remove(number))?;
    Ok(reply.and_then(Object::take))
}

/// Calls a handler and ignores its result.
fn run_handler<const N: usize>(handler: &Zval, args: [Zval; N]) -> Result {
    drop(call_handler(handler, args)?);
    // The destructor of the result may have thrown.
    check_exception()
}

/// Tells the session's peer that a request came or went; if `replied` is an id, that this request has its
/// reply.
fn note_requests(session: &Object, replied: Option<&[u8]>) -> Result {
    let peer = IpcSession::state(session).borrow().peer;
    match peer {
        Some(operations) => (operations.note_requests)(session, replied),
        None => Ok(()),
    }
}

/// Tells the waiters of all promises that the session has ended.
fn tell_promises(session: &Object) -> Result {
    let promises = session.get_array(PROMISES)?;
    session.set(PROMISES, Array::new());
    each_in_turn(promises.iter(), |(id, promise)| {
        let id = id.zend_str().map(|id| id.as_bytes()).unwrap_or_default();
        tell_promise(session, id, promise)
    })
}

/// Tells a promise, or a job, that its request has its outcome.
fn tell_promise(session: &Object, id: &[u8], promise: &Zval) -> Result {
    let promise = Object::of(promise);
    match promise.and_then(|promise| Some((promise, AWAITABLES.of(promise)?))) {
        Some((promise, operations)) => (operations.note_outcome)(promise, session, id),
        None => Ok(()),
    }
}

/// Cancels the requests of the other side that have no answer.
fn cancel_all_incoming(session: &Object) -> Result {
    let requests = session.get_array(INCOMING)?;
    session.set(INCOMING, Array::new());
    each_in_turn(requests.values(), cancel_noted)
}

/// Cancels a request of the other side, if it is noted: there is something that wants to know.
fn cancel_incoming(session: &Object, id: &[u8]) -> Result {
    let request = session.update(INCOMING, |all| all.remove_str(id))?;
    request.as_ref().map_or(Ok(()), cancel_noted)
}

/// Cancels the request that this is a weak reference to.
fn cancel_noted(reference: &Zval) -> Result {
    let Some(reference) = Object::of(reference) else {
        return Ok(());
    };
    let request = Object::take(reference.call("get", [])?);
    let request = request.filter(|request| request.is_exactly::<IncomingRequest>());
    request.as_ref().map_or(Ok(()), IncomingRequest::cancel)
}

/// Gives a message to the session's handlers.
fn tell_message(session: &Object, message: &Object) -> Result {
    for handler in session.get_array(MESSAGE_HANDLERS)?.values() {
        run_handler(handler, [message.to_value(), session.to_value()])?;
    }
    Ok(())
}

/// Gives a message of a request to those who wait for it: the request's own handlers, or else the
/// session's, as if the other side were not native. Once the request has its outcome, nobody waits.
fn tell_message_of(session: &Object, id: &PhpString, message: &Object) -> Result {
    let promise = Array::of(session.peek(PROMISES)?)
        .and_then(|promises| Object::of(promises.get_str(id.as_bytes())?))
        .cloned();
    if let Some(promise) = promise
        && let Some(operations) = AWAITABLES.of(&promise)
        && (operations.tell_message)(&promise, message)?
    {
        return Ok(());
    }
    let is_waiting = IpcSession::with_core(session, |core| core.is_waiting(id.as_bytes()))?;
    match is_waiting {
        Some(true) => tell_message(session, message),
        _ => Ok(()),
    }
}

/// When a request is to be started and answered, as far as its sender says so.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// Until when its sender waits.
    deadline: Deadline,
    /// By when to start it, if it was sent ahead of others.
    start_by: Option<Instant>,
}

impl Times {
    const NONE: Self = Self {
        deadline: Deadline::NEVER,
        start_by: None,
    };

    fn of(inbound: &Inbound) -> Self {
        match inbound {
            Inbound::Native(Native::Request(request)) => Self {
                deadline: request.deadline,
                start_by: request.start_by,
            },
            _ => Self::NONE,
        }
    }
}

/// Begins with a request of the other side.
fn begin(session: &Object, id: PhpString, message: &Object, times: Times) -> Result {
    match starts(session, &id, times)? {
        Start::Returned => Ok(()),
        Start::Cancelled => IpcSession::reply(session, &id, &cancelled_reply(&id)?),
        Start::Now => answer(session, id, message, times.deadline),
    }
}

/// Whether to start a request of the other side.
fn starts(session: &Object, id: &PhpString, times: Times) -> Result<Start> {
    let begin = |core: &mut Core| core.begin(id.as_bytes(), times.start_by, Instant::now);
    let start = match times.start_by {
        // What goes back must be written.
        Some(_) => IpcSession::change_core(session, begin)?,
        None => IpcSession::with_core(session, begin)?,
    };
    Ok(start.unwrap_or(Start::Now))
}

/// Tells the pool whose worker the other side was.
fn tell_owner(session: &Object) -> Result {
    let worker = IpcSession::state(session).borrow_mut().worker.take();
    let owner = IpcSession::owner(session)?;
    session.set(OWNER, Zval::null());
    match (owner, worker) {
        (Some(pool), Some(worker)) => WorkerPool::lost(&pool, session, worker),
        _ => Ok(()),
    }
}

/// Tells a job that the other side did not start it, and does not keep it.
fn tell_returned(session: &Object, id: &[u8]) -> Result {
    let job = session.update(PROMISES, |promises| promises.remove_str(id))?;
    IpcSession::with_core(session, |core| core.forget(id))?;
    match job.and_then(Object::take) {
        Some(job) if job.is_exactly::<Job>() => Job::returned(&job, session),
        _ => Ok(()),
    }
}

fn tell_close_handlers(session: &Object) -> Result {
    let handlers = session.get_array(CLOSE_HANDLERS)?;
    each_in_turn(handlers.values(), |handler| {
        run_handler(handler, [session.to_value()])
    })
}

/// Writes what the session core has queued by itself.
fn flush(session: &Object) -> Result {
    let transport = IpcSession::transport(session)?;
    match TRANSPORTS.of(&transport) {
        Some(operations) => (operations.flush)(&transport),
        None => Ok(()),
    }
}

fn send_reply(session: &Object, id: PhpString, reply: &Object) -> Result {
    let parcel = Parcel::Response(id, reply.clone());
    send(session, parcel, Patience::None).map(drop)
}

/// Sends a parcel. If only half of its frame has left, closes the session.
fn send(session: &Object, parcel: Parcel, patience: Patience) -> Result<Delivery> {
    let transport = IpcSession::transport(session)?;
    let delivery = MessageTransport::send(&transport, session, parcel, patience)?;
    match delivery {
        Delivery::Sent if !IpcSession::is_carried_here(session) => {
            IpcSession::with_core(session, Core::note_sent)?;
        }
        Delivery::CutShort => close_with(session, End::CutShort)?,
        Delivery::Sent | Delivery::TakenBack => {}
    }
    Ok(delivery)
}

/// Closes the session, once, and ends it with `end`.
fn close_with(session: &Object, end: End) -> Result {
    if std::mem::replace(&mut IpcSession::state(session).borrow_mut().closed, true) {
        return Ok(());
    }
    let peer = session.get_object(PEER)?;
    peer.call("removesession", [session.to_value()])?;
    let finished = set_aside(IpcSession::finish(session, end))?;
    session_process::release(session)?;
    finished.map_err(throw_object)
}

/// The channel of the transport, if the reactor carries its messages.
fn channel_of(transport: &Object) -> Result<Option<ChannelId>> {
    let operations = TRANSPORTS.of(transport);
    operations.map_or(Ok(None), |operations| (operations.channel)(transport))
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
        let throwable = Type::class("Throwable");
        let array = |name| Property::private(name, Type::ARRAY).empty_array();
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
            .property(
                FAILURE,
                Property::private("failure", throwable.nullable()).null(),
            )
            .property(PROMISES, array("promises"))
            .property(INCOMING, array("incoming"))
            .property(
                OWNER,
                Property::private("owner", Type::class("WeakReference").nullable()).null(),
            )
            .constructor(["peer", "transport", "idGen"], construct)
            .public("getTransport", [], |session: &Object| {
                Self::transport(session).map(Instance::<MessageTransport>::of)
            })
            .public("notify", ["msg"], Self::notify)
            .public("request", ["msg", "timeout"], request)
            .public(
                "onMessage",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    add_handler(session, handler, MESSAGE_HANDLERS)
                },
            )
            .public(
                "offMessage",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    remove_handler(session, handler, MESSAGE_HANDLERS)
                },
            )
            .public("onRequest", ["handler", "concurrent"], on_request)
            .public(
                "offRequest",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    remove_handler(session, handler, REQUEST_HANDLERS)
                },
            )
            .public(
                "onException",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    add_handler(session, handler, EXCEPTION_HANDLERS)
                },
            )
            .public(
                "offException",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    remove_handler(session, handler, EXCEPTION_HANDLERS)
                },
            )
            .public(
                "onClose",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    add_handler(session, handler, CLOSE_HANDLERS)
                },
            )
            .public(
                "offClose",
                ["handler"],
                |session: &Object, handler: &Callable| {
                    remove_handler(session, handler, CLOSE_HANDLERS)
                },
            )
            .public(
                "dispatch",
                ["envelope"],
                |session: &Object, envelope: &Instance<Message>| {
                    let parcel = Parcel::of(Object::clone(envelope))?;
                    Self::with_core(session, Core::note_received)?;
                    Self::dispatch(session, parcel, Times::NONE)
                },
            )
            .public(
                "triggerException",
                ["e"],
                |session: &Object, e: &Instance<Throwable>| Self::trigger_exception(session, e),
            )
            .public("close", [], Self::close)
            .public("isOpen", [], |session: &Object| {
                Self::end(session).is_none()
            })
            .public("getStats", [], get_stats)
            .public("sayHello", [], Self::say_hello)
            .public("isNative", [], Self::is_native)
            .public("setHeartbeat", ["seconds"], set_heartbeat)
            .public("getPid", [], session_process::pid)
            .public("isRunning", [], session_process::is_running)
            .public("signal", ["signal"], session_process::signal)
            .public("terminate", ["grace"], session_process::terminate)
            .public("getExitCode", [], session_process::exit_code)
            .public("getTermSignal", [], session_process::term_signal)
            .public(
                "registerPromise",
                ["id"],
                |session: &Object, id: &PhpString| Self::expect_reply(session, id, Deadline::NEVER),
            )
            .public("cleanupPromise", ["id"], Self::forget_request)
            .public("popResponse", ["id"], |session: &Object, id: &PhpString| {
                let reply = Self::pop_response(session, id)?;
                Ok(reply.map(Instance::<Message>::of))
            })
    }
}

fn construct(
    session: &Object,
    peer: &Instance<IpcPeer>,
    transport: &Instance<MessageTransport>,
    id_gen: &Instance<RequestIdGenerator>,
) -> Result {
    session.initialize(PEER, peer)?;
    session.initialize(TRANSPORT, transport)?;
    session.initialize(ID_GEN, id_gen)?;
    let known = channel_of(transport)?;
    let own = match known {
        Some(_) => None,
        None => Some(UserChannel::new(peer.id(), session.id() as usize)?),
    };
    let mut state = IpcSession::state(session).borrow_mut();
    state.channel = known.or(own.as_ref().map(UserChannel::id));
    state.own_channel = own;
    state.peer = PEERS.of(peer);
    Ok(())
}

/// `= 30.0`
struct RequestTimeout;

impl DefaultValue for RequestTimeout {
    type Value = f64;

    const VALUE: f64 = ResponsePromise::DEFAULT_TIMEOUT;
}

fn request(
    session: &Object,
    message: &Instance<Message>,
    timeout: Or<f64, RequestTimeout>,
) -> Result<Instance<ResponsePromise>> {
    let timeout = timeout.value;
    let deadline = Deadline::after_seconds(timeout);
    let id = RequestIdGenerator::generate(&session.get_object(ID_GEN)?)?;
    let parcel = Parcel::Request(id.clone(), Object::clone(message));
    // A transport of ours expects the reply when it queues the frame. We create the promise before we
    // send: if sending fails, its destructor forgets the request.
    if !IpcSession::is_carried_here(session) {
        IpcSession::expect_reply(session, &id, deadline)?;
    }
    let peer = session.get_object(PEER)?;
    let promise = ResponsePromise::create(&peer, session, id, timeout, deadline)?;
    match send(session, parcel, Patience::Until(deadline))? {
        Delivery::Sent => {
            note_requests(session, None)?;
            Ok(Instance::of(promise))
        }
        Delivery::TakenBack | Delivery::CutShort => {
            Err(TimeoutException::throw_unanswered(timeout))
        }
    }
}

/// `= false`
struct Concurrent;

impl DefaultValue for Concurrent {
    type Value = bool;

    const VALUE: bool = false;
}

fn on_request(session: &Object, handler: &Callable, concurrent: Or<bool, Concurrent>) -> Result {
    let key = Array::of(session.peek(REQUEST_HANDLERS)?).map(Array::next_key);
    if let Some(key) = key {
        let keys = &mut IpcSession::state(session).borrow_mut().concurrent;
        match concurrent.value {
            true => keys.insert(key),
            false => keys.remove(&key),
        };
    }
    add_handler(session, handler, REQUEST_HANDLERS)
}

fn add_handler(session: &Object, handler: &Callable, handlers: Slot<IpcSession>) -> Result {
    session.update(handlers, |list| {
        let mut state = IpcSession::state(session).borrow_mut();
        state.index(handlers).add(handler, list.next_key());
        list.push(handler.shallow_clone());
    })
}

fn remove_handler(session: &Object, handler: &Callable, handlers: Slot<IpcSession>) -> Result {
    let (removed, is_sparse) = session.update(handlers, |list| {
        let mut state = IpcSession::state(session).borrow_mut();
        let removed = state.index(handlers).remove(list, handler);
        (removed, list.is_sparse())
    })?;
    if is_sparse {
        close_gaps(session, handlers)?;
    }
    drop(removed);
    Ok(())
}

/// Closes the gaps that removed handlers leave, so that dispatching need not skip them.
fn close_gaps(session: &Object, handlers: Slot<IpcSession>) -> Result {
    let list = session.get_array(handlers)?;
    let dense: Vec<_> = list.values().map(Zval::shallow_clone).collect();
    let mut state = IpcSession::state(session).borrow_mut();
    state.index(handlers).clear();
    if handlers.index() == REQUEST_HANDLERS.index() {
        let keys = (0..).zip(list.iter().map(|(key, _)| key.long()));
        let keys = keys.filter(|(_, key)| key.is_some_and(|key| state.concurrent.contains(&key)));
        state.concurrent = keys.map(|(position, _)| position).collect();
    }
    drop(state);
    session.set(handlers, dense);
    Ok(())
}

fn set_heartbeat(session: &Object, limit: Option<HeartbeatLimit>) -> Result {
    let limit = limit.map(|limit| limit.0);
    let set = |core: &mut Core| core.set_heartbeat(limit, Instant::now());
    IpcSession::change_core(session, set).map(drop)
}

/// `float $seconds`, more than 0.
struct HeartbeatLimit(Duration);

impl FromArgument for HeartbeatLimit {
    type Given = f64;

    fn from_argument(seconds: f64, position: Position) -> Result<Self> {
        let limit = Duration::try_from_secs_f64(seconds).ok();
        match limit.filter(|limit| !limit.is_zero()) {
            Some(limit) => Ok(Self(limit)),
            None => Err(position.value_error("must be greater than 0, and less than for ever")),
        }
    }
}

/// Implements getStats(). Bytes are null if the transport is not ours: we cannot count them.
fn get_stats(session: &Object) -> Result<Array> {
    let is_carried_here = IpcSession::is_carried_here(session);
    let core = IpcSession::with_core(session, |core| core.statistics())?;
    let core = core.unwrap_or_default();
    let bytes = |bytes: u64| is_carried_here.then_some(bytes as i64);
    let mut stats = Array::new();
    for (name, value) in [
        ("messages_sent", Some(core.frames_sent as i64)),
        ("messages_received", Some(core.messages_received as i64)),
        ("bytes_sent", bytes(core.bytes_sent)),
        ("bytes_received", bytes(core.bytes_received)),
        ("queued_bytes", bytes(core.bytes_queued as u64)),
        ("pending_requests", Some(core.requests_pending as i64)),
    ] {
        stats.insert_str(name.as_bytes(), value.to_value());
    }
    Ok(stats)
}
