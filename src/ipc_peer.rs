//! `StreamIpc\IpcPeer`

use crate::engine::{self, user_channel};
use crate::envelope::id::{PidCounterRequestIdGenerator, RequestIdGenerator};
use crate::ipc_session::IpcSession;
use crate::serialization::{MessageSerializer, NativeMessageSerializer};
use crate::transport::MessageTransport;
use crate::watching::{self, WATCHED, WatchOperations};
use crate::zend::{
    Array, Class, Declaration, FromArgument, Instance, Object, Operations, PhpString, Position,
    Property, Prototype, Result, Slot, ToValue, Type, Zval, check_exception, class_entry,
    ensure_stack, run_pending_interrupts,
};
use std::time::Duration;
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::GroupId;

/// Owns the sessions of this process and moves their messages.
pub struct IpcPeer;

/// The functions that sessions and promises call on peers of this extension.
pub struct PeerOperations {
    /// Waits until anything happens: [`IpcPeer::advance`].
    pub advance: fn(&Object, Deadline) -> Result,
    /// Waits for one reply, if the peer can do that: [`IpcPeer::advance_to_reply`].
    pub advance_to_reply: Option<AdvanceToReply>,
    /// Whether any session has a stream that has not ended. `false` also if the peer would have to look
    /// through its sessions to know.
    pub has_open_stream: fn(&Object) -> Result<bool>,
    /// Whether any pool that waits with the peer has jobs.
    pub has_jobs: fn(&Object) -> Result<bool>,
    /// Whether each message is dispatched in a fiber of its own.
    pub has_fibers: bool,
    /// Learns that a request of the session came or went; if an id is given, that this request has its
    /// reply.
    pub note_requests: fn(&Object, Option<&[u8]>) -> Result,
    /// How it watches streams.
    pub watching: WatchOperations,
}

/// Takes the peer, the session, the request's id and the deadline.
type AdvanceToReply = fn(&Object, &Object, &PhpString, Deadline) -> Result;

/// How long a loop with nothing to wait for rests, so that it does not spin.
pub const REST: Duration = Duration::from_millis(10);

/// Sleeps for [`REST`], or until `deadline` if that comes first.
///
/// # Errors
/// What signal handlers throw.
pub fn rest(deadline: Deadline) -> Result {
    std::thread::sleep(deadline.at_most(REST).remaining().unwrap_or(REST));
    run_pending_interrupts().map(drop)
}

/// The peers of this extension.
pub static PEERS: Operations<PeerOperations> = Operations::new();

/// Whether a tick goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Something was dispatched, the time is up, or there is nothing to wait for.
    Over,
    /// Nothing has come yet.
    Waiting,
}

/// The sessions by their object ids.
const SESSIONS: Slot<IpcPeer> = Slot::new(0);
const DEFAULT_SERIALIZER: Slot<IpcPeer> = Slot::new(1);
const ID_GEN: Slot<IpcPeer> = Slot::new(2);

impl IpcPeer {
    /// `$peer->createSession($transport)`
    pub fn create_session(peer: &Object, transport: &Object) -> Result<Object> {
        let session = IpcSession::create(peer, transport, &peer.get_object(ID_GEN)?)?;
        let key = i64::from(session.id());
        let replaced = peer.update(SESSIONS, |list| list.insert(key, (&session).to_value()))?;
        drop(replaced);
        Ok(session)
    }

    /// Removes a session from `$peer->sessions`, under any key.
    pub fn forget_session(peer: &Object, session: &Object) -> Result {
        let is_it = |value: &Zval| Object::of(value).is_some_and(|object| object.is(session));
        let removed = peer.update(SESSIONS, |list| {
            let own_key = i64::from(session.id());
            match list.get(own_key) {
                Some(value) if is_it(value) => list.remove(own_key),
                _ => list.remove_value(&session.to_value()),
            }
        })?;
        drop(removed);
        Ok(())
    }

