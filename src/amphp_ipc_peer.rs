//! `StreamIpc\AmphpIpcPeer`

use crate::engine::{self, Group, UNSEEN_SIGNAL};
use crate::ipc_peer::{self, IpcPeer, PEERS, PeerOperations, REMOVE_SESSION, REST, TICK, Timeout};
use crate::ipc_session::IpcSession;
use crate::libraries::amp::{self, WritableStream};
use crate::libraries::revolt::{self, Wait};
use crate::transport::AmpByteStreamMessageTransport;
use crate::waiting::{Awaited, Waiting, request};
use crate::watching::{self, WatchOperations};
use crate::zend::{
    Array, Class, Declaration, Instance, Object, PhpString, Property, Result, Slot, Stateful,
    Stream, ToValue, Type, Zval, catch, check_exception, class_entry, handled_interrupts,
    interrupts_are_expected, message_of, set_aside, throw_error, throw_object,
};
use std::collections::BTreeMap;
use std::io;
use stream_ipc::deadline::Deadline;
use stream_ipc::inbound::Inbound;
use stream_ipc::reactor::GroupId;

/// Sessions over streams of amphp/byte-stream, under Revolt's event loop.
///
/// A fiber of its own reads each stream, and another one dispatches each message: so a handler may await
/// a reply that comes on the same stream. tick() only waits for that to happen.
pub struct AmphpIpcPeer;

/// The suspended fibers that wait in tick() and await(), by their timers.
const WAITING: Slot<AmphpIpcPeer> = Slot::new(4);

/// Cancellations that end the reading of a session's streams, by the session's object id.
const CANCELLATIONS: Slot<AmphpIpcPeer> = Slot::new(5);

/// How many fibers may wait in tick() beside the main program, when handlers tick within handlers. A
/// fiber takes some 20 KB; without this limit, memory would run out without an exception.
const MOST_TICKS: usize = 1000;

impl AmphpIpcPeer {
    /// Suspends the current fiber until something was dispatched, or until `deadline`; briefly if no
    /// session is open.
    fn advance(peer: &Object, deadline: Deadline) -> Result {
        Self::wait_for(peer, None, deadline)
    }

    /// Suspends the current fiber until the reply to a request has come or can no longer come, or until
    /// `deadline`.
    fn advance_to_reply(
        peer: &Object,
        session: &Object,
        id: &PhpString,
        deadline: Deadline,
    ) -> Result {
        // A session of another peer wakes nobody here, so wait for anything.
        let is_known =
            IpcPeer::session(peer, session.id() as usize)?.is_some_and(|known| known.is(session));
        let awaited = is_known.then(|| request(session, id.as_bytes()));
        Self::wait_for(peer, awaited, deadline)
    }

    /// Resumes the fiber that awaits a reply that has come, and keeps the event loop alive while another
    /// reply is missing.
    fn note_requests(session: &Object, replied: Option<&[u8]>) -> Result {
        let peer = IpcSession::peer(session)?;
        if let Some(id) = replied {
            Self::wake_for_reply(&peer, session, id)?;
        }
        Self::keep_loop(session, IpcSession::is_waiting(session)?)?;
        set_alarm(&peer)
    }

    /// Resumes the fibers that wait for the reply to a request.
    fn wake_for_reply(peer: &Object, session: &Object, id: &[u8]) -> Result {
        let awaited = Some(request(session, id));
        let timers = Self::state(peer).borrow_mut().waiting.take(&awaited);
        resume(peer, timers)
    }

    fn wait_for(peer: &Object, awaited: Awaited, deadline: Deadline) -> Result {
        if !IpcPeer::has_work(peer)? && !revolt::is_installed()? {
            return ipc_peer::rest(deadline);
        }
        watching::forget_closed(peer)?;
        let until = if IpcPeer::expects_news(peer)? {
            deadline
        } else {
            deadline.at_most(REST)
        };
        let handled = handled_interrupts();
        while !wait(peer, &awaited, next_look(&awaited, until))? && !until.has_passed() {
            // A signal handler may have changed what the caller waits for.
            if awaited.is_none() && handled_interrupts() != handled {
                break;
            }
        }
        Ok(())
    }

