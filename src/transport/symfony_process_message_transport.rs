//! `StreamIpc\Transport\SymfonyProcessMessageTransport`

use super::chunk_reader::ChunkReaders;
use super::inbound::receive_behind;
use super::{Delivery, MessageTransport, Outgoing, SEND, TRANSPORTS, TransportOperations};
use crate::engine::{self, Carrier};
use crate::envelope::Parcel;
use crate::ipc_peer::IpcPeer;
use crate::ipc_session::IpcSession;
use crate::libraries::process_pipes::{self, Input, ProcessPipes, Watch};
use crate::libraries::symfony_process::{
    ITER_NON_BLOCKING, InputStream, OUTPUTS, PRECISION, Process, SLEEP_TICK,
};
use crate::limits::{FrameLimit, Patience};
use crate::message::Message;
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Class, Declaration, FoundClass, Instance, Object, PhpClass, PhpString, Property, Result,
    Slot, Stateful, ToValue, Type, Zval, catch, class_entry, throw_error, throw_logic,
    throw_object, without_signal_handlers, without_warnings,
};
use std::io;
use stream_ipc::deadline::Deadline;
use stream_ipc::reactor::{ChannelId, GroupId};
use stream_ipc::session::FrameNumber;

/// Messages over the standard streams of a child that Symfony's Process runs. The Process reads and
/// writes them, so its timeouts, stop() and callbacks work as ever.
pub struct SymfonyProcessMessageTransport;

const PROCESS: Slot<SymfonyProcessMessageTransport> = Slot::new(0);
const SERIALIZER: Slot<SymfonyProcessMessageTransport> = Slot::new(1);

/// The InputStream that the Process writes to the child.
const INPUT: Slot<SymfonyProcessMessageTransport> = Slot::new(2);

/// An iterator that the Process finishes when it has written the last frame; null if there is nothing to
/// write.
const SENDING: Slot<SymfonyProcessMessageTransport> = Slot::new(3);

/// The state of a transport beside its properties; `None` before the Process was started.
pub type State = Option<Link>;

/// The connection to the child.
#[derive(Debug)]
pub struct Link {
    incoming: ChunkReaders,
    pipes: Option<ProcessPipes>,
    /// The length of the frame that the Process is writing.
    sending: usize,
    has_session: bool,
}

/// When we read a child that does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Until too many replies wait for it. Then the Process neither reads nor writes, because it always
    /// does both.
    Fair,
    /// Always: while a sender waits, the child may be waiting for us to read.
    On,
}

/// The carrier while a sender waits: moves the frames of its child and of the peer's other children.
struct Exchange<'a> {
    transport: &'a Object,
    session: Option<&'a Object>,
}

impl Exchange<'_> {
    /// The transports of the peer's other sessions whose children may still write.
    fn others(&self) -> Result<Vec<Object>> {
        let Some(session) = self.session else {
            return Ok(Vec::new());
        };
        let sessions = IpcPeer::sessions(&IpcSession::peer(session)?)?;
        let open = SymfonyProcessMessageTransport::open_of(&sessions)?;
        let transports = open.into_iter().map(|(_, transport)| transport);
        Ok(transports
            .filter(|other| !other.is(self.transport))
            .collect())
    }
}

impl Carrier for Exchange<'_> {
    fn write(&self) -> Result {
        SymfonyProcessMessageTransport::exchange(self.transport, Reading::On)
    }

    fn wait(&self, _: FrameNumber, group: GroupId, deadline: Deadline) -> Result {
        let others = self.others()?;
        let mut watches = Vec::new();
        let mut rest = PRECISION;
        for transport in others.iter().chain([self.transport]) {
            if !SymfonyProcessMessageTransport::watch(transport, Reading::On, &mut watches)? {
                rest = SLEEP_TICK;
            }
        }
        process_pipes::wait(&watches, deadline.at_most(rest))?;
        // The next tick checks the timeouts of the others.
        for other in &others {
            if !engine::is_flooded(SymfonyProcessMessageTransport::channel(other)?)? {
                SymfonyProcessMessageTransport::move_frames(other)?;
            }
        }
        // A signal handler may have closed the session.
        let channel = SymfonyProcessMessageTransport::channel(self.transport)?;
        if engine::group_of(channel)? != Some(group) {
            return Ok(());
        }
        SymfonyProcessMessageTransport::exchange(self.transport, Reading::On)
    }
}

