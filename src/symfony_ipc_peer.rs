//! `StreamIpc\SymfonyIpcPeer`

use crate::engine::{self, REST, Turn};
use crate::envelope::id::RequestIdGenerator;
use crate::ipc_peer::{
    IpcPeer, PEERS, PeerOperations, Progress, REMOVE_SESSION, TICK, Timeout, tick_by,
};
use crate::ipc_session::IpcSession;
use crate::process_pipes;
use crate::serialization::MessageSerializer;
use crate::transport::{PRECISION, Process, SLEEP_TICK, SymfonyProcessMessageTransport};
use crate::zend::{
    Class, Declaration, FromArgument, Instance, Object, Position, Property, Result, Slot, ToValue,
    Type, Zval, catch, check_exception, class_entry, ensure_stack,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;

/// Sessions with children that Symfony's Process runs.
pub struct SymfonyIpcPeer;

/// How long to sleep between two looks at processes whose pipes cannot be found, in microseconds.
const SLEEP: Slot<SymfonyIpcPeer> = Slot::new(3);

impl SymfonyIpcPeer {
    /// One turn of a tick, as [`crate::native_ipc_peer::NativeIpcPeer::advance`].
    pub fn advance(peer: &Object, until: &mut Deadline) -> Result<Progress> {
        let sessions = IpcPeer::sessions(peer)?;
        if sessions.len() == 0 {
            engine::rest(*until)?;
            return Ok(Progress::Over);
        }
        let mut dispatched = false;
        for session in sessions.values().filter_map(Object::of) {
            if let Some(transport) = transport_of(session)? {
                dispatched |= serve(peer, session, &transport)?;
            }
        }
        if dispatched || until.has_passed() {
            return Ok(Progress::Over);
        }
        match wait(peer, until)? {
            Turn::Done => Ok(Progress::Waiting),
            Turn::Signalled => Ok(Progress::Over),
        }
    }

    fn create_session(peer: &Object, transport: &Object) -> Result<Instance<IpcSession>> {
        SymfonyProcessMessageTransport::give_to_session(transport)?;
        IpcPeer::create_session(peer, transport).map(Instance::of)
    }
}

/// Dispatches everything a child wrote, times out what waits too long, and says whether there was
/// something. An exception leaves the rest queued.
fn serve(peer: &Object, session: &Object, transport: &Object) -> Result<bool> {
    let mut failure = None;
    if SymfonyProcessMessageTransport::is_open(transport)
        && let Err(thrown) = SymfonyProcessMessageTransport::receive(transport)
    {
        failure = Some(catch(thrown)?);
    }
    let serializer = SymfonyProcessMessageTransport::serializer(transport)?;
    let arrived = SymfonyProcessMessageTransport::arrived(transport);
    for _ in 0..arrived {
        ensure_stack()?;
        // Handlers may tick too, and leave less; or close the session.
        if IpcPeer::session(peer, session.id() as usize)?.is_none() {
            break;
        }
        let Some(inbound) = SymfonyProcessMessageTransport::take(transport) else {
            break;
        };
        IpcSession::deliver(session, inbound, &serializer)?;
        // The message is gone now; its destructor may have thrown.
        check_exception()?;
    }
    let failed = failure.is_some();
    if let Some(exception) = failure {
        IpcSession::trigger_exception(session, &exception)?;
    }
    let timed_out = IpcSession::time_out(session)?;
    Ok(arrived > 0 || failed || timed_out)
}

/// Waits until a process has news, or until `until`, which comes soon where all have ended.
fn wait(peer: &Object, until: &mut Deadline) -> Result<Turn> {
    let mut watches = Vec::new();
    let mut open = false;
    let mut rest = PRECISION;
    let mut due = *until;
    for session in IpcPeer::sessions(peer)?.values().filter_map(Object::of) {
        let transport = transport_of(session)?.filter(SymfonyProcessMessageTransport::is_open);
        if let Some(transport) = transport {
            open = true;
            due = due.min(IpcSession::next_deadline(session)?);
            if !SymfonyProcessMessageTransport::watch(&transport, &mut watches)? {
                rest = sleep_tick(peer)?;
            }
        }
    }
    if !open {
        *until = until.at_most(REST);
    }
    process_pipes::wait(&watches, due.min(*until).at_most(rest))
}

fn sleep_tick(peer: &Object) -> Result<Duration> {
    let micros = peer.get(SLEEP)?.long().unwrap_or_default();
    Ok(Duration::from_micros(micros.unsigned_abs()))
}

/// The session's transport, if it is one of ours: `$peer->sessions` may hold others.
fn transport_of(session: &Object) -> Result<Option<Object>> {
    if !session.is_exactly::<IpcSession>() {
        return Ok(None);
    }
    let transport = IpcSession::transport(session)?;
    Ok(Some(transport).filter(Object::is_exactly::<SymfonyProcessMessageTransport>))
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
                    note_requests: |_, _| Ok(()),
                },
            )
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
    match transport_of(session)? {
        Some(transport) if IpcSession::belongs_to(session, peer)? => {
            SymfonyProcessMessageTransport::close_input(&transport)
        }
        _ => Ok(()),
    }
}