    /// Sets whether the session's streams keep the event loop alive, as they do while a reply is missing.
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
        AmpByteStreamMessageTransport::give_to_session(transport)?;
        let session = IpcPeer::create_session(peer, transport)?;
        let channel = AmpByteStreamMessageTransport::channel(transport)?;
        engine::begin(channel, group(peer)?, session.id() as usize)?;
        let cancellation = amp::cancellation()?;
        let key = i64::from(session.id());
        let replaced = peer.update(CANCELLATIONS, |all| {
            all.insert(key, (&cancellation).to_value())
        })?;
        drop(replaced);
        let cancellation = cancellation.call("getcancellation", [])?;
        Self::keep_loop(&session, false)?;
        let streams = AmpByteStreamMessageTransport::read_streams(transport)?;
        for (number, stream) in (0_i64..).zip(streams.values()) {
            revolt::queue([
                peer.closure("receive")?,
                transport.to_value(),
                number.to_value(),
                stream.shallow_clone(),
                cancellation.shallow_clone(),
            ])?;
        }
        // Dispatch what readFromStream() decoded and nobody took.
        deliver_next(peer)?;
        Ok(Instance::of(session))
    }
}

/// When a waiting fiber checks again: soon in tick() if signals have handlers, because the event loop
/// runs them.
fn next_look(awaited: &Awaited, until: Deadline) -> Deadline {
    if awaited.is_none() && interrupts_are_expected() {
        until.at_most(UNSEEN_SIGNAL)
    } else {
        until
    }
}

/// The group in the reactor that holds the channels of the peer's sessions.
fn group(peer: &Object) -> Result<GroupId> {
    Group::of(&mut AmphpIpcPeer::state(peer).borrow_mut().group)
}

/// Suspends the current fiber. Returns whether the awaited thing has happened meanwhile.
///
/// # Errors
/// An Error if too many fibers wait in tick().
fn wait(peer: &Object, awaited: &Awaited, until: Deadline) -> Result<bool> {
    let same = AmphpIpcPeer::state(peer).borrow().waiting.len_of(awaited);
    // The main program may always wait: it goes on once the handlers have got the Error.
    if awaited.is_none() && same >= MOST_TICKS && revolt::is_in_fiber()? {
        return Err(throw_error(&format!(
            "Maximum call stack size reached: {same} fibers wait in tick() already. \
             Return from handlers before ticking again",
        )));
    }
    let wait = Wait::new(peer, WAITING, until, peer.closure("timeUp")?)?;
    let place = AmphpIpcPeer::state(peer)
        .borrow_mut()
        .waiting
        .add(awaited.clone(), wait.timer());
    let resumed = wait.suspend(peer, WAITING);
    AmphpIpcPeer::state(peer)
        .borrow_mut()
        .waiting
        .remove(awaited, place);
    resumed?.map(|value| value.is_true()).map_err(throw_object)
}

fn begin_watching(peer: &Object, stream: &Stream) -> Result {
    let watcher = revolt::on_readable(stream.to_value(), peer.closure("readable")?)?;
    let watcher = revolt::id(&watcher)?;
    let mut state = AmphpIpcPeer::state(peer).borrow_mut();
    state.watchers.insert(stream.number(), watcher);
    Ok(())
}

fn end_watching(peer: &Object, stream: i64) -> Result {
    let watcher = AmphpIpcPeer::state(peer)
        .borrow_mut()
        .watchers
        .remove(&stream);
    if let Some(watcher) = watcher {
        revolt::cancel(watcher.to_value())?;
    }
    // Let the callback that unwatches end first: if it throws, a fiber that waits gets its exception.
    revolt::queue([peer.closure("endRuns")?])
}

/// Resumes the fibers that wait for anything if there is nothing to wait for any more: they may be in
/// run().
fn end_runs(peer: &Object) -> Result {
    match IpcPeer::expects_news(peer)? {
        true => Ok(()),
        false => wake_for_anything(peer),
    }
}

