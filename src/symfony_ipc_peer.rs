//! `StreamIpc\SymfonyIpcPeer`

use crate::engine::{self, REST, Turn};
use crate::envelope::id::RequestIdGenerator;
use crate::ipc_peer::{
    IpcPeer, PEERS, PeerOperations, Progress, remove_session_signature, tick_by, tick_signature,
};
use crate::ipc_session::IpcSession;
use crate::process_pipes;
use crate::serialization::MessageSerializer;
use crate::transport::{PRECISION, PROCESS_CLASS, SLEEP_TICK, SymfonyProcessMessageTransport};
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, Property, Result, Slot, ToValue, Type, Zval,
    catch, check_exception, class_entry, ensure_stack,
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

    fn create_session(peer: &Object, transport: &Object) -> Result<Object> {
        SymfonyProcessMessageTransport::give_to_session(transport)?;
        IpcPeer::create_session(peer, transport)
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
        let serializer = Type::class(MessageSerializer::NAME);
        let id_gen = Type::class(RequestIdGenerator::NAME);
        let session = Type::class(IpcSession::NAME);
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
            .method(
                Method::public("__construct", construct)
                    .param(Param::new("defaultSerializer", serializer.nullable()).default("null"))
                    .param(Param::new("idGen", id_gen.nullable()).default("null"))
                    .param(Param::new("sleepTick", Type::INT.nullable()).default("null")),
            )
            .method(
                Method::public(
                    "createSymfonyProcessSession",
                    create_symfony_process_session,
                )
                .param(Param::new("process", Type::class(PROCESS_CLASS)))
                .returns(session),
            )
            .method(
                Method::public("createSessionFromTransport", create_session_from_transport)
                    .param(Param::new(
                        "transport",
                        Type::class(SymfonyProcessMessageTransport::NAME),
                    ))
                    .returns(session),
            )
            .method(remove_session_signature(Method::public(
                "removeSession",
                remove_session,
            )))
            .method(tick_signature(Method::public("tick", tick)))
    }
}

fn construct(call: &Call<'_>) -> Result {
    let sleep_tick = match call.optional_int(2)? {
        Some(micros) if micros < 0 => {
            return Err(call.argument_value_error(2, "must be greater than or equal to 0"));
        }
        Some(micros) => micros,
        None => SLEEP_TICK.as_micros() as i64,
    };
    let serializer = call.optional_object::<MessageSerializer>(0)?;
    let id_gen = call.optional_object::<RequestIdGenerator>(1)?;
    call.this().initialize(SLEEP, sleep_tick)?;
    let args = [serializer.to_value(), id_gen.to_value()];
    SymfonyIpcPeer::entry().construct_parent(call.this(), args)
}

fn create_symfony_process_session(call: &Call<'_>) -> Result<Object> {
    let process = call.object_named(0, PROCESS_CLASS)?;
    let serializer = IpcPeer::default_serializer(call.this())?;
    let args: [Zval; 2] = [process.to_value(), serializer.to_value()];
    let transport = SymfonyProcessMessageTransport::entry().construct(args)?;
    SymfonyIpcPeer::create_session(call.this(), &transport)
}

fn create_session_from_transport(call: &Call<'_>) -> Result<Object> {
    let transport = call.object::<SymfonyProcessMessageTransport>(0)?;
    SymfonyIpcPeer::create_session(call.this(), transport)
}

fn remove_session(call: &Call<'_>) -> Result {
    let (peer, session) = (call.this(), call.object::<IpcSession>(0)?);
    IpcPeer::forget_session(peer, session)?;
    match transport_of(session)? {
        Some(transport) if IpcSession::belongs_to(session, peer)? => {
            SymfonyProcessMessageTransport::close_input(&transport)
        }
        _ => Ok(()),
    }
}

fn tick(call: &Call<'_>) -> Result {
    tick_by(call, SymfonyIpcPeer::advance)
}
