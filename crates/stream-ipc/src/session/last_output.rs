//! What the other side printed last outside of frames: when it has died, that tells why.

use crate::inbound::Inbound;
use std::fmt;
use std::os::unix::process::ExitStatusExt as _;
use std::process::ExitStatus;

/// The most bytes to keep.
const LIMIT: usize = 4096;

/// The most characters of a line to quote.
const LONGEST_QUOTE: usize = 500;

/// Keeps the last bytes outside of frames.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: Vec<u8>,
    has_sent: bool,
    has_greeted: bool,
}

impl Tail {
    #[inline]
    pub(super) fn note(&mut self, inbound: &Inbound) {
        match inbound {
            Inbound::Frame(_) | Inbound::Native(_) | Inbound::Ended { lost: 1.. } => {
                self.has_sent = true;
            }
            Inbound::Junk(bytes) => self.add(bytes),
            _ => {}
        }
    }

    /// Notes a hello, which every native side sends: whoever sends nothing else has still done nothing.
    pub(super) fn note_hello(&mut self) {
        self.has_greeted = true;
    }

    #[cold]
    fn add(&mut self, junk: &[u8]) {
        let junk = &junk[junk.len().saturating_sub(LIMIT)..];
        let surplus = (self.bytes.len() + junk.len()).saturating_sub(LIMIT);
        self.bytes.drain(..surplus);
        self.bytes.extend_from_slice(junk);
    }

    /// Whether a frame came, or a part of one, also if it was a hello.
    pub(super) fn has_heard(&self) -> bool {
        self.has_sent || self.has_greeted
    }

    /// What is kept so far.
    pub(super) fn last_output(&self) -> LastOutput {
        LastOutput {
            bytes: self.bytes.as_slice().into(),
            has_sent: self.has_sent,
            status: None,
        }
    }
}

/// The last 4 KiB that came outside of frames, from standard error, too, if the session reads it.
///
/// Its text ends an error about a lost reply: a hint if there is one, and the line that tells most. That is
/// the last one, but for stack traces and notes behind the error that they belong to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastOutput {
    bytes: Box<[u8]>,
    /// Whether a frame came, or a part of one.
    has_sent: bool,
    /// How the process has ended, if that is known.
    status: Option<ExitStatus>,
}

impl LastOutput {
    /// The same, from a process that has ended like this: that may tell what its silence means.
    pub fn of_process(self, status: Option<ExitStatus>) -> Self {
        Self { status, ..self }
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn line(&self) -> Option<&[u8]> {
        let lines = self.bytes.split(|&byte| byte == b'\n').rev();
        let lines = lines.filter(|line| !line.trim_ascii().is_empty());
        let line = lines.clone().find(|line| !is_appendix(line));
        line.or_else(|| lines.clone().next())
            .map(<[u8]>::trim_ascii)
    }
}

impl fmt::Display for LastOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(line) = self.line() else {
            return match self.has_sent {
                false => f.write_str(silence(self.status)),
                true => Ok(()),
            };
        };
        let line = String::from_utf8_lossy(line);
        if let Some(hint) = hint(&line) {
            write!(f, "; {hint}")?;
        }
        let end = line.char_indices().nth(LONGEST_QUOTE);
        match end {
            Some((end, _)) => write!(f, "; its last words: {}…", &line[..end]),
            None => write!(f, "; its last words: {line}"),
        }
    }
}

/// What it means that a process sent and printed nothing.
fn silence(status: Option<ExitStatus>) -> &'static str {
    /// PHP's exit code after a fatal error.
    const FATAL_ERROR: i32 = 255;
    match status {
        Some(status) if status.success() => {
            "; it has sent and printed nothing: does it call run()?"
        }
        Some(status) if status.code() == Some(FATAL_ERROR) => {
            "; it has sent and printed nothing: make it show its errors (in PHP with \
             display_errors=stderr)"
        }
        Some(status) if status.signal().is_some() => "",
        _ => {
            "; it has sent and printed nothing: does it call run(), and does it show its errors (in \
             PHP with display_errors=stderr)?"
        }
    }
}

