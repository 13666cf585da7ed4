//! `StreamIpc\NativeIpcPeer`

use crate::command::Command;
use crate::engine::{self, Channel, Core, Group, Polled, Turn};
use crate::environment::Environment;
use crate::ipc_peer::{
    self, IpcPeer, PEERS, PeerOperations, Progress, REMOVE_SESSION, REST, TICK, Timeout, tick_by,
};
use crate::ipc_session::IpcSession;
use crate::listening::{self, ACCEPT, Connection, LISTENING};
use crate::pooling::{self, POOLS, Pools};
use crate::serialization::MessageSerializer;
use crate::standard_streams;
use crate::trace;
use crate::transport::NativeMessageTransport;
use crate::watching::{self, WatchOperations};
use crate::zend::{
    Array, Class, Declaration, Instance, Object, PhpString, Property, Result, Stateful, Stream,
    ToValue, Type, Zval, class_entry, set_aside, throw_logic, throw_object,
};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use stream_ipc::child::has_native_parent;
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::{Appetite, GroupId, Served};

/// Sessions over PHP streams, all polled at once.
pub struct NativeIpcPeer;

/// The state of a peer beside its properties.
#[derive(Debug, Default)]
pub struct State {
    group: Option<Group>,
    /// The channels that watch streams, by the streams' numbers.
    watched: BTreeMap<i64, Channel>,
    /// The pools that wait with this peer.
    pub pools: Pools,
    /// The time until which the socket is left alone that could not accept a client just now.
    rests_until: Option<Instant>,
}

impl NativeIpcPeer {
    /// Runs one turn of a tick, which may set an earlier end of the tick; rests if there is no session.
    /// Signal handlers, which are PHP code, may run meanwhile even if the tick is not over.
    pub fn advance(peer: &Object, until: &mut Deadline) -> Result<Progress> {
        if Self::state(peer).borrow().pools.is_empty() {
            return Self::turn(peer, until, Appetite::Fair);
        }
        Self::advance_with_pools(peer, until)
    }

    #[inline(never)]
    fn advance_with_pools(peer: &Object, until: &mut Deadline) -> Result<Progress> {
        *until = pooling::before_next(peer, *until);
        let now = Instant::now();
        let progress = Self::turn(peer, until, Appetite::Fair)?;
        if pooling::are_due(peer, now) {
            Self::read_all(peer)?;
        }
        pooling::go_on(peer, now)?;
        Ok(progress)
    }

    /// Reads and dispatches until nothing more comes at once, also for sessions with much to write: what has
    /// been answered must not be taken for late.
    fn read_all(peer: &Object) -> Result {
        /// Whoever sends on and on must not keep the time from being told.
        const TURNS: usize = 1000;
        let group = group(peer)?;
        for _ in 0..TURNS {
            Self::turn(peer, &mut Deadline::NOW.clone(), Appetite::Unbounded)?;
            if engine::arrived(group)? == 0 {
                break;
            }
        }
        Ok(())
    }

    #[inline]
    fn turn(peer: &Object, until: &mut Deadline, appetite: Appetite) -> Result<Progress> {
        if !IpcPeer::has_work(peer)? {
            engine::collect_children()?;
            ipc_peer::rest(*until)?;
            return Ok(Progress::Over);
        }
        let group = group(peer)?;
        let outlook = engine::outlook(group)?;
        if !outlook.is_open {
            *until = until.at_most(REST);
        }
        // Queued events are dispatched at once, with those that arrive in this turn.
        let wait = match outlook.arrived {
            0 => *until,
            _ => Deadline::NOW,
        };
        let Polled {
            turn,
            relays,
            readable,
            arrived,
        } = engine::poll(group, wait, appetite)?;
        // A stream of user code that throws must not delay the messages of other streams.
        let (relayed, arrived) = match relays {
            true => (set_aside(engine::relay(group))?, engine::arrived(group)?),
            false => (Ok(()), arrived),
        };
        let dispatched = IpcPeer::dispatch_arrived(peer, group, arrived, serializer_of);
        relayed.map_err(throw_object)?;
        dispatched?;
        let served = readable > 0 && serve(peer, group, readable)?;
        if arrived > 0 || served || wait.has_passed() || turn == Turn::Signalled {
            return Ok(Progress::Over);
        }
        Ok(Progress::Waiting)
    }