    /// The session with this object id.
    pub fn session(peer: &Object, id: usize) -> Result<Option<Object>> {
        let sessions = Array::of(peer.peek(SESSIONS)?);
        let session = sessions.and_then(|sessions| sessions.get(id as i64));
        // A subclass, or Reflection, may put anything there.
        Ok(session
            .and_then(Object::of)
            .filter(|session| session.is_exactly::<IpcSession>())
            .cloned())
    }

    /// Whether the peer has a session, open or not, or watches a stream.
    pub fn has_work(peer: &Object) -> Result<bool> {
        Ok(Self::has_sessions(peer)? || watching::is_watching(peer)?)
    }

    /// Whether the peer has a session, open or not.
    fn has_sessions(peer: &Object) -> Result<bool> {
        let sessions = Array::of(peer.peek(SESSIONS)?);
        Ok(sessions.is_some_and(|sessions| !sessions.is_empty()))
    }

    /// `$peer->sessions`
    pub fn sessions(peer: &Object) -> Result<Array> {
        peer.get_array(SESSIONS)
    }

    /// `$peer->defaultSerializer`
    pub fn default_serializer(peer: &Object) -> Result<Object> {
        peer.get_object(DEFAULT_SERIALIZER)
    }

    /// Whether anything may happen: a session has not ended, a stream is watched, or a pool has jobs, for
    /// which it may start a worker later.
    pub fn expects_news(peer: &Object) -> Result<bool> {
        if watching::is_watching(peer)? || Self::has_open_session(peer)? {
            return Ok(true);
        }
        match PEERS.of(peer) {
            Some(operations) => (operations.has_jobs)(peer),
            None => Ok(false),
        }
    }

    /// Whether any session has not ended.
    fn has_open_session(peer: &Object) -> Result<bool> {
        let sessions = Self::sessions(peer)?;
        // Many ended sessions may come first in the list, so ask the peer before looking through it.
        if !sessions.is_empty()
            && let Some(operations) = PEERS.of(peer)
            && (operations.has_open_stream)(peer)?
        {
            return Ok(true);
        }
        let mut sessions = sessions.values().filter_map(Object::of);
        Ok(sessions.any(|session| {
            session.is_exactly::<IpcSession>() && IpcSession::end(session).is_none()
        }))
    }

    /// Waits until the peer has dispatched something, until `deadline`, or until a signal handler has
    /// run: it may have changed what the caller waits for. Rests a little if the peer has no session, so
    /// that loops do not spin.
    pub fn advance(peer: &Object, deadline: Deadline) -> Result {
        if let Some(operations) = PEERS.of(peer) {
            return (operations.advance)(peer, deadline);
        }
        ensure_stack()?;
        let due = user_channel::next_deadline(peer.id())?;
        let timeout = deadline.min(due).remaining();
        let timeout = timeout.map(|left| left.as_secs_f64());
        peer.call("tick", [timeout.to_value()])?;
        Self::expire(peer)?;
        if !Self::has_sessions(peer)? {
            rest(deadline)?;
        }
        Ok(())
    }

    /// Times out requests of a user's own peer. Not when it dispatches a message: the reply may be behind.
    fn expire(peer: &Object) -> Result {
        user_channel::tell_time(peer.id())?;
        while let Some((session, id)) = user_channel::timed_out(peer.id())? {
            if let Some(session) = Self::session(peer, session)? {
                IpcSession::note_outcome(&session, &id)?;
            }
        }
        Ok(())
    }

    /// Dispatches `arrived` events of the group's sessions; those that arrive meanwhile wait for the next
    /// tick. An exception leaves the rest queued.
    pub fn dispatch_arrived(
        peer: &Object,
        group: GroupId,
        arrived: usize,
        serializer_of: impl Fn(&Object) -> Result<Object>,
    ) -> Result {
        for _ in 0..arrived {
            ensure_stack()?;
            // A handler that ticks takes events, too.
            let Some((session, event)) = engine::poll_event(group)? else {
                break;
            };
            if let Some(session) = Self::session(peer, session)? {
                IpcSession::see(&session, event, &serializer_of(&session)?)?;
                // The message is freed by now; its destructor may have thrown.
                check_exception()?;
            }
        }
        Ok(())
    }

