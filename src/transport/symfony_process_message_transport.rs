//! `StreamIpc\Transport\SymfonyProcessMessageTransport`

use super::inbound::{fits, is_message, parcel_of};
use super::{
    Delivery, Inbox, MessageTransport, Outgoing, SEND, TRANSPORTS, TransportOperations, no_channel,
};
use crate::envelope::Parcel;
use crate::limits::{FrameLimit, Patience, throw_flood};
use crate::message::Message;
use crate::process_pipes::{self, ProcessPipes, Watch};
use crate::serialization::MessageSerializer;
use crate::zend::{
    Array, Class, Declaration, FoundClass, Instance, Object, PhpClass, PhpString, Property, Result,
    Slot, Stateful, Thrown, ToValue, Type, Zval, catch, check_exception, class_entry, throw_error,
    throw_logic, throw_object, without_signal_handlers, without_warnings,
};
use std::time::Duration;
use stream_ipc::inbound::Inbound;

/// Messages over the standard streams of a child that Symfony's Process runs. The Process reads
/// and writes them: its timeouts, its stop() and its callbacks work as ever.
pub struct SymfonyProcessMessageTransport;

/// The class of the process.
pub struct Process;

impl PhpClass for Process {
    const CLASS: &'static str = r"Symfony\Component\Process\Process";
}

const INPUT_CLASS: &str = r"Symfony\Component\Process\InputStream";

const PROCESS: Slot<SymfonyProcessMessageTransport> = Slot::new(0);
const SERIALIZER: Slot<SymfonyProcessMessageTransport> = Slot::new(1);

/// The InputStream the Process writes to the child.
const INPUT: Slot<SymfonyProcessMessageTransport> = Slot::new(2);

/// An iterator that the Process reaches the end of when it has written the last frame; null where
/// nothing is to be written.
const SENDING: Slot<SymfonyProcessMessageTransport> = Slot::new(3);

/// The types of output, as the Process calls them, by their numbers in the inbox.
const OUTPUTS: [&str; 2] = ["out", "err"];

/// The flag of Process::getIterator() that keeps it from waiting.
const ITER_NON_BLOCKING: i64 = 1;

/// How long to wait before the Process is asked again without news on its pipes: how exact its
/// timeouts are (Process::TIMEOUT_PRECISION).
pub const PRECISION: Duration = Duration::from_millis(200);

/// How long to wait before the Process is asked again where its pipes cannot be found.
pub const SLEEP_TICK: Duration = Duration::from_micros(500);

/// What lies beside the properties.
#[derive(Default)]
pub struct State {
    inbox: Inbox,
    pipes: Option<ProcessPipes>,
    has_session: bool,
}

impl SymfonyProcessMessageTransport {
    /// `$transport->send($parcel)`, given up where patience ends. Incoming messages are queued
    /// meanwhile.
    pub fn send(
        transport: &Object,
        session: Option<usize>,
        parcel: Parcel,
        patience: Patience,
    ) -> Result<Delivery> {
        let deadline = patience.deadline();
        let (frame, outgoing) = Outgoing::encode(&Self::serializer(transport)?, session, parcel)?;
        if !takes_input(transport)? {
            return Err(throw_closed(&outgoing));
        }
        let written = hand_over(transport, frame)?;
        loop {
            Self::receive(transport)?;
            if !is_valid(&written)? {
                return Ok(outgoing.sent());
            }
            if !takes_input(transport)? {
                return Err(throw_closed(&outgoing));
            }
            if deadline.has_passed() {
                return Ok(Delivery::CutShort);
            }
            refuse_flood(transport)?;
            let mut watches = Vec::new();
            let rest = if Self::watch(transport, &mut watches)? {
                PRECISION
            } else {
                SLEEP_TICK
            };
            process_pipes::wait(&watches, deadline.at_most(rest))?;
        }
    }

    /// Takes everything the child wrote into the inbox, and has the Process look at its timeouts.
    ///
    /// # Errors
    /// What the Process throws: a ProcessTimedOutException, what user callbacks throw.
    pub fn receive(transport: &Object) -> Result {
        let process = transport.get_object(PROCESS)?;
        let received = take_output(transport, &process)
            .and_then(|()| process.call("checktimeout", []).map(drop));
        let Err(thrown) = received else {
            return Ok(());
        };
        // A process that timed out was stopped: these are its last words.
        let exception = catch(thrown)?;
        take_output(transport, &process)?;
        Err(throw_object(exception))
    }