    /// Whether any session has a stream that has not ended. The reactor knows without looking through
    /// them.
    pub fn has_open_stream(peer: &Object) -> Result<bool> {
        engine::is_open(group(peer)?)
    }

    /// Leaves the watched stream alone whose callback runs.
    pub fn rest_socket(peer: &Object, time: Duration) {
        Self::state(peer).borrow_mut().rests_until = Some(Instant::now() + time);
    }

    fn create_session(peer: &Object, transport: &Object) -> Result<Instance<IpcSession>> {
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
        Ok(Instance::of(session))
    }
}

fn serializer_of(session: &Object) -> Result<Object> {
    NativeMessageTransport::serializer(&IpcSession::transport(session)?)
}

/// The group in the reactor that holds the channels of the peer's sessions.
fn group(peer: &Object) -> Result<GroupId> {
    Group::of(&mut NativeIpcPeer::state(peer).borrow_mut().group)
}

/// Calls the callbacks of so many watched streams that may be readable, and returns whether any was.
fn serve(peer: &Object, group: GroupId, readable: usize) -> Result<bool> {
    let mut any = false;
    for _ in 0..readable {
        let Some((stream, number)) = engine::next_readable(group)? else {
            break;
        };
        let called = watching::serve(peer, number as i64);
        let rests_until = NativeIpcPeer::state(peer).borrow_mut().rests_until.take();
        let served = match (&called, rests_until) {
            (_, Some(time)) => Served::Until(time),
            (Ok(false), None) => Served::Empty,
            _ => Served::Some,
        };
        engine::note_served(stream, served)?;
        any |= called?;
    }
    Ok(any)
}

fn begin_watching(peer: &Object, stream: &Stream) -> Result {
    let number = stream.number();
    let channel = Channel::watching(stream.clone(), group(peer)?, number as usize)?;
    let mut state = NativeIpcPeer::state(peer).borrow_mut();
    state.watched.insert(number, channel);
    Ok(())
}

fn end_watching(peer: &Object, number: i64) -> Result {
    let channel = NativeIpcPeer::state(peer)
        .borrow_mut()
        .watched
        .remove(&number);
    drop(channel);
    drop(peer.update(LISTENING, |all| all.remove(number))?);
    Ok(())
}

impl Stateful for NativeIpcPeer {
    type State = State;
}

impl Class for NativeIpcPeer {
    const NAME: &'static str = r"StreamIpc\NativeIpcPeer";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_class()
            .extends::<IpcPeer>()
            .operations::<Self, _>(
                &PEERS,
                PeerOperations {
                    advance: |peer, mut until| Self::advance(peer, &mut until).map(drop),
                    advance_to_reply: None,
                    has_open_stream: Self::has_open_stream,
                    has_jobs: pooling::have_jobs,
                    has_fibers: false,
                    note_requests: |_, _| Ok(()),
                    watching: WatchOperations {
                        begin: begin_watching,
                        end: end_watching,
                    },
                },
            )
            .stateful::<Self>()
            .property(
                LISTENING,
                Property::private("listening", Type::ARRAY).empty_array(),
            )
            .property(POOLS, Property::private("pools", Type::ARRAY).empty_array())
            .public(
                "createStreamSession",
                ["write", "read", "read2", "serializer"],
                create_stream_session,
            )
            .public("createStdioSession", ["serializer"], create_stdio_session)
            .public(
                "createSessionFromTransport",
                ["transport"],
                create_session_from_transport,
            )
            .public(
                "createCommandSession",
                ["command", "args", "cwd"],
                create_command_session,
            )
            .public("spawn", ["command", "env", "cwd", "serializer"], spawn)
            .public(
                "listen",
                ["server", "onSession", "serializer"],
                listening::listen,
            )
            .private(ACCEPT, ["server"], listening::accept)
            .public_like(REMOVE_SESSION, remove_session)
            .public_like(TICK, |peer: &Object, timeout: Timeout| {
                tick_by(peer, timeout, Self::advance)
            })
    }
}

