//! One line of the trace: columns between tabs.

use std::time::Duration;
use stream_ipc::process;

/// A line that is being written behind others. What is not given is a dash.
pub(super) struct Line<'a> {
    text: &'a mut Vec<u8>,
    /// How many columns there are so far.
    columns: usize,
}

/// Time, process, session, event, kind, id, class, bytes, detail.
const COLUMNS: usize = 9;

impl<'a> Line<'a> {
    /// The first columns: the time since 1970, this process, the session if there is one, the event and the
    /// kind of frame.
    pub(super) fn begin(
        text: &'a mut Vec<u8>,
        now: Duration,
        session: Option<usize>,
        event: &str,
        kind: &str,
    ) -> Self {
        let mut line = Self { text, columns: 0 };
        line.number(now.as_secs());
        line.text.push(b'.');
        line.six_digits(now.subsec_micros());
        line.columns = 1;
        line.separate();
        line.number(process::id().into());
        line.separate();
        match session {
            Some(session) => line.number(session as u64),
            None => line.text.push(b'-'),
        }
        line.word(event);
        line.word(kind);
        line
    }

    fn word(&mut self, word: &str) {
        self.separate();
        self.text.extend_from_slice(word.as_bytes());
    }

    pub(super) fn id(&mut self, id: &[u8]) {
        self.printable(id);
    }

    pub(super) fn class(&mut self, class: &[u8]) {
        self.printable(class);
    }

    pub(super) fn bytes(&mut self, bytes: usize) {
        self.fill_up_to(7);
        self.separate();
        self.number(bytes as u64);
    }

    pub(super) fn detail(&mut self, detail: &str) {
        self.fill_up_to(8);
        self.printable(detail.as_bytes());
    }

    /// Ends the line.
    pub(super) fn end(mut self) {
        self.fill_up_to(COLUMNS);
        self.text.push(b'\n');
    }

    fn fill_up_to(&mut self, columns: usize) {
        while self.columns < columns {
            self.word("-");
        }
    }

    /// A column of bytes, without what would break the line.
    fn printable(&mut self, bytes: &[u8]) {
        self.separate();
        let is_plain = bytes.iter().all(|byte| byte.is_ascii_graphic());
        match std::str::from_utf8(bytes) {
            Ok("") => self.text.push(b'-'),
            Ok(_) if is_plain => self.text.extend_from_slice(bytes),
            _ => {
                let text = String::from_utf8_lossy(bytes);
                let text = text.replace(char::is_control, "?");
                self.text.extend_from_slice(text.as_bytes());
            }
        }
    }

    fn separate(&mut self) {
        self.text.push(b'\t');
        self.columns += 1;
    }

    fn number(&mut self, number: u64) {
        let mut buffer = itoa::Buffer::new();
        let digits = buffer.format(number).as_bytes();
        self.text.extend_from_slice(digits);
    }

    /// The last six digits of a number.
    fn six_digits(&mut self, mut number: u32) {
        let mut digits = [b'0'; 6];
        for digit in digits.iter_mut().rev() {
            *digit += (number % 10) as u8;
            number /= 10;
        }
        self.text.extend_from_slice(&digits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns behind the time and the process.
    fn columns(write: impl FnOnce(&mut Line<'_>)) -> Vec<String> {
        let mut text = Vec::new();
        let now = Duration::from_micros(1_000_042);
        let mut line = Line::begin(&mut text, now, Some(7), "sent", "request");
        write(&mut line);
        line.end();
        let text = String::from_utf8(text).unwrap();
        let line = text.strip_suffix('\n').unwrap();
        assert!(line.starts_with("1.000042\t"), "{line}");
        line.split('\t').skip(2).map(str::to_owned).collect()
    }

    #[test]
    fn every_line_has_all_columns() {
        let whole = columns(|line| {
            line.id(b"4.2");
            line.class(b"App\\Job");
            line.bytes(96);
            line.detail("code 3");
        });
        let expected = ["7", "sent", "request", "4.2", "App\\Job", "96", "code 3"];
        assert_eq!(whole, expected);
        let short = columns(|line| line.bytes(5));
        assert_eq!(short[3..], ["-", "-", "5", "-"]);
        let event = columns(|line| line.detail("x"));
        assert_eq!(event[3..], ["-", "-", "-", "x"]);
    }

    #[test]
    fn nothing_breaks_a_line() {
        let odd = columns(|line| {
            line.id(b"\t\n\0");
            line.class(b"\xff\x7f");
        });
        assert_eq!(odd[3..5], ["???", "\u{fffd}?"]);
    }
}