    /// Takes what came first.
    pub fn take(transport: &Object) -> Option<Inbound> {
        let mut state = Self::state(transport).borrow_mut();
        let (_, inbound) = state.inbox.take_if(|_| true)?;
        Some(inbound)
    }

    /// How many things have arrived that were not taken.
    pub fn arrived(transport: &Object) -> usize {
        Self::state(transport).borrow().inbox.len()
    }

    /// Whether the child may still write.
    pub fn is_open(transport: &Object) -> bool {
        Self::state(transport).borrow().inbox.is_open()
    }

    /// Adds the pipes to wait for; `false` where they cannot be found.
    pub fn watch(transport: &Object, watches: &mut Vec<Watch>) -> Result<bool> {
        let sending = is_sending(transport)? && takes_input(transport)?;
        let state = Self::state(transport).borrow();
        let Some(pipes) = &state.pipes else {
            return Ok(false);
        };
        watches.extend(pipes.watches(sending));
        Ok(true)
    }

    /// Marks the transport as that of a session; it can be that of one only.
    pub fn give_to_session(transport: &Object) -> Result {
        if std::mem::replace(&mut Self::state(transport).borrow_mut().has_session, true) {
            return Err(throw_logic(
                "The transport already belongs to a session; start another process",
            ));
        }
        Ok(())
    }

    /// Closes the child's input, once what was sent has left.
    pub fn close_input(transport: &Object) -> Result {
        transport.get_object(INPUT)?.call("close", [])?;
        // The Process does it when it next looks at its pipes.
        Self::is_running(transport).map(drop)
    }

    /// What turns its payloads into messages.
    pub fn serializer(transport: &Object) -> Result<Object> {
        transport.get_object(SERIALIZER)
    }

    fn is_running(transport: &Object) -> Result<bool> {
        let process = transport.get_object(PROCESS)?;
        let running = calmly(transport, || process.call("isrunning", []))?;
        Ok(running.is_true())
    }
}

/// Reads what the child wrote until nothing is left, and notes its end.
fn take_output(transport: &Object, process: &Object) -> Result {
    // Before its output is taken: an ended process writes no more.
    let running = SymfonyProcessMessageTransport::is_running(transport)?;
    calmly(transport, || drain(transport, process))?;
    let mut state = SymfonyProcessMessageTransport::state(transport).borrow_mut();
    let ended = state.pipes.as_ref().is_some_and(ProcessPipes::have_ended);
    if ended || !running {
        for output in 0..OUTPUTS.len() {
            state.inbox.end(output);
        }
    }
    Ok(())
}

/// Feeds what the Process has read, which it then forgets: getOutput() does not grow. The iterator
/// gives an empty string when both outputs were empty after it had read the pipes.
fn drain(transport: &Object, process: &Object) -> Result {
    let output = process.call("getiterator", [ITER_NON_BLOCKING.to_value()])?;
    let output = Object::take(output)
        .ok_or_else(|| throw_error("getIterator() of the Process returned no iterator"))?;
    while is_valid(&output)? {
        let bytes = PhpString::take(output.call("current", [])?);
        let Some(bytes) = bytes.filter(|bytes| !bytes.as_bytes().is_empty()) else {
            break;
        };
        let of = PhpString::take(output.call("key", [])?);
        let number = usize::from(of.is_some_and(|of| of.as_bytes() == OUTPUTS[1].as_bytes()));
        let state = SymfonyProcessMessageTransport::state(transport);
        state.borrow_mut().inbox.feed(number, bytes.as_bytes());
        output.call("next", [])?;
    }
    Ok(())
}

/// Runs `body`, in which the Process works, undisturbed: it is not made for signal handlers that
/// use it meanwhile. While a frame is on its way, it may write to a child that is gone, which PHP
/// reports as a notice; the end of the child is told otherwise.
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

