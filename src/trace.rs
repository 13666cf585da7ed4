//! The trace: a line per frame, in the file that the environment variable `STREAM_IPC_TRACE` names.
//! Workers inherit the variable and write to the same file.
//!
//! Tabs separate the columns: seconds since 1970, process id, session (its spl_object_id(), or `-`
//! for a transport without a session), direction (`sent`, `received`), kind (`message`, `request`,
//! `response`, `junk`, `refused`), request id or `-`, class of the message or `-`, bytes of the frame
//! or junk, or `-` if a session received it over Amp's streams.

use crate::envelope::Parcel;
use crate::zend::Object;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};
use stream_ipc::frame::HEADER_LEN;
use stream_ipc::inbound::Inbound;
use stream_ipc::process;

/// The columns of a parcel's line that must be known before it is sent or opened.
pub struct Entry {
    session: Option<usize>,
    kind: &'static str,
    id: String,
    class: String,
}

impl Entry {
    /// The entry of a parcel, of this session if there is one; `None` if there is no trace.
    pub fn of(session: Option<usize>, parcel: &Parcel) -> Option<Self> {
        file().map(|_| Self::describe(session, parcel))
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
            id: id.map_or_else(dash, |id| printable(id.as_bytes())),
            class: class_of(message),
        }
    }

    /// Writes the line of a frame that was sent.
    pub fn sent(self, bytes: usize) {
        write("sent", &self, Some(bytes));
    }
}

/// Writes the line of a received frame or junk; `parcel` is the decoded frame.
pub fn received(session: Option<usize>, inbound: &Inbound, parcel: Option<&Parcel>) {
    if file().is_none() {
        return;
    }
    let of_kind = |kind| Entry {
        session,
        kind,
        id: dash(),
        class: dash(),
    };
    let (entry, bytes) = match inbound {
        Inbound::Junk(bytes) => (of_kind("junk"), bytes.len()),
        Inbound::TooLong(error) => (of_kind("refused"), HEADER_LEN + error.len),
        Inbound::NoRoom(error) => (of_kind("refused"), HEADER_LEN + error.len),
        _ => {
            let Some(payload) = inbound.payload() else {
                return;
            };
            let entry = parcel.and_then(|parcel| Entry::of(session, parcel));
            let bytes = HEADER_LEN + payload.len();
            (entry.unwrap_or_else(|| of_kind("refused")), bytes)
        }
    };
    write("received", &entry, Some(bytes));
}

fn write(direction: &str, entry: &Entry, bytes: Option<usize>) {
    let Some(mut file) = file() else { return };
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let number = |number: Option<usize>| number.map_or_else(dash, |number| number.to_string());
    let (session, bytes) = (number(entry.session), number(bytes));
    let line = format!(
        "{}.{:06}\t{}\t{session}\t{direction}\t{}\t{}\t{}\t{bytes}\n",
        now.as_secs(),
        now.subsec_micros(),
        process::id(),
        entry.kind,
        entry.id,
        entry.class,
    );
    // A full disk must not stop the conversation.
    let _ = file.write_all(line.as_bytes());
}

/// The trace's file, opened at first use; `None` if there is no trace.
fn file() -> Option<&'static File> {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    FILE.get_or_init(|| open(&std::env::var_os("STREAM_IPC_TRACE")?))
        .as_ref()
}

fn open(path: &OsStr) -> Option<File> {
    // O_APPEND keeps lines of all processes whole. O_NONBLOCK keeps a FIFO from stopping the
    // conversation: without a reader it cannot be opened, and while it is full, lines are dropped.
    let opened = File::options()
        .append(true)
        .create(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path);
    opened
        .inspect_err(|error| {
            eprintln!(
                "stream_ipc: nothing is traced, as STREAM_IPC_TRACE={} cannot be written: {error}",
                path.display()
            );
        })
        .ok()
}

fn class_of(message: &Object) -> String {
    printable(&message.class_name())
}

fn printable(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .chars()
        .map(|char| if char.is_control() { '?' } else { char })
        .collect()
}

fn dash() -> String {
    "-".to_owned()
}
