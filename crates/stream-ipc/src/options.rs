//! The options of sessions.

use crate::format::Format;
use std::time::Duration;

/// The format and the limits of a session. Both sides must agree on the format.
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
    pub(crate) busy_poll: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            format: Format::default(),
            max_frame: None,
            send_timeout: Duration::from_secs(60),
            busy_poll: Duration::from_micros(50),
        }
    }
}

impl Options {
    /// The defaults: PHP's format, frames of any length, a minute to send a notification, 50
    /// microseconds of busy polling.
    pub fn new() -> Self {
        Self::default()
    }

    /// The format of payloads.
    #[must_use]
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Refuses payloads of more than so many bytes. Set it if you do not trust the other side: a frame
    /// may have up to 4 GiB, and the session keeps its bytes in memory as they arrive.
    #[must_use]
    pub fn max_frame(self, bytes: usize) -> Self {
        Self {
            max_frame: Some(bytes),
            ..self
        }
    }

    /// How long a notification waits for room if the other side does not read. Requests have their own
    /// timeout, and replies never wait.
    #[must_use]
    pub fn send_timeout(self, send_timeout: Duration) -> Self {
        Self {
            send_timeout,
            ..self
        }
    }

    /// How long a [`Peer`](crate::Peer) may look for news before it sleeps, which is called busy polling.
    /// It does so only while that pays: a quick reply is then read without waking a CPU, which takes ten
    /// to thirty microseconds on each side. [`Duration::ZERO`] means never; tokio sessions never do.
    ///
    /// A signal handler that runs while a tick looks does not end that tick. If your handlers only set a
    /// flag, give the tick a timeout, or turn busy polling off.
    #[must_use]
    pub fn busy_poll(self, busy_poll: Duration) -> Self {
        Self { busy_poll, ..self }
    }
}
