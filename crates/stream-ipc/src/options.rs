//! How messages travel.

use crate::format::Format;
use std::time::Duration;

/// How the messages of a session travel; both sides must agree on the format.
///
/// ```
/// use stream_ipc::{Format, Options, Peer};
///
/// let options = Options::new().format(Format::Json).max_frame(16 * 1024 * 1024);
/// let peer = Peer::with(options)?;
/// # drop(peer);
/// # Ok::<(), stream_ipc::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Options {
    pub(crate) format: Format,
    pub(crate) max_frame: Option<usize>,
    pub(crate) send_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::default(),
            max_frame: None,
            send_timeout: Duration::from_secs(60),
        }
    }
}

impl Options {
    /// PHP's format, frames of any length, a minute to send a message.
    pub fn new() -> Self {
        Self::default()
    }

    /// What payloads look like.
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Refuses to receive payloads of more than so many bytes. Set it where the other side is not
    /// yours: a frame may announce up to 4 GiB, and is held in memory as its bytes arrive.
    #[must_use]
    pub fn max_frame(self, bytes: usize) -> Self {
        Self {
            max_frame: Some(bytes),
            ..self
        }
    }

    /// How long a notification waits for room while the other side does not read. Requests have a
    /// timeout of their own, and replies never wait.
    #[must_use]
    pub fn send_timeout(self, send_timeout: Duration) -> Self {
        Self {
            send_timeout,
            ..self
        }
    }
}