fn create_stream_session(
    peer: &Object,
    write: Connection,
    read: Connection,
    read2: Option<Connection>,
    serializer: Option<&Instance<MessageSerializer>>,
) -> Result<Instance<IpcSession>> {
    let reads = [Some(read), read2].into_iter().flatten();
    let reads = reads.map(|read| read.0.to_value()).collect();
    session_over(
        peer,
        write.0.to_value(),
        reads,
        serializer.map(|it| Object::clone(it)),
    )
}

fn create_stdio_session(
    peer: &Object,
    serializer: Option<&Instance<MessageSerializer>>,
) -> Result<Instance<IpcSession>> {
    let (stdin, stdout) = standard_streams::open()?;
    let serializer = serializer.map(|it| Object::clone(it));
    let session = session_over(peer, stdout, vec![stdin], serializer)?;
    let transport = IpcSession::transport(&session)?;
    engine::reopen_writer(NativeMessageTransport::channel(&transport)?)?;
    if has_native_parent(std::io::stdin()) {
        IpcSession::say_hello_to_parent(&session)?;
    }
    Ok(session)
}

fn create_session_from_transport(
    peer: &Object,
    transport: &Instance<NativeMessageTransport>,
) -> Result<Instance<IpcSession>> {
    NativeIpcPeer::create_session(peer, transport)
}

fn create_command_session(
    peer: &Object,
    command: &PhpString,
    environment: Environment,
    directory: Option<PhpString>,
) -> Result<Instance<IpcSession>> {
    let command = Command::shell(command)?.environment(&environment);
    session_with(peer, command, directory, None)
}

fn spawn(
    peer: &Object,
    command: Command,
    environment: Option<Environment>,
    directory: Option<PhpString>,
    serializer: Option<&Instance<MessageSerializer>>,
) -> Result<Instance<IpcSession>> {
    let command = match environment {
        Some(environment) => command.environment(&environment),
        None => command,
    };
    let serializer = serializer.map(|it| Object::clone(it));
    session_with(peer, command, directory, serializer)
}

/// A session with a process that runs this command: a list of strings.
pub fn spawn_command(peer: &Object, command: &Array) -> Result<Object> {
    let command = Command::of_words(command)?;
    session_with(peer, command, None, None).map(Object::from)
}

/// A session with a process that is started for it.
fn session_with(
    peer: &Object,
    command: Command,
    directory: Option<PhpString>,
    serializer: Option<Object>,
) -> Result<Instance<IpcSession>> {
    engine::collect_children()?;
    let started = command.start(directory)?;
    let pid = started.child.id();
    let reads = [started.stdout, started.stderr].map(|stream| stream.to_value());
    let transport = transport_over(peer, started.stdin.to_value(), reads.into(), serializer)?;
    NativeMessageTransport::keep_process(&transport, started.child)?;
    engine::with_core(
        NativeMessageTransport::channel(&transport)?,
        Core::note_known,
    )?;
    let session = NativeIpcPeer::create_session(peer, &transport)?;
    trace::note(&session, trace::Event::Started, b"", || {
        format!("process {pid}")
    });
    Ok(session)
}

fn remove_session(peer: &Object, session: &Instance<IpcSession>) -> Result {
    IpcPeer::forget_session(peer, session)?;
    let transport = IpcSession::transport(session)?;
    if transport.is_exactly::<NativeMessageTransport>() && IpcSession::belongs_to(session, peer)? {
        engine::leave(NativeMessageTransport::channel(&transport)?)?;
    }
    Ok(())
}

/// A session over these streams. Without a serializer, it gets the peer's default.
pub fn session_over(
    peer: &Object,
    write: Zval,
    reads: Vec<Zval>,
    serializer: Option<Object>,
) -> Result<Instance<IpcSession>> {
    let transport = transport_over(peer, write, reads, serializer)?;
    NativeIpcPeer::create_session(peer, &transport)
}

fn transport_over(
    peer: &Object,
    write: Zval,
    reads: Vec<Zval>,
    serializer: Option<Object>,
) -> Result<Object> {
    let serializer = match serializer {
        Some(serializer) => serializer,
        None => IpcPeer::default_serializer(peer)?,
    };
    let args = [write, reads.to_value(), serializer.to_value()];
    NativeMessageTransport::entry().construct(args)
}
