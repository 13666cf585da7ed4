//! `StreamIpc\SymfonyIpcPeer`

use crate::engine::{self, Group, Turn};
use crate::envelope::id::RequestIdGenerator;
use crate::ipc_peer::{
    self, IpcPeer, PEERS, PeerOperations, Progress, REMOVE_SESSION, REST, TICK, Timeout, tick_by,
};
use crate::ipc_session::IpcSession;
use crate::libraries::process_pipes;
use crate::libraries::symfony_process::{PRECISION, Process, SLEEP_TICK};
use crate::serialization::MessageSerializer;
use crate::transport::{Reading, SymfonyProcessMessageTransport};
use crate::watching::{self, WatchOperations};
use crate::zend::{
    Array, Class, Declaration, FromArgument, Instance, Object, Position, Property, Result, Slot,
    Stateful, Stream, ToValue, Type, Zval, catch, class_entry, set_aside, throw_object,
};
use rustix::event::PollFlags;
use std::collections::BTreeSet;
use std::time::Duration;
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::GroupId;

/// Sessions with children that Symfony's Process runs.
pub struct SymfonyIpcPeer;

/// Microseconds to sleep between two looks at processes whose pipes cannot be found.
const SLEEP: Slot<SymfonyIpcPeer> = Slot::new(4);

impl SymfonyIpcPeer {
    /// Runs one turn of a tick, like [`crate::native_ipc_peer::NativeIpcPeer::advance`].
    pub fn advance(peer: &Object, until: &mut Deadline) -> Result<Progress> {
        if !IpcPeer::has_work(peer)? {
            ipc_peer::rest(*until)?;
            return Ok(Progress::Over);
        }
        let group = group(peer)?;
        let failures = exchange(&IpcPeer::sessions(peer)?)?;
        engine::tell_time(group)?;
        let arrived = engine::arrived(group)?;
        let dispatched = IpcPeer::dispatch_arrived(peer, group, arrived, serializer_of);
        let dispatched = set_aside(dispatched)?;
        let is_over = arrived > 0 || !failures.is_empty() || until.has_passed();
        // Failures come after everything the children have said.
        for (session, exception) in failures {
            IpcSession::trigger_exception(&session, &exception)?;
        }
        dispatched.map_err(throw_object)?;
        if serve_readable(peer)? || is_over {
            return Ok(Progress::Over);
        }
        match wait(peer, group, until)? {
            Turn::Done => Ok(Progress::Waiting),
            Turn::Signalled => Ok(Progress::Over),
        }
    }

    fn create_session(peer: &Object, transport: &Object) -> Result<Instance<IpcSession>> {
        SymfonyProcessMessageTransport::give_to_session(transport)?;
        let session = IpcPeer::create_session(peer, transport)?;
        let channel = SymfonyProcessMessageTransport::channel(transport)?;
        engine::begin(channel, group(peer)?, session.id() as usize)?;
        Ok(Instance::of(session))
    }
}

/// Moves frames between children and sessions, and returns each session that failed with its exception.
fn exchange(sessions: &Array) -> Result<Vec<(Object, Object)>> {
    let mut failures = Vec::new();
    for (session, transport) in SymfonyProcessMessageTransport::open_of(sessions)? {
        if let Err(thrown) = SymfonyProcessMessageTransport::exchange(&transport, Reading::Fair) {
            failures.push((session, catch(thrown)?));
        }
    }
    Ok(failures)
}

fn serializer_of(session: &Object) -> Result<Object> {
    SymfonyProcessMessageTransport::serializer(&IpcSession::transport(session)?)
}

/// The group in the reactor that holds the channels of the peer's sessions.
fn group(peer: &Object) -> Result<GroupId> {
    Group::of(&mut SymfonyIpcPeer::state(peer).borrow_mut().group)
}

/// Calls the callbacks of the watched streams that are readable, and returns whether it has called any.
fn serve_readable(peer: &Object) -> Result<bool> {
    let mut any = false;
    for stream in idle_streams(peer)? {
        let number = stream.number();
        SymfonyIpcPeer::state(peer)
            .borrow_mut()
            .served
            .insert(number);
        let called = watching::serve(peer, number);
        SymfonyIpcPeer::state(peer)
            .borrow_mut()
            .served
            .remove(&number);
        any |= called?;
    }
    Ok(any)
}

/// The watched streams whose callbacks do not run.
fn idle_streams(peer: &Object) -> Result<Vec<Stream>> {
    let mut streams = watching::open_streams(peer)?;
    let state = SymfonyIpcPeer::state(peer).borrow();
    streams.retain(|stream| !state.served.contains(&stream.number()));
    Ok(streams)
}

