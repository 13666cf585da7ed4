//! `StreamIpc\NativeIpcPeer`

use crate::command::Child;
use crate::engine::{self, Group, Polled, REST, Turn};
use crate::environment;
use crate::ipc_peer::{
    IpcPeer, PEERS, PeerOperations, Progress, remove_session_signature, tick_by, tick_signature,
};
use crate::ipc_session::IpcSession;
use crate::orphans;
use crate::standard_streams;
use crate::transport::{NativeMessageTransport, stream_argument};
use crate::zend::{
    Call, Class, Declaration, Method, Object, Param, Result, Stateful, ToValue, Type, Zval,
    check_exception, class_entry, ensure_stack, set_aside, throw_logic, throw_object,
};
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::{Appetite, GroupId};

/// Sessions over PHP streams, all polled at once.
pub struct NativeIpcPeer;

impl NativeIpcPeer {
    /// One turn of a tick, which may set the tick an earlier end; a rest where there is no session.
    /// PHP may have run in it, even where the tick is not over: signal handlers.
    pub fn advance(peer: &Object, until: &mut Deadline) -> Result<Progress> {
        orphans::collect();
        if !IpcPeer::has_sessions(peer)? {
            engine::rest(*until)?;
            return Ok(Progress::Over);
        }
        let group = group(peer)?;
        if !engine::is_open(group)? {
            *until = until.at_most(REST);
        }
        // What is queued is not kept waiting, but what has arrived since may come along.
        let wait = match engine::arrived(group)? {
            0 => *until,
            _ => Deadline::NOW,
        };
        let Polled { turn, relays } = engine::poll(group, wait, Appetite::Fair)?;
        // A stream that is PHP code and throws keeps nobody else's messages back.
        let relayed = match relays {
            true => set_aside(engine::relay(group))?,
            false => Ok(()),
        };
        let arrived = engine::arrived(group)?;
        let dispatched = dispatch_arrived(peer, group, arrived);
        relayed.map_err(throw_object)?;
        dispatched?;
        if arrived > 0 || wait.has_passed() || turn == Turn::Signalled {
            return Ok(Progress::Over);
        }
        Ok(Progress::Waiting)
    }

    /// Whether any session has a stream that has not ended, without looking through them.
    pub fn has_open_stream(peer: &Object) -> Result<bool> {
        engine::is_open(group(peer)?)
    }

    fn create_session(peer: &Object, transport: &Object) -> Result<Object> {
        let channel = NativeMessageTransport::channel(transport)?;
        if engine::group_of(channel)?.is_some() {
            return Err(throw_logic(
                "The transport already belongs to a session; close that session first",
            ));
        }
        let group = group(peer)?;
        let session = IpcPeer::create_session(peer, transport)?;
        if let Err(thrown) = engine::begin(channel, group, session.id() as usize) {
            IpcPeer::forget_session(peer, &session)?;
            return Err(thrown);
        }
        Ok(session)
    }
}

/// Dispatches as many things as had arrived; what comes meanwhile is for the next tick. An
/// exception leaves the rest queued.
fn dispatch_arrived(peer: &Object, group: GroupId, arrived: usize) -> Result {
    for _ in 0..arrived {
        ensure_stack()?;
        // Handlers may tick too, and leave less.
        let Some((session, event)) = engine::poll_event(group)? else {
            break;
        };
        if let Some(session) = IpcPeer::session(peer, session)? {
            let transport = IpcSession::transport(&session)?;
            let serializer = NativeMessageTransport::serializer(&transport)?;
            IpcSession::see(&session, event, &serializer)?;
            // The message is gone now; its destructor may have thrown.
            check_exception()?;
        }
    }
    Ok(())
}

/// The group of the reactor whose channels are the peer's sessions.
fn group(peer: &Object) -> Result<GroupId> {
    let known = NativeIpcPeer::state(peer).borrow().as_ref().map(Group::id);
    match known {
        Some(group) => Ok(group),
        None => {
            let group = Group::new()?;
            let id = group.id();
            NativeIpcPeer::state(peer).replace(Some(group));
            Ok(id)
        }
    }
}

impl Stateful for NativeIpcPeer {
    type State = Option<Group>;
}

