//! The file of the trace, and the lines that are not in it yet.

use super::LATEST;
use super::line::Line;
use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use stream_ipc::deadline::Deadline;
use stream_ipc::process;

/// The first line of a file that this extension has begun. A later version adds columns at the end.
const VERSION: &[u8] = b"# stream_ipc trace 2\n";

/// Lines are written when there are so many bytes of them, though they are not late.
const ENOUGH: usize = 32 * 1024;

/// How often to look whether the file was renamed, as log rotation does.
const ROTATION_CHECK: Duration = Duration::from_secs(1);

/// The file, and the lines that this thread has not written to it yet: writing each by itself would take
/// longer than all the rest of a message.
pub(super) struct Trace {
    file: Option<File>,
    lines: Vec<u8>,
    /// When the first of the lines was made.
    since: Option<Duration>,
    /// The process that has made the lines. A forked child leaves them to its parent.
    process: u32,
    checked: Option<Instant>,
}

/// Whether there is a trace.
#[inline]
pub(super) fn is_on() -> bool {
    path().is_some()
}

fn path() -> Option<&'static OsString> {
    static PATH: OnceLock<Option<OsString>> = OnceLock::new();
    PATH.get_or_init(|| {
        let path = std::env::var_os("STREAM_IPC_TRACE")?;
        // Say it once, and never again.
        let opened = open(&path).inspect_err(|error| {
            eprintln!(
                "stream_ipc: nothing is traced, as STREAM_IPC_TRACE={} cannot be written: {error}",
                path.display()
            );
        });
        opened.is_ok().then_some(path)
    })
    .as_ref()
}

fn open(path: &OsString) -> std::io::Result<File> {
    // O_APPEND keeps lines of all processes whole. O_NONBLOCK keeps a FIFO from stopping the
    // conversation: without a reader it cannot be opened, and while it is full, lines are dropped.
    let mut file = File::options()
        .append(true)
        .create(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)?;
    if file
        .metadata()
        .is_ok_and(|file| file.is_file() && file.len() == 0)
    {
        let _ = file.write_all(VERSION);
    }
    Ok(file)
}

impl Trace {
    pub(super) const fn new() -> Self {
        Self {
            file: None,
            lines: Vec::new(),
            since: None,
            process: 0,
            checked: None,
        }
    }

    /// Adds a line of an event, with what `rest` adds to its first columns.
    pub(super) fn write(
        &mut self,
        session: Option<usize>,
        event: &str,
        kind: &str,
        rest: impl FnOnce(&mut Line<'_>),
    ) {
        self.follow_fork();
        let now = since_1970();
        let mut line = Line::begin(&mut self.lines, now, session, event, kind);
        rest(&mut line);
        line.end();
        let since = *self.since.get_or_insert(now);
        if self.lines.len() >= ENOUGH || is_late(since, now) {
            self.flush();
        }
    }

    /// The deadline of a wait, in which lines must not become too late.
    pub(super) fn before_wait(&mut self, deadline: Deadline) -> Deadline {
        self.follow_fork();
        let Some(since) = self.since else {
            return deadline;
        };
        if is_late(since, since_1970()) {
            self.flush();
            return deadline;
        }
        deadline.at_most(LATEST)
    }

    /// Writes all lines.
    pub(super) fn flush(&mut self) {
        self.since = None;
        if self.lines.is_empty() {
            return;
        }
        self.follow_rotation();
        if let Some(file) = &mut self.file {
            // A full disk must not stop the conversation.
            let _ = file.write_all(&self.lines);
        }
        self.lines.clear();
    }

    fn follow_fork(&mut self) {
        let process = process::id();
        if std::mem::replace(&mut self.process, process) != process {
            self.lines.clear();
            self.since = None;
        }
    }

    /// Opens the file again if its name means another one by now.
    fn follow_rotation(&mut self) {
        let now = Instant::now();
        let is_due = |checked| now.duration_since(checked) >= ROTATION_CHECK;
        if !self.checked.is_none_or(is_due) {
            return;
        }
        self.checked = Some(now);
        if let Some(path) = path()
            && !self.file.as_ref().is_some_and(|file| is_named(file, path))
        {
            self.file = open(path).ok();
        }
    }
}

/// Whether a file has this name.
fn is_named(file: &File, path: &OsString) -> bool {
    let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
    let own = file.metadata().map(identity);
    let named = std::fs::metadata(path).map(identity);
    matches!((own, named), (Ok(own), Ok(named)) if own == named)
}

fn since_1970() -> Duration {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
}

/// Whether a line is late. If the clock was set back, it may be.
fn is_late(since: Duration, now: Duration) -> bool {
    now.checked_sub(since).is_none_or(|age| age >= LATEST)
}