impl SymfonyProcessMessageTransport {
    /// `$transport->send($parcel)`; gives up when patience ends. Queues incoming messages meanwhile.
    pub fn send(
        transport: &Object,
        session: Option<&Object>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let (serializer, channel) = (Self::serializer(transport)?, Self::channel(transport)?);
        let outgoing = Outgoing::encode(&serializer, session, channel, parcel, patience)?;
        if input(transport)? == Input::Gone {
            engine::break_off(channel, &gone())?;
        }
        outgoing.send_by(&Exchange { transport, session }, channel, patience)
    }

    /// The channel of its session.
    pub fn channel(transport: &Object) -> Result<ChannelId> {
        with_link(transport, |link| Ok(link.incoming.channel()))
    }

    /// Lets the Process write queued frames, read everything the child wrote, and check its timeouts.
    ///
    /// # Errors
    /// What the Process throws: a ProcessTimedOutException, or the exception of a user's callback.
    pub fn exchange(transport: &Object, reading: Reading) -> Result {
        let process = transport.get_object(PROCESS)?;
        if is_held_up(transport, reading)? {
            return process.call("checktimeout", []).map(drop);
        }
        write_frames(transport)?;
        Self::receive(transport)
    }

    /// Does the same as [`Self::exchange`], without checking the timeouts.
    fn move_frames(transport: &Object) -> Result {
        write_frames(transport)?;
        take_output(transport, &transport.get_object(PROCESS)?)
    }

    /// The transport of a session, if it is of this class.
    pub fn of(session: &Object) -> Result<Option<Object>> {
        if !session.is_exactly::<IpcSession>() {
            return Ok(None);
        }
        let transport = IpcSession::transport(session)?;
        Ok(Some(transport).filter(Object::is_exactly::<Self>))
    }

    /// The sessions whose children may still write, with their transports of this class.
    pub fn open_of(sessions: &Array) -> Result<Vec<(Object, Object)>> {
        let mut open = Vec::new();
        for session in sessions.values().filter_map(Object::of) {
            let transport = Self::of(session)?.filter(Self::is_open);
            open.extend(transport.map(|transport| (session.clone(), transport)));
        }
        Ok(open)
    }

    /// Takes everything the child wrote, and lets the Process check its timeouts.
    ///
    /// # Errors
    /// What the Process throws.
    fn receive(transport: &Object) -> Result {
        let process = transport.get_object(PROCESS)?;
        let received = take_output(transport, &process)
            .and_then(|()| process.call("checktimeout", []).map(drop));
        let Err(thrown) = received else {
            return Ok(());
        };
        // The Process has stopped a child that timed out: take its last words.
        let exception = catch(thrown)?;
        take_output(transport, &process)?;
        Err(throw_object(exception))
    }

    /// Whether the child may still write.
    fn is_open(transport: &Object) -> bool {
        let state = Self::state(transport).borrow();
        state.as_ref().is_some_and(|link| link.incoming.is_open())
    }

    /// Adds the pipes to wait for; `false` if they cannot be found.
    pub fn watch(transport: &Object, reading: Reading, watches: &mut Vec<Watch>) -> Result<bool> {
        let writes = has_unsent(transport)? && input(transport)? != Input::Gone;
        let reads = !is_held_up(transport, reading)?;
        with_link(transport, |link| {
            let Some(pipes) = &link.pipes else {
                return Ok(false);
            };
            watches.extend(pipes.watches(reads, writes));
            Ok(true)
        })
    }

    /// Gives the transport to a session. A second session cannot have it.
    pub fn give_to_session(transport: &Object) -> Result {
        with_link(transport, |link| {
            if std::mem::replace(&mut link.has_session, true) {
                return Err(throw_logic(
                    "The transport already belongs to a session; start another process",
                ));
            }
            link.incoming.give_to_session()
        })
    }

    /// Closes the child's input once everything queued has left.
    pub fn close_input(transport: &Object) -> Result {
        // Hand everything over: the Process keeps what it has not written.
        while hand_over_next(transport)? {
            note_written(transport)?;
        }
        transport.get_object(INPUT)?.call("close", [])?;
        // The Process closes the input when it next looks at its pipes.
        Self::is_running(transport).map(drop)
    }

    /// The serializer that turns payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }

    fn is_running(transport: &Object) -> Result<bool> {
        let process = transport.get_object(PROCESS)?;
        let running = calmly(transport, || process.call("isrunning", []))?;
        Ok(running.is_true())
    }
}