/// Gives the Process a frame to write. What is returned is valid until it has written all of it.
fn hand_over(transport: &Object, frame: PhpString) -> Result<Object> {
    let input = transport.get_object(INPUT)?;
    let written = FoundClass::construct("ArrayIterator", [vec![""].to_value()])?;
    input.call("write", [frame.to_value()])?;
    input.call("write", [(&written).to_value()])?;
    transport.set(SENDING, &written);
    Ok(written)
}

/// Whether a frame has not left yet.
fn is_sending(transport: &Object) -> Result<bool> {
    let Some(last) = Object::take(transport.get(SENDING)?) else {
        return Ok(false);
    };
    let sending = is_valid(&last)?;
    if !sending {
        transport.set(SENDING, Zval::null());
    }
    Ok(sending)
}

fn is_valid(iterator: &Object) -> Result<bool> {
    iterator.call("valid", []).map(|valid| valid.is_true())
}

/// Whether the child can be written to.
fn takes_input(transport: &Object) -> Result<bool> {
    let input = transport.get_object(INPUT)?;
    if input.call("isclosed", [])?.is_true() {
        return Ok(false);
    }
    let state = SymfonyProcessMessageTransport::state(transport).borrow();
    let broken = state
        .pipes
        .as_ref()
        .is_some_and(|pipes| !pipes.take_input());
    Ok(state.inbox.is_open() && !broken)
}

fn throw_closed(outgoing: &Outgoing) -> Thrown {
    outgoing.throw_unsent("the process has ended or takes no input any more")
}

/// Gives up a write during which the child sends more than memory may hold.
fn refuse_flood(transport: &Object) -> Result {
    let state = SymfonyProcessMessageTransport::state(transport).borrow();
    if state.inbox.is_flooded() {
        return Err(throw_flood("the process", state.inbox.bytes()));
    }
    Ok(())
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
                    channel: no_channel,
                },
            )
            .property(PROCESS, private("process", process))
            .property(SERIALIZER, private("serializer", serializer))
            .property(INPUT, private("input", Type::class(INPUT_CLASS)))
            .property(SENDING, Property::private("sending", Type::NONE))
            .constructor(["process", "serializer", "frameLimit"], construct)
            .public_like(SEND, |transport: &Object, message: &Instance<Message>| {
                let parcel = Parcel::Message(Object::clone(message));
                Self::send(transport, None, parcel, Patience::AsSet).map(drop)
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
    let input = FoundClass::construct(INPUT_CLASS, [])?;
    this.initialize(PROCESS, process)?;
    this.initialize(SERIALIZER, serializer)?;
    this.initialize(INPUT, &input)?;
    process.call("setinput", [(&input).to_value()])?;
    // Messages are output, too: a Process that is to keep none is made to read it.
    process.call("enableoutput", [])?;
    process.call("start", [])?;
    let pipes = ProcessPipes::find(process);
    let mut state = SymfonyProcessMessageTransport::state(this).borrow_mut();
    state.inbox = Inbox::new(OUTPUTS.len(), max_frame.0);
    state.pipes = pipes;
    Ok(())
}

/// Messages before a failure are given first, the failure by the next call.
fn take_pending(this: &Object) -> Result<Array> {
    SymfonyProcessMessageTransport::receive(this)?;
    let serializer = SymfonyProcessMessageTransport::serializer(this)?;
    let mut pending: [Vec<Object>; OUTPUTS.len()] = Default::default();
    loop {
        let none = pending.iter().all(Vec::is_empty);
        let next = SymfonyProcessMessageTransport::state(this)
            .borrow_mut()
            .inbox
            .take_if(|inbound| match inbound {
                Inbound::Ended { .. } => false,
                inbound => none || is_message(inbound),
            });
        let Some((output, inbound)) = next else {
            break;
        };
        if !none && !fits(&inbound, &serializer)? {
            let inbox = &mut SymfonyProcessMessageTransport::state(this)
                .borrow_mut()
                .inbox;
            inbox.put_back(output, inbound);
            break;
        }
        let parcel = parcel_of(&inbound, &serializer, None)?;
        pending[output].push(parcel.into_message()?);
        check_exception()?;
    }
    let mut by_type = Array::new();
    for (name, messages) in OUTPUTS.into_iter().zip(pending) {
        by_type.insert_str(name.as_bytes(), messages.to_value());
    }
    Ok(by_type)
}
