//! The trace: a line per frame and per event, in the file that the environment variable `STREAM_IPC_TRACE`
//! names. Workers inherit the variable and write to the same file. `docs/trace.md` describes the lines.

mod file;
mod line;

use crate::envelope::Parcel;
use crate::zend::{Object, PhpString};
use line::Line;
use std::cell::RefCell;
use std::time::Duration;
use stream_ipc::deadline::Deadline;
use stream_ipc::frame::HEADER_LEN;
use stream_ipc::inbound::Inbound;

thread_local! {
    static FILE: RefCell<file::Trace> = const { RefCell::new(file::Trace::new()) };
}

/// How late a line may be written at most.
const LATEST: Duration = Duration::from_millis(100);

/// Something that the trace tells besides frames.
#[derive(Debug, Clone, Copy)]
pub enum Event {
    /// The process of a session was started.
    Started,
    /// A session has ended.
    Ended,
    /// This side has cancelled a request.
    Cancelled,
    /// A request had no reply in time.
    TimedOut,
}

impl Event {
    fn name(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
            Self::TimedOut => "timed-out",
        }
    }
}

/// What the line of a parcel must know before the parcel is sent.
pub struct Entry {
    session: Option<usize>,
    kind: &'static str,
    id: Option<PhpString>,
    class: PhpString,
}

impl Entry {
    /// The entry of a parcel, of this session if there is one; `None` if there is no trace.
    #[inline]
    pub fn of(session: Option<usize>, parcel: &Parcel) -> Option<Self> {
        file::is_on().then(|| Self::describe(session, parcel))
    }

    #[cold]
    fn describe(session: Option<usize>, parcel: &Parcel) -> Self {
        let (kind, id, message) = match parcel {
            Parcel::Message(message) => ("message", None, message),
            Parcel::Request(id, message) => ("request", Some(id), message),
            Parcel::Response(id, message) => ("response", Some(id), message),
            Parcel::MessageOf(id, message) => ("message", Some(id), message),
        };
        Self {
            session,
            kind,
            id: id.cloned(),
            class: message.class_string(),
        }
    }

    /// Writes the line of a frame that was sent.
    pub fn sent(self, bytes: usize) {
        self.write("sent", bytes);
    }

    fn write(&self, event: &str, bytes: usize) {
        write(self.session, event, self.kind, |line| {
            line.id(self.id.as_ref().map_or(b"", PhpString::as_bytes));
            line.class(self.class.as_bytes());
            line.bytes(bytes);
        });
    }
}

/// Writes the line of a received frame or junk; `parcel` is the decoded frame.
#[inline]
pub fn received(session: Option<usize>, inbound: &Inbound, parcel: Option<&Parcel>) {
    if file::is_on() {
        note_received(session, inbound, parcel);
    }
}

#[cold]
fn note_received(session: Option<usize>, inbound: &Inbound, parcel: Option<&Parcel>) {
    let (kind, bytes) = match inbound {
        Inbound::Junk(bytes) => ("junk", bytes.len()),
        Inbound::TooLong(error) => ("refused", HEADER_LEN + error.len),
        Inbound::NoRoom(error) => ("refused", HEADER_LEN + error.len),
        _ => {
            let Some(payload) = inbound.payload() else {
                return;
            };
            let bytes = HEADER_LEN + payload.len();
            match parcel {
                Some(parcel) => {
                    return Entry::describe(session, parcel).write("received", bytes);
                }
                None => ("refused", bytes),
            }
        }
    };
    write(session, "received", kind, |line| line.bytes(bytes));
}

/// Writes the line of an event of a session; `detail` is called only if there is a trace.
#[inline]
pub fn note(session: &Object, event: Event, request: &[u8], detail: impl FnOnce() -> String) {
    if file::is_on() {
        let detail = detail();
        write(Some(session.id() as usize), event.name(), "-", |line| {
            line.id(request);
            line.detail(&detail);
        });
    }
}

#[cold]
fn write(session: Option<usize>, event: &str, kind: &str, rest: impl FnOnce(&mut Line<'_>)) {
    FILE.with_borrow_mut(|file| file.write(session, event, kind, rest));
}

/// The deadline of a wait: lines must not wait for long.
#[inline]
pub fn before_wait(deadline: Deadline) -> Deadline {
    match file::is_on() {
        true => FILE.with_borrow_mut(|file| file.before_wait(deadline)),
        false => deadline,
    }
}

/// Writes what is kept, at the end of a request.
pub fn flush() {
    if file::is_on() {
        FILE.with_borrow_mut(file::Trace::flush);
    }
}