/// Calls the callback of a watched stream, in a fiber of its own. An exception ends a tick(), as that of a
/// message handler does.
fn readable(peer: &Object, watcher: &PhpString, stream: &Zval) -> Result {
    let Some(number) = Stream::number_in(stream) else {
        return Ok(());
    };
    let watcher = watcher.to_value();
    // The callback may suspend its fiber.
    revolt::disable(&watcher)?;
    let served = set_aside(watching::serve(peer, number))?;
    let is_watched = AmphpIpcPeer::state(peer)
        .borrow()
        .watchers
        .get(&number)
        .is_some_and(|current| watcher.is_identical(&current.to_value()));
    if is_watched {
        revolt::enable(&watcher)?;
    }
    // The callback may have closed others, which the event loop cannot wait for.
    watching::forget_closed(peer)?;
    let called = served.or_else(|exception| report(peer, exception).map(|()| false))?;
    match called {
        true => wake_for_anything(peer),
        false => Ok(()),
    }
}

/// Sets a timer of the event loop for the next deadline of a request.
fn set_alarm(peer: &Object) -> Result {
    let next = engine::next_deadline(group(peer)?)?;
    let state = AmphpIpcPeer::state(peer);
    let known = state.borrow().alarm.as_ref().map(|alarm| alarm.at);
    match (known, next) {
        (None, Deadline::NEVER) => return Ok(()),
        // An earlier timer stays: when it rings, it sets the next one.
        (Some(at), next) if next != Deadline::NEVER && at <= next => return Ok(()),
        _ => {}
    }
    let former = state.borrow_mut().alarm.take();
    if let Some(former) = former {
        revolt::cancel(former.timer.to_value())?;
    }
    if next != Deadline::NEVER {
        let timer = revolt::delay(next, peer.closure("ring")?)?;
        // The streams keep the loop alive while a reply is missing; the timer need not.
        revolt::unreference(&timer)?;
        let timer = revolt::id(&timer)?;
        state.borrow_mut().alarm = Some(Alarm { timer, at: next });
    }
    Ok(())
}

/// Times out the requests whose deadline has passed.
fn ring(peer: &Object) -> Result {
    AmphpIpcPeer::state(peer).borrow_mut().alarm = None;
    engine::tell_time(group(peer)?)?;
    deliver_next(peer)?;
    set_alarm(peer)
}

/// The state of a peer beside its properties.
#[derive(Debug, Default)]
pub struct State {
    /// The thing that each fiber in WAITING waits for.
    waiting: Waiting,
    group: Option<Group>,
    alarm: Option<Alarm>,
    /// The event loop's watchers of the watched streams, by the streams' numbers.
    watchers: BTreeMap<i64, PhpString>,
}

/// The timer for the next deadline.
#[derive(Debug)]
struct Alarm {
    timer: PhpString,
    at: Deadline,
}

impl Stateful for AmphpIpcPeer {
    type State = State;
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
                    has_jobs: |_| Ok(false),
                    has_fibers: true,
                    note_requests: Self::note_requests,
                    watching: WatchOperations {
                        begin: begin_watching,
                        end: end_watching,
                    },
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
            .private(
                "receive",
                ["transport", "number", "stream", "cancellation"],
                receive,
            )
            .private("deliver", [], deliver)
            .private("readable", ["watcher", "stream"], readable)
            .private("ring", [], ring)
            .private("timeUp", ["timer"], time_up)
            .private("endRuns", [], end_runs)
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
        let transport = IpcSession::transport(session)?;
        engine::leave(AmpByteStreamMessageTransport::channel(&transport)?)?;
        AmpByteStreamMessageTransport::let_go(&transport)?;
        set_alarm(peer)?;
    }
    // A fiber that waits for anything may be in run(), and this was the last session.
    wake_all(peer, session)
}

