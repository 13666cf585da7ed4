//! How messages travel.

use crate::format::Format;

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
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    pub(crate) format: Format,
    pub(crate) max_frame: Option<usize>,
}

impl Options {
    /// PHP's format, frames of any length.
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
}
