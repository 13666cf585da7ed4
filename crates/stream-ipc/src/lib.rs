//! Framed messages between processes: the wire format of PHP's `stream-ipc`, in Rust.
//!
//! A session is one or more byte streams, each a sequence of frames: four magic bytes, the
//! payload's length as a 32-bit big-endian integer, the payload. What a payload holds is the
//! affair of whoever sends it; this crate frames, correlates and moves bytes.
//!
//! * [`frame`] is the format as a state machine without I/O: bytes in, frames and junk out.
//! * [`correlation`] matches replies to the requests they answer.
//! * [`deadline`] measures timeouts on the monotonic clock.
//! * [`process`] tells which process this is, also behind a fork.
//! * [`reactor`] moves the bytes: any number of channels over non-blocking reads and writes of
//!   borrowed descriptors, one poll set, nothing lost and nothing blocked.
//!
//! The PHP extension of the same name stands on these modules.

#![warn(missing_docs)]

pub mod correlation;
pub mod deadline;
pub mod frame;
pub mod json;
pub mod message;
pub mod php;
pub mod process;
pub mod reactor;