/// Reads until the child has written nothing more, and notes its end.
fn take_output(transport: &Object, process: &Object) -> Result {
    // Ask before taking the output: an ended process writes no more.
    let running = SymfonyProcessMessageTransport::is_running(transport)?;
    calmly(transport, || drain(transport, process))?;
    with_link(transport, |link| {
        let ended = link.pipes.as_ref().is_some_and(ProcessPipes::have_ended);
        if ended || !running {
            for output in 0..OUTPUTS.len() {
                link.incoming.end(output, None)?;
            }
        }
        Ok(())
    })
}

/// Feeds everything the Process has read, and makes it forget that, so that getOutput() does not grow.
/// The iterator gives an empty string when both outputs were empty after it had read the pipes.
fn drain(transport: &Object, process: &Object) -> Result {
    let output = process.call("getiterator", [ITER_NON_BLOCKING.to_value()])?;
    let output = Object::take(output)
        .ok_or_else(|| throw_error("getIterator() of the Process returned no iterator"))?;
    while output.call("valid", [])?.is_true() {
        let bytes = PhpString::take(output.call("current", [])?);
        let Some(bytes) = bytes.filter(|bytes| !bytes.as_bytes().is_empty()) else {
            break;
        };
        let of = PhpString::take(output.call("key", [])?);
        let number = usize::from(of.is_some_and(|of| of.as_bytes() == OUTPUTS[1].as_bytes()));
        with_link(transport, |link| {
            link.incoming.feed(number, bytes.as_bytes())
        })?;
        output.call("next", [])?;
    }
    Ok(())
}

/// Runs `body`, in which the Process works, without signal handlers and notices. A signal handler must
/// not use the Process meanwhile. And a write to a child that is gone raises a notice, but we learn of
/// the child's end in another way.
fn calmly<R>(transport: &Object, body: impl FnOnce() -> Result<R>) -> Result<R> {
    let sending = is_sending(transport)?;
    without_signal_handlers(|| {
        if sending {
            without_warnings(body)
        } else {
            body()
        }
    })
}

/// Gives the Process frame after frame while the child has room. So some of each leaves at once, and the
/// frames that wait here can be taken back.
fn write_frames(transport: &Object) -> Result {
    loop {
        let is_sending = is_sending(transport)?;
        if !has_unsent(transport)? {
            return Ok(());
        }
        let handed_over = match input(transport)? {
            Input::Free => !is_sending && hand_over_next(transport)?,
            Input::Full => false,
            Input::Gone => {
                engine::break_off(SymfonyProcessMessageTransport::channel(transport)?, &gone())?;
                false
            }
        };
        if !handed_over {
            return Ok(());
        }
        SymfonyProcessMessageTransport::is_running(transport)?;
    }
}

/// Gives the Process the next frame, if there is one.
fn hand_over_next(transport: &Object) -> Result<bool> {
    let channel = SymfonyProcessMessageTransport::channel(transport)?;
    // Two inputs: the frame, and the iterator that marks its end. No signal handler may come in between.
    without_signal_handlers(|| {
        let Some(frame) = engine::lend(channel)? else {
            return Ok(false);
        };
        with_link(transport, |link| {
            link.sending = frame.as_bytes().len();
            Ok(())
        })?;
        let input = transport.get_object(INPUT)?;
        let written = FoundClass::construct("ArrayIterator", [vec![""].to_value()])?;
        transport.set(SENDING, &written);
        input.call("write", [frame.to_value()])?;
        input.call("write", [(&written).to_value()])?;
        Ok(true)
    })
}

/// Whether the Process still writes a frame.
fn is_sending(transport: &Object) -> Result<bool> {
    if transport.get(SENDING)?.is_null() {
        return Ok(false);
    }
    // A signal handler may send the next frame.
    without_signal_handlers(|| {
        let Some(last) = Object::take(transport.get(SENDING)?) else {
            return Ok(false);
        };
        let sending = last.call("valid", [])?.is_true();
        if !sending {
            note_written(transport)?;
        }
        Ok(sending)
    })
}

/// Counts the frame that the Process was writing as sent.
fn note_written(transport: &Object) -> Result {
    transport.set(SENDING, Zval::null());
    let written = with_link(transport, |link| Ok(std::mem::take(&mut link.sending)))?;
    engine::give_back(SymfonyProcessMessageTransport::channel(transport)?, written)
}

/// Whether any frame waits to be written.
fn has_unsent(transport: &Object) -> Result<bool> {
    engine::has_unsent(SymfonyProcessMessageTransport::channel(transport)?)
}