impl Class for NativeIpcPeer {
    const NAME: &'static str = r"StreamIpc\NativeIpcPeer";

    class_entry!();

    fn declare() -> Declaration {
        let session = Type::class(IpcSession::NAME);
        Declaration::final_class()
            .extends::<IpcPeer>()
            .operations::<Self, _>(
                &PEERS,
                PeerOperations {
                    advance: |peer, mut until| Self::advance(peer, &mut until).map(drop),
                    advance_to_reply: None,
                    has_open_stream: Self::has_open_stream,
                    note_requests: |_, _| Ok(()),
                },
            )
            .stateful::<Self>()
            .method(
                Method::public("createStreamSession", create_stream_session)
                    .param(Param::new("write", Type::NONE))
                    .param(Param::new("read", Type::NONE))
                    .param(Param::new("read2", Type::NONE).default("null"))
                    .returns(session),
            )
            .method(Method::public("createStdioSession", create_stdio_session).returns(session))
            .method(
                Method::public("createSessionFromTransport", create_session_from_transport)
                    .param(Param::new(
                        "transport",
                        Type::class(NativeMessageTransport::NAME),
                    ))
                    .returns(session),
            )
            .method(
                Method::public("createCommandSession", create_command_session)
                    .param(Param::new("command", Type::STRING))
                    .param(Param::new("args", Type::ARRAY))
                    .param(Param::new("cwd", Type::STRING.nullable()).default("null"))
                    .returns(session),
            )
            .method(remove_session_signature(Method::public(
                "removeSession",
                remove_session,
            )))
            .method(tick_signature(Method::public("tick", tick)))
    }
}

fn create_stream_session(call: &Call<'_>) -> Result<Object> {
    let read2 = call.value(2).filter(|stream| !stream.is_null());
    for index in 0..2 + u32::from(read2.is_some()) {
        stream_argument(call, index)?;
    }
    let given = |index| {
        call.value(index)
            .map_or_else(Zval::null, Zval::shallow_clone)
    };
    let reads = [Some(given(1)), read2.map(Zval::shallow_clone)];
    session_over(call.this(), given(0), reads.into_iter().flatten().collect())
}

fn create_stdio_session(call: &Call<'_>) -> Result<Object> {
    let (stdin, stdout) = standard_streams::open()?;
    let session = session_over(call.this(), stdout, vec![stdin])?;
    let transport = IpcSession::transport(&session)?;
    engine::reopen_writer(NativeMessageTransport::channel(&transport)?)?;
    Ok(session)
}

fn create_session_from_transport(call: &Call<'_>) -> Result<Object> {
    NativeIpcPeer::create_session(call.this(), call.object::<NativeMessageTransport>(0)?)
}

fn create_command_session(call: &Call<'_>) -> Result<Object> {
    let environment = environment::argument(call, 1)?;
    let child = Child::start(&call.string(0)?, environment, call.optional_string(2)?)?;
    let reads = vec![child.stdout, child.stderr];
    let transport = transport_over(call.this(), child.stdin, reads)?;
    NativeMessageTransport::keep_process(&transport, child.process, child.ward)?;
    NativeIpcPeer::create_session(call.this(), &transport)
}

fn remove_session(call: &Call<'_>) -> Result {
    let (peer, session) = (call.this(), call.object::<IpcSession>(0)?);
    IpcPeer::forget_session(peer, session)?;
    let transport = IpcSession::transport(session)?;
    if transport.is_exactly::<NativeMessageTransport>() && IpcSession::belongs_to(session, peer)? {
        engine::leave(NativeMessageTransport::channel(&transport)?)?;
    }
    Ok(())
}

fn tick(call: &Call<'_>) -> Result {
    tick_by(call, NativeIpcPeer::advance)
}

fn session_over(peer: &Object, write: Zval, reads: Vec<Zval>) -> Result<Object> {
    NativeIpcPeer::create_session(peer, &transport_over(peer, write, reads)?)
}

fn transport_over(peer: &Object, write: Zval, reads: Vec<Zval>) -> Result<Object> {
    let serializer = IpcPeer::default_serializer(peer)?;
    let args = [write, reads.to_value(), serializer.to_value()];
    NativeMessageTransport::entry().construct(args)
}
