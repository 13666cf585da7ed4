//! Payloads in the format of another serializer than the session's.

use crate::format::Format;
use crate::message::Label;
use crate::process;
use std::fmt;

/// A payload in another format than its receiver reads. Its text names this process, as it travels to the
/// other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongFormat {
    read: Format,
    received: Format,
}

impl WrongFormat {
    /// The mismatch between a payload and the format that is read here, if there is one. Only objects
    /// count: all messages are objects.
    pub fn of(payload: &[u8], read: Format) -> Option<Self> {
        let received = match payload.trim_ascii_start() {
            [b'{', ..] => Format::Json,
            [b'O' | b'E', b':', ..] => Format::Php,
            _ => return None,
        };
        (received != read).then_some(Self { read, received })
    }

    /// The label of the payload; `None` if it is no message in its own format either.
    pub(crate) fn label(self, payload: &[u8]) -> Option<Label<'_>> {
        self.received.label(payload)
    }
}

impl fmt::Display for WrongFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { read, received } = self;
        write!(
            f,
            "Process {} received {}, but reads {}: give both sides of the session the same serializer",
            process::id(),
            name(*received),
            name(*read)
        )
    }
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Php => "the format of PHP's serialize()",
        Format::Json => "JSON",
    }
}