    /// Waits for the reply to a request. A peer with an event loop wakes only for this reply; the others
    /// wait for anything, as [`Self::advance`] does.
    pub fn advance_to_reply(
        peer: &Object,
        session: &Object,
        id: &PhpString,
        deadline: Deadline,
    ) -> Result {
        match PEERS.of(peer).and_then(|peer| peer.advance_to_reply) {
            Some(advance) => advance(peer, session, id, deadline),
            None => Self::advance(peer, deadline),
        }
    }
}

impl Class for IpcPeer {
    const NAME: &'static str = r"StreamIpc\IpcPeer";

    class_entry!();

    fn declare() -> Declaration {
        let serializer = Type::class(MessageSerializer::NAME);
        let id_gen = Type::class(RequestIdGenerator::NAME);
        Declaration::abstract_class()
            .property(
                SESSIONS,
                Property::protected("sessions", Type::ARRAY).empty_array(),
            )
            .property(
                DEFAULT_SERIALIZER,
                Property::protected("defaultSerializer", serializer),
            )
            .property(ID_GEN, Property::protected("idGen", id_gen))
            .property(
                WATCHED,
                Property::private("watched", Type::ARRAY).empty_array(),
            )
            .constructor(["defaultSerializer", "idGen"], construct)
            .protected("createSession", ["transport"], create_session)
            .public_like(
                REMOVE_SESSION,
                |peer: &Object, session: &Instance<IpcSession>| Self::forget_session(peer, session),
            )
            .abstract_method(TICK)
            .public("tickFor", ["seconds"], tick_for)
            .public("run", [], run)
            .public("watch", ["stream", "onReadable"], watching::watch)
            .public("unwatch", ["stream"], watching::unwatch)
    }
}

/// `tick(?float $timeout = null): void`
pub const TICK: Prototype<(Timeout,)> = Prototype::new("tick", ["timeout"]);

/// `removeSession(IpcSession $session): void`
pub const REMOVE_SESSION: Prototype<(&Instance<IpcSession>,)> =
    Prototype::new("removeSession", ["session"]);

/// When a call of tick() ends: `?float $timeout = null`, in seconds.
pub struct Timeout(pub Deadline);

impl FromArgument for Timeout {
    type Given = Option<f64>;

    fn from_argument(seconds: Option<f64>, _: Position) -> Result<Self> {
        Ok(Self(
            seconds.map_or(Deadline::NEVER, Deadline::after_seconds),
        ))
    }
}

/// Runs tick() turn by turn until one is over; a turn may set an earlier end.
pub fn tick_by(
    peer: &Object,
    timeout: Timeout,
    advance: impl Fn(&Object, &mut Deadline) -> Result<Progress>,
) -> Result {
    let mut until = timeout.0;
    while advance(peer, &mut until)? == Progress::Waiting {}
    Ok(())
}

fn construct(
    peer: &Object,
    serializer: Option<&Instance<MessageSerializer>>,
    id_gen: Option<&Instance<RequestIdGenerator>>,
) -> Result {
    let serializer = match serializer {
        Some(serializer) => Object::clone(serializer),
        None => NativeMessageSerializer::entry().construct([])?,
    };
    let id_gen = match id_gen {
        Some(id_gen) => Object::clone(id_gen),
        None => PidCounterRequestIdGenerator::entry().construct([])?,
    };
    peer.set(DEFAULT_SERIALIZER, serializer);
    peer.set(ID_GEN, id_gen);
    Ok(())
}

fn create_session(
    peer: &Object,
    transport: &Instance<MessageTransport>,
) -> Result<Instance<IpcSession>> {
    IpcPeer::create_session(peer, transport).map(Instance::of)
}

fn tick_for(peer: &Object, seconds: f64) -> Result {
    let deadline = Deadline::after_seconds(seconds);
    while !deadline.has_passed() {
        IpcPeer::advance(peer, deadline)?;
    }
    Ok(())
}

fn run(peer: &Object) -> Result {
    while IpcPeer::expects_news(peer)? {
        IpcPeer::advance(peer, Deadline::NEVER)?;
    }
    Ok(())
}
