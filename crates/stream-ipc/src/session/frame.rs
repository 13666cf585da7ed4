//! Outgoing frames.

/// An outgoing frame, header included, in whatever memory its driver keeps it.
pub trait Frame: AsRef<[u8]> {
    /// A frame that the session itself sends.
    fn of(bytes: Vec<u8>) -> Self;
}

impl Frame for Vec<u8> {
    fn of(bytes: Vec<u8>) -> Self {
        bytes
    }
}