/// Whether a line only follows an error: the stack trace of PHP or Python, a note of Rust.
fn is_appendix(line: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] = [
        b" ",
        b"\t",
        b"#",
        b"Stack trace:",
        b"PHP Stack trace:",
        b"PHP   ",
        b"note: ",
    ];
    STARTS.iter().any(|start| line.starts_with(start))
}

/// What to do about an error that says this.
fn hint(line: &str) -> Option<&'static str> {
    if line.contains(r#"Class "StreamIpc\"#) && line.contains("not found") {
        return Some("load the extension in its PHP, too (extension=stream_ipc)");
    }
    let is_path = |end: &&str| line.ends_with(end);
    if line.contains("Could not open input file")
        || [": not found", "No such file or directory"]
            .iter()
            .any(is_path)
    {
        return Some("check the path, as seen from its working directory");
    }
    if line.ends_with("Permission denied") {
        return Some("make the file readable and executable (chmod +rx)");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(output: &str) -> String {
        let mut tail = Tail::default();
        tail.note(&Inbound::Frame("a message".into()));
        tail.note(&Inbound::Junk(output.to_owned().into()));
        tail.last_output().to_string()
    }

    #[test]
    fn the_last_4_kib_are_kept_however_they_come() {
        let text: Vec<u8> = (0..10_000_u32).map(|number| number as u8).collect();
        for chunk in [1, 7, 4095, 4096, 4097, 10_000] {
            let mut tail = Tail::default();
            text.chunks(chunk).for_each(|chunk| tail.add(chunk));
            let kept = tail.last_output();
            assert_eq!(kept.bytes(), &text[10_000 - LIMIT..], "{chunk}");
        }
    }

    #[test]
    fn the_line_that_tells_most_is_quoted() {
        for (output, words) in [
            ("", ""),
            (" \n\n", ""),
            ("one\ntwo\n\n", "; its last words: two"),
            (
                "PHP Fatal error:  Uncaught Exception: no in a.php:3\nStack trace:\n#0 {main}\n  \
                 thrown in a.php on line 3\n",
                "; its last words: PHP Fatal error:  Uncaught Exception: no in a.php:3",
            ),
            (
                "thread 'main' panicked at src/main.rs:2:5:\nno\nnote: run with `RUST_BACKTRACE=1`\n",
                "; its last words: no",
            ),
            ("  only this\n", "; its last words: only this"),
        ] {
            assert_eq!(text(output), words);
        }
        let quoted = "é".repeat(500);
        assert_eq!(
            text(&"é".repeat(501)),
            format!("; its last words: {quoted}…")
        );
    }

    #[test]
    fn a_known_error_comes_with_a_hint() {
        for (line, hint) in [
            ("sh: 1: /no/php: not found", "check the path"),
            ("Could not open input file: a.php", "check the path"),
            ("sh: 1: ./a.php: Permission denied", "make the file"),
            (
                r#"PHP Fatal error:  Uncaught Error: Class "StreamIpc\NativeIpcPeer" not found in a.php:1"#,
                "load the extension",
            ),
        ] {
            let text = text(line);
            assert!(text.starts_with(&format!("; {hint}")), "{text}");
            assert!(
                text.ends_with(&format!("; its last words: {line}")),
                "{text}"
            );
        }
    }

    #[test]
    fn one_that_never_said_anything_is_asked_whether_it_runs() {
        let silent = |status| {
            let output = Tail::default().last_output();
            output.of_process(status).to_string()
        };
        let ended = |code: i32| Some(ExitStatus::from_raw(code << 8));
        for status in [None, ended(0), ended(1)] {
            assert!(silent(status).contains("does it call run()"));
        }
        for status in [None, ended(255), ended(1)] {
            assert!(silent(status).contains("display_errors"));
        }
        let killed = Some(ExitStatus::from_raw(9));
        assert_eq!(silent(killed), "");
    }
}