/// Reads a stream until it ends or its session is closed.
fn receive(
    peer: &Object,
    transport: &Instance<AmpByteStreamMessageTransport>,
    number: i64,
    stream: &Zval,
    cancellation: &Zval,
) -> Result {
    let Some(stream) = Object::of(stream).cloned() else {
        return Ok(());
    };
    let number = number as usize;
    while AmpByteStreamMessageTransport::wait_to_read(transport)? {
        match stream.call("read", [cancellation.shallow_clone()]) {
            Ok(chunk) => match PhpString::take(chunk) {
                Some(chunk) => {
                    AmpByteStreamMessageTransport::feed(transport, number, chunk.as_bytes())?;
                    deliver_next(peer)?;
                }
                None => {
                    AmpByteStreamMessageTransport::end(transport, number, None)?;
                    return deliver_next(peer);
                }
            },
            Err(thrown) => {
                let exception = catch(thrown)?;
                if amp::is_cancelled_exception(&exception) {
                    return Ok(());
                }
                let reason = Inbound::ReadFailed(io::Error::other(message_of(&exception)?));
                AmpByteStreamMessageTransport::end(transport, number, Some(reason))?;
                return deliver_next(peer);
            }
        }
    }
    Ok(())
}

/// Makes the event loop dispatch the next event in a fiber of its own.
fn deliver_next(peer: &Object) -> Result {
    if engine::arrived(group(peer)?)? > 0 {
        revolt::queue([peer.closure("deliver")?])?;
    }
    Ok(())
}

/// Dispatches the first event that has arrived, then wakes the fibers that wait. An exception of a
/// handler ends a tick(); if nobody ticks, the event loop's error handler gets it.
fn deliver(peer: &Object) -> Result {
    let Some((session, event)) = engine::poll_event(group(peer)?)? else {
        return Ok(());
    };
    // Queue the next event first: a handler may suspend this fiber.
    deliver_next(peer)?;
    let Some(session) = IpcPeer::session(peer, session)? else {
        return Ok(());
    };
    let transport = IpcSession::transport(&session)?;
    AmpByteStreamMessageTransport::read_on(&transport)?;
    let serializer = AmpByteStreamMessageTransport::serializer(&transport)?;
    let outcome = IpcSession::see(&session, event, &serializer);
    // The message is freed by now; its destructor may have thrown.
    let outcome = set_aside(outcome.and_then(|()| check_exception()))?;
    let has_thrown = outcome.is_err();
    let reported = outcome.map_or_else(|exception| report(peer, exception), |()| Ok(()));
    let reported = set_aside(reported)?;
    // The handler may have closed watched streams, which the event loop cannot wait for.
    watching::forget_closed(peer)?;
    if has_thrown {
        // It may have come with a reply, and others may await that.
        AmphpIpcPeer::note_requests(&session, None)?;
    }
    if has_thrown || IpcSession::end(&session).is_some() {
        wake_for_end(peer, &session)?;
    }
    if engine::arrived(group(peer)?)? == 0 {
        wake_for_anything(peer)?;
    }
    reported.map_err(throw_object)
}

fn report(peer: &Object, exception: Object) -> Result {
    match revolt::take_first_waiting(peer, WAITING)? {
        Some(suspension) => suspension.call("throw", [exception.to_value()]).map(drop),
        None => Err(throw_object(exception)),
    }
}

/// Resumes the fibers that wait for anything to be dispatched.
fn wake_for_anything(peer: &Object) -> Result {
    let timers = AmphpIpcPeer::state(peer).borrow_mut().waiting.take(&None);
    resume(peer, timers)
}

/// Resumes the fibers that wait for replies from the other side of a session.
fn wake_for_end(peer: &Object, session: &Object) -> Result {
    let timers = AmphpIpcPeer::state(peer)
        .borrow_mut()
        .waiting
        .take_of(session);
    resume(peer, timers)
}

/// Resumes the fibers that wait for anything, and those that wait for replies of this session.
fn wake_all(peer: &Object, session: &Object) -> Result {
    wake_for_end(peer, session)?;
    wake_for_anything(peer)
}

fn resume(peer: &Object, timers: Vec<Box<[u8]>>) -> Result {
    for timer in timers {
        if let Some(suspension) = revolt::take_waiting(peer, WAITING, &timer)? {
            revolt::resume(&suspension, true)?;
        }
    }
    Ok(())
}

fn time_up(peer: &Object, timer: &[u8]) -> Result {
    match revolt::take_waiting(peer, WAITING, timer)? {
        Some(suspension) => revolt::resume(&suspension, false),
        None => Ok(()),
    }
}
