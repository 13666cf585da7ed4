//! A line per frame, for whoever wants to see what processes say to each other: the environment
//! variable `STREAM_IPC_TRACE` names the file. Workers inherit it and write to the same file.
//!
//! The columns, with a tab between them: seconds since 1970, process id, session (its
//! spl_object_id(), or `-` where a transport is used without one), direction (`sent`, `received`),
//! kind (`message`, `request`, `response`, `junk`, `refused`), request id or `-`, class of the
//! message or `-`, bytes of the frame or junk, or `-` for what a session over Amp's streams
//! received.

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

/// What a line tells of a parcel: all that must be known of it before it is sent or opened.
pub struct Entry {
    session: Option<usize>,
    kind: &'static str,
    id: String,
    class: String,
}

impl Entry {
    /// Of a parcel of this session, if it is one's; `None` where nobody wants to know.
    pub fn of(session: Option<usize>, parcel: &Parcel) -> Option<Self> {
        file().map(|_| Self::describe(session, parcel))
    }

    #[cold]
    fn describe(session: Option<usize>, parcel: &Parcel) -> Self {
        let (kind, id, message) = match parcel {
            Parcel::Message(message) => ("message", None, message),
            Parcel::Request(id, message) => ("request", Some(id), message),
            Parcel::Response(id, message) => ("response", Some(id), message),
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

/// Writes the line of what was received, with what came of it.
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
        Inbound::Frame(payload) => {
            let entry = parcel.and_then(|parcel| Entry::of(session, parcel));
            let bytes = HEADER_LEN + payload.len();
            (entry.unwrap_or_else(|| of_kind("refused")), bytes)
        }
        Inbound::Junk(bytes) => (of_kind("junk"), bytes.len()),
        Inbound::TooLong(error) => (of_kind("refused"), HEADER_LEN + error.len),
        Inbound::NoRoom(error) => (of_kind("refused"), HEADER_LEN + error.len),
        _ => return,
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

/// The file, opened at its first use.
fn file() -> Option<&'static File> {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    FILE.get_or_init(|| open(&std::env::var_os("STREAM_IPC_TRACE")?))
        .as_ref()
}

fn open(path: &OsStr) -> Option<File> {
    // Lines are appended whole, whichever process writes them. A FIFO that nobody reads must not
    // stop the conversation either: it cannot be opened, and where it is full, lines are left out.
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