/// Whether we leave the child unread because it does not read.
fn is_held_up(transport: &Object, reading: Reading) -> Result<bool> {
    let channel = SymfonyProcessMessageTransport::channel(transport)?;
    if reading == Reading::On || engine::wants_to_read(channel)? {
        return Ok(false);
    }
    Ok(input(transport)? == Input::Full)
}

/// Whether the child's input takes bytes. Where the pipes cannot be found, it is assumed to.
fn input(transport: &Object) -> Result<Input> {
    let stream = transport.get_object(INPUT)?;
    if stream.call("isclosed", [])?.is_true() {
        return Ok(Input::Gone);
    }
    with_link(transport, |link| {
        if !link.incoming.is_open() {
            return Ok(Input::Gone);
        }
        Ok(link.pipes.as_ref().map_or(Input::Free, ProcessPipes::input))
    })
}

fn gone() -> io::Error {
    io::Error::other("the process has ended or takes no input any more")
}

/// Lends the connection to the child. `body` must not call into PHP.
fn with_link<R>(transport: &Object, body: impl FnOnce(&mut Link) -> Result<R>) -> Result<R> {
    match &mut *SymfonyProcessMessageTransport::state(transport).borrow_mut() {
        Some(link) => body(link),
        None => Err(throw_error("The message transport was not constructed")),
    }
}

impl Stateful for SymfonyProcessMessageTransport {
    type State = State;
}

impl Class for SymfonyProcessMessageTransport {
    const NAME: &'static str = r"StreamIpc\Transport\SymfonyProcessMessageTransport";

    class_entry!();

    fn declare() -> Declaration {
        let process = Type::class(Process::CLASS);
        let serializer = Type::class(MessageSerializer::NAME);
        let private = |name, ty| Property::private(name, ty).readonly();
        Declaration::final_class()
            .stateful::<Self>()
            .implements::<MessageTransport>()
            .operations::<Self, _>(
                &TRANSPORTS,
                TransportOperations {
                    send: Self::send,
                    channel: |transport| Self::channel(transport).map(Some),
                    flush: write_frames,
                    process: None,
                },
            )
            .property(PROCESS, private("process", process))
            .property(SERIALIZER, private("serializer", serializer))
            .property(INPUT, private("input", Type::class(InputStream::CLASS)))
            .property(SENDING, Property::private("sending", Type::NONE))
            .constructor(["process", "serializer", "frameLimit"], construct)
            .public_like(SEND, |transport: &Object, message: &Instance<Message>| {
                let parcel = Parcel::Message(Object::clone(message));
                Self::send(transport, None, parcel, Patience::AsSet)?.or_throw()
            })
            .public("isRunning", [], Self::is_running)
            .public("takePending", [], take_pending)
    }
}

fn construct(
    this: &Object,
    process: &Instance<Process>,
    serializer: &Instance<MessageSerializer>,
    max_frame: FrameLimit,
) -> Result {
    let input = FoundClass::construct(InputStream::CLASS, [])?;
    this.initialize(PROCESS, process)?;
    this.initialize(SERIALIZER, serializer)?;
    this.initialize(INPUT, &input)?;
    process.call("setinput", [(&input).to_value()])?;
    // Messages are output, too: with its output disabled, the Process would not read them.
    process.call("enableoutput", [])?;
    process.call("start", [])?;
    let link = Link {
        incoming: ChunkReaders::new(OUTPUTS.len(), max_frame.0)?,
        pipes: ProcessPipes::find(process),
        sending: 0,
        has_session: false,
    };
    SymfonyProcessMessageTransport::state(this).replace(Some(link));
    Ok(())
}

/// Takes pending messages, up to the first failure; the next call throws the failure.
fn take_pending(this: &Object) -> Result<Array> {
    SymfonyProcessMessageTransport::exchange(this, Reading::On)?;
    let serializer = SymfonyProcessMessageTransport::serializer(this)?;
    let mut pending: [Vec<Object>; OUTPUTS.len()] = Default::default();
    for output in 0..OUTPUTS.len() {
        let target = with_link(this, |link| Ok(link.incoming.target(output)))?;
        let before = pending.iter().map(Vec::len).sum();
        pending[output] = receive_behind(before, target, &serializer)?;
    }
    let mut by_type = Array::new();
    for (name, messages) in OUTPUTS.into_iter().zip(pending) {
        by_type.insert_str(name.as_bytes(), messages.to_value());
    }
    Ok(by_type)
}
