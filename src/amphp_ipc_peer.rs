//! `StreamIpc\AmphpIpcPeer`

use crate::engine::{self, REST};
use crate::envelope::Parcel;
use crate::ipc_peer::{IpcPeer, PEERS, PeerOperations, REMOVE_SESSION, TICK, Timeout};
use crate::ipc_session::IpcSession;
use crate::revolt;
use crate::trace;
use crate::transport::{AmpByteStreamMessageTransport, FrameCodec, WritableStream};
use crate::waiting::{Awaited, Waiting, request};
use crate::zend::{
    Array, Class, Declaration, FoundClass, Instance, Object, PhpString, Property, Result, Slot,
    Stateful, ToValue, Type, Zval, catch, class_entry, set_aside, throw_object,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::session::End;

/// Sessions over streams of amphp/byte-stream, under Revolt's event loop.
///
/// Each stream is read in a fiber of its own, and each message is dispatched in another: a handler
/// may await a reply that comes on the same stream. tick() only waits for that to happen.
pub struct AmphpIpcPeer;

/// The suspended fibers that wait in tick() and await(), by their timers.
const WAITING: Slot<AmphpIpcPeer> = Slot::new(3);

/// What calls off the reading of a session's streams, by the session's object id.
const CANCELLATIONS: Slot<AmphpIpcPeer> = Slot::new(4);

impl AmphpIpcPeer {
    /// Suspends the current fiber until something was dispatched, or until `deadline`; not for
    /// long where no session is open.
    fn advance(peer: &Object, deadline: Deadline) -> Result {
        Self::wait_for(peer, None, deadline)
    }

    /// Suspends it until the reply to a request has come or can come no more, or until `deadline`.
    fn advance_to_reply(
        peer: &Object,
        session: &Object,
        id: &PhpString,
        deadline: Deadline,
    ) -> Result {
        // What another peer's session receives is not told here.
        let is_known =
            IpcPeer::session(peer, session.id() as usize)?.is_some_and(|known| known.is(session));
        let awaited = is_known.then(|| request(session, id.as_bytes()));
        Self::wait_for(peer, awaited, deadline)
    }

    /// Resumes the fiber that awaits a reply which has come, and keeps the event loop going while
    /// another one is missing.
    fn note_requests(session: &Object, replied: Option<&[u8]>) -> Result {
        if let Some(id) = replied {
            Self::wake_for_reply(&IpcSession::peer(session)?, session, id)?;
        }
        Self::keep_loop(session, IpcSession::is_waiting(session)?)
    }

    /// Resumes the fibers that wait for the reply to a request.
    fn wake_for_reply(peer: &Object, session: &Object, id: &[u8]) -> Result {
        let awaited = Some(request(session, id));
        let timers = Self::state(peer).borrow_mut().take(&awaited);
        resume(peer, timers)
    }

    fn wait_for(peer: &Object, awaited: Awaited, deadline: Deadline) -> Result {
        if !IpcPeer::has_sessions(peer)? && !revolt::is_installed()? {
            return engine::rest(deadline);
        }
        let until = if IpcPeer::has_open_session(peer)? {
            deadline
        } else {
            deadline.at_most(REST)
        };
        while !wait(peer, &awaited, until)? && !until.has_passed() {}
        Ok(())
    }

    /// Lets the session's streams keep the event loop running, or not: a loop that has nothing else
    /// to do goes on as long as a reply is missing.
    fn keep_loop(session: &Object, keep: bool) -> Result {
        let transport = IpcSession::transport(session)?;
        if !transport.is_a::<AmpByteStreamMessageTransport>() {
            return Ok(());
        }
        let method = if keep { "reference" } else { "unreference" };
        let streams = AmpByteStreamMessageTransport::read_streams(&transport)?;
        for stream in streams.values().filter_map(Object::of) {
            stream.call(method, [])?;
        }
        Ok(())
    }

    fn create_session(peer: &Object, transport: &Object) -> Result<Instance<IpcSession>> {
        let session = IpcPeer::create_session(peer, transport)?;
        let cancellation = FoundClass::construct(r"Amp\DeferredCancellation", [])?;
        let key = i64::from(session.id());
        let replaced = peer.update(CANCELLATIONS, |all| {
            all.insert(key, (&cancellation).to_value())
        })?;
        drop(replaced);
        let cancellation = cancellation.call("getcancellation", [])?;
        Self::keep_loop(&session, false)?;
        let streams = AmpByteStreamMessageTransport::read_streams(transport)?;
        for stream in streams.values() {
            revolt::queue([
                peer.closure("receive")?,
                (&session).to_value(),
                stream.shallow_clone(),
                cancellation.shallow_clone(),
            ])?;
        }
        Ok(Instance::of(session))
    }
}

/// Suspends the current fiber, and says whether what it waits for has happened meanwhile.
fn wait(peer: &Object, awaited: &Awaited, until: Deadline) -> Result<bool> {
    let timer = revolt::delay(until, peer.closure("timeUp")?)?;
    let id = revolt::id(&timer)?;
    let suspension = revolt::suspension()?;
    let waiting = (&suspension).to_value();
    peer.update(WAITING, |all| all.insert_str(id.as_bytes(), waiting))?;
    let place = AmphpIpcPeer::state(peer)
        .borrow_mut()
        .add(awaited.clone(), &id);
    let resumed = suspension.call("suspend", []);
    AmphpIpcPeer::state(peer)
        .borrow_mut()
        .remove(awaited, place);
    drop(take_waiting(peer, id.as_bytes())?);
    let resumed = set_aside(resumed)?;
    revolt::cancel(timer)?;
    resumed.map(|value| value.is_true()).map_err(throw_object)
}

fn take_waiting(peer: &Object, timer: &[u8]) -> Result<Option<Object>> {
    let taken = peer.update(WAITING, |all| all.remove_str(timer))?;
    Ok(taken.and_then(Object::take))
}

/// A fiber that waits in tick(), the first one, which then waits no more.
fn take_first_waiting(peer: &Object) -> Result<Option<Object>> {
    let first = peer.get_array(WAITING)?.iter().next().map(|(id, _)| id);
    match first.and_then(PhpString::take) {
        Some(id) => take_waiting(peer, id.as_bytes()),
        None => Ok(None),
    }
}

impl Stateful for AmphpIpcPeer {
    type State = Waiting;
}

impl Class for AmphpIpcPeer {
    const NAME: &'static str = r"StreamIpc\AmphpIpcPeer";

    class_entry!();

    fn declare() -> Declaration {
        let private = |name| Property::private(name, Type::ARRAY).empty_array();
        Declaration::final_class()
            .extends::<IpcPeer>()
            .operations::<Self, _>(
                &PEERS,
                PeerOperations {
                    advance: Self::advance,
                    advance_to_reply: Some(Self::advance_to_reply),
                    has_open_stream: |_| Ok(false),
                    note_requests: Self::note_requests,
                },
            )
            .stateful::<Self>()
            .property(WAITING, private("waiting"))
            .property(CANCELLATIONS, private("cancellations"))
            .public(
                "createByteStreamSession",
                ["write", "reads"],
                create_byte_stream_session,
            )
            .public(
                "createSessionFromTransport",
                ["transport"],
                create_session_from_transport,
            )
            .public_like(REMOVE_SESSION, remove_session)
            .public_like(TICK, |peer: &Object, timeout: Timeout| {
                Self::advance(peer, timeout.0)
            })
            .private("receive", ["session", "stream", "cancellation"], receive)
            .private("deliver", ["session", "message"], deliver)
            .private("fail", ["session", "exception"], fail)
            .private("conclude", ["session"], conclude)
            .private("wake", [], wake_for_anything)
            .private("timeUp", ["timer"], time_up)
    }
}

fn create_byte_stream_session(
    peer: &Object,
    write: &Instance<WritableStream>,
    reads: &Array,
) -> Result<Instance<IpcSession>> {
    let serializer = IpcPeer::default_serializer(peer)?;
    let args = [
        write.to_value(),
        reads.clone().to_value(),
        serializer.to_value(),
    ];
    let transport = AmpByteStreamMessageTransport::entry().construct(args)?;
    AmphpIpcPeer::create_session(peer, &transport)
}

fn create_session_from_transport(
    peer: &Object,
    transport: &Instance<AmpByteStreamMessageTransport>,
) -> Result<Instance<IpcSession>> {
    AmphpIpcPeer::create_session(peer, transport)
}

fn remove_session(peer: &Object, session: &Instance<IpcSession>) -> Result {
    IpcPeer::forget_session(peer, session)?;
    let key = i64::from(session.id());
    let cancellation = peer.update(CANCELLATIONS, |all| all.remove(key))?;
    if let Some(cancellation) = cancellation.and_then(Object::take) {
        cancellation.call("cancel", [])?;
        AmphpIpcPeer::keep_loop(session, true)?;
    }
    wake_for_end(peer, session)
}

/// Reads a stream to its end.
fn receive(
    peer: &Object,
    session: &Instance<IpcSession>,
    stream: &Zval,
    cancellation: &Zval,
) -> Result {
    let Some(stream) = Object::of(stream).cloned() else {
        return Ok(());
    };
    let transport = IpcSession::transport(session)?;
    let codec = AmpByteStreamMessageTransport::codec(&transport, &stream)?;
    loop {
        match stream.call("read", [cancellation.shallow_clone()]) {
            Ok(chunk) => match PhpString::take(chunk) {
                Some(chunk) => hand_out(peer, session, &codec, chunk.as_bytes())?,
                None => break,
            },
            Err(thrown) => {
                let exception = catch(thrown)?;
                if revolt::is_cancelled_exception(&exception) {
                    return Ok(());
                }
                return queue_failure(peer, session, exception);
            }
        }
    }
    FrameCodec::finish(&codec);
    hand_out(peer, session, &codec, b"")?;
    revolt::queue([peer.closure("conclude")?, session.to_value()])
}

/// Has the messages of a chunk dispatched, in order, and then those told that wait for them.
fn hand_out(peer: &Object, session: &Object, codec: &Object, chunk: &[u8]) -> Result {
    let mut chunk = chunk;
    loop {
        match FrameCodec::feed(codec, chunk) {
            Ok(messages) if messages.is_empty() => return Ok(()),
            Ok(messages) => {
                let deliver = peer.closure("deliver")?;
                for message in messages {
                    let args = [
                        deliver.shallow_clone(),
                        session.to_value(),
                        message.to_value(),
                    ];
                    revolt::queue(args)?;
                }
                revolt::queue([peer.closure("wake")?])?;
            }
            Err(thrown) => queue_failure(peer, session, catch(thrown)?)?,
        }
        // What stood behind an error.
        chunk = b"";
    }
}

fn queue_failure(peer: &Object, session: &Object, exception: Object) -> Result {
    revolt::queue([
        peer.closure("fail")?,
        session.to_value(),
        exception.to_value(),
    ])
}

/// Dispatches a message. What a handler throws ends a tick(); where nobody ticks, it is the event
/// loop's error handler that gets it.
fn deliver(peer: &Object, session: &Instance<IpcSession>, message: &Zval) -> Result {
    let known = IpcPeer::session(peer, session.id() as usize)?.is_some();
    let Some(message) = Object::of(message).filter(|_| known) else {
        return Ok(());
    };
    let outcome = Parcel::of(message.clone()).and_then(|parcel| {
        if let Some(entry) = trace::Entry::of(Some(session.id() as usize), &parcel) {
            entry.dispatched();
        }
        IpcSession::dispatch(session, parcel)
    });
    report(peer, outcome)
}

/// Tells the session's exception handlers.
fn fail(peer: &Object, session: &Instance<IpcSession>, exception: &Zval) -> Result {
    let outcome = match Object::of(exception) {
        Some(exception) => IpcSession::trigger_exception(session, exception),
        None => Ok(()),
    };
    report(peer, outcome)?;
    wake_all(peer, session)
}

/// Ends the session, if all its streams have ended.
fn conclude(peer: &Object, session: &Instance<IpcSession>) -> Result {
    let transport = IpcSession::transport(session)?;
    if let Some(lost) = AmpByteStreamMessageTransport::lost(&transport)? {
        let outcome = IpcSession::finish(session, End::ByPeer { lost });
        report(peer, outcome)?;
        wake_all(peer, session)?;
    }
    Ok(())
}

fn report(peer: &Object, outcome: Result) -> Result {
    let Err(thrown) = outcome else {
        return Ok(());
    };
    let exception = catch(thrown)?;
    match take_first_waiting(peer)? {
        Some(suspension) => suspension.call("throw", [exception.to_value()]).map(drop),
        None => Err(throw_object(exception)),
    }
}

/// Resumes the fibers that wait for anything to be dispatched.
fn wake_for_anything(peer: &Object) -> Result {
    let timers = AmphpIpcPeer::state(peer).borrow_mut().take(&None);
    resume(peer, timers)
}

/// Resumes the fibers that wait for replies to a session.
fn wake_for_end(peer: &Object, session: &Object) -> Result {
    let timers = AmphpIpcPeer::state(peer).borrow_mut().take_of(session);
    resume(peer, timers)
}

/// Resumes both.
fn wake_all(peer: &Object, session: &Object) -> Result {
    wake_for_end(peer, session)?;
    wake_for_anything(peer)
}

fn resume(peer: &Object, timers: Vec<Box<[u8]>>) -> Result {
    for timer in timers {
        if let Some(suspension) = take_waiting(peer, &timer)? {
            suspension.call("resume", [true.to_value()])?;
        }
    }
    Ok(())
}

fn time_up(peer: &Object, timer: &[u8]) -> Result {
    match take_waiting(peer, timer)? {
        Some(suspension) => suspension.call("resume", [false.to_value()]).map(drop),
        None => Ok(()),
    }
}