/// Waits until a process or a watched stream has news, or until `until`, which is set to come soon if
/// there are none.
fn wait(peer: &Object, group: GroupId, until: &mut Deadline) -> Result<Turn> {
    let idle = idle_streams(peer)?.into_iter();
    let mut watches: Vec<_> = idle.map(|stream| (stream, PollFlags::IN)).collect();
    let mut rest = PRECISION;
    let open = SymfonyProcessMessageTransport::open_of(&IpcPeer::sessions(peer)?)?;
    for (_, transport) in &open {
        if !SymfonyProcessMessageTransport::watch(transport, Reading::Fair, &mut watches)? {
            rest = sleep_tick(peer)?;
        }
    }
    if open.is_empty() && !watching::is_watching(peer)? {
        *until = until.at_most(REST);
    }
    let due = engine::next_deadline(group)?;
    process_pipes::wait(&watches, due.min(*until).at_most(rest))
}

fn sleep_tick(peer: &Object) -> Result<Duration> {
    let micros = peer.get(SLEEP)?.long().unwrap_or_default();
    Ok(Duration::from_micros(micros.unsigned_abs()))
}

/// The state of a peer beside its properties.
#[derive(Debug, Default)]
pub struct State {
    group: Option<Group>,
    /// The numbers of the watched streams whose callbacks run.
    served: BTreeSet<i64>,
}

impl Stateful for SymfonyIpcPeer {
    type State = State;
}

impl Class for SymfonyIpcPeer {
    const NAME: &'static str = r"StreamIpc\SymfonyIpcPeer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_class()
            .extends::<IpcPeer>()
            .operations::<Self, _>(
                &PEERS,
                PeerOperations {
                    advance: |peer, mut until| Self::advance(peer, &mut until).map(drop),
                    advance_to_reply: None,
                    has_open_stream: |_| Ok(false),
                    has_jobs: |_| Ok(false),
                    has_fibers: false,
                    note_requests: |_, _| Ok(()),
                    // Each turn asks for the streams.
                    watching: WatchOperations {
                        begin: |_, _| Ok(()),
                        end: |_, _| Ok(()),
                    },
                },
            )
            .stateful::<Self>()
            .property(SLEEP, Property::private("sleepTick", Type::INT).readonly())
            .constructor(["defaultSerializer", "idGen", "sleepTick"], construct)
            .public(
                "createSymfonyProcessSession",
                ["process"],
                create_symfony_process_session,
            )
            .public(
                "createSessionFromTransport",
                ["transport"],
                create_session_from_transport,
            )
            .public_like(REMOVE_SESSION, remove_session)
            .public_like(TICK, |peer: &Object, timeout: Timeout| {
                tick_by(peer, timeout, Self::advance)
            })
    }
}

/// `?int $sleepTick = null`, in microseconds.
struct SleepTick(i64);

impl FromArgument for SleepTick {
    type Given = Option<i64>;

    fn from_argument(micros: Option<i64>, position: Position) -> Result<Self> {
        match micros {
            Some(micros) if micros < 0 => {
                Err(position.value_error("must be greater than or equal to 0"))
            }
            Some(micros) => Ok(Self(micros)),
            None => Ok(Self(SLEEP_TICK.as_micros() as i64)),
        }
    }
}

fn construct(
    peer: &Object,
    serializer: Option<&Instance<MessageSerializer>>,
    id_gen: Option<&Instance<RequestIdGenerator>>,
    sleep_tick: SleepTick,
) -> Result {
    peer.initialize(SLEEP, sleep_tick.0)?;
    let args = [serializer.to_value(), id_gen.to_value()];
    SymfonyIpcPeer::entry().construct_parent(peer, args)
}

fn create_symfony_process_session(
    peer: &Object,
    process: &Instance<Process>,
) -> Result<Instance<IpcSession>> {
    let serializer = IpcPeer::default_serializer(peer)?;
    let args: [Zval; 2] = [process.to_value(), serializer.to_value()];
    let transport = SymfonyProcessMessageTransport::entry().construct(args)?;
    SymfonyIpcPeer::create_session(peer, &transport)
}

fn create_session_from_transport(
    peer: &Object,
    transport: &Instance<SymfonyProcessMessageTransport>,
) -> Result<Instance<IpcSession>> {
    SymfonyIpcPeer::create_session(peer, transport)
}

fn remove_session(peer: &Object, session: &Instance<IpcSession>) -> Result {
    IpcPeer::forget_session(peer, session)?;
    match SymfonyProcessMessageTransport::of(session)? {
        Some(transport) if IpcSession::belongs_to(session, peer)? => {
            engine::leave(SymfonyProcessMessageTransport::channel(&transport)?)?;
            SymfonyProcessMessageTransport::close_input(&transport)
        }
        _ => Ok(()),
    }
}
