//! Limits of what we receive, and of how long a message may wait for room: PHP's memory_limit and the
//! settings `stream_ipc.max_frame_size` and `stream_ipc.send_timeout`.

use crate::zend::{
    FromArgument, Position, Result, Setting, available_memory, memory_limit, parse_seconds,
    parse_size, reclaim_memory, throw_runtime, unallocated_memory,
};
use std::cell::{Cell, RefCell};
use std::ffi::CStr;
use std::time::{Duration, Instant};
use stream_ipc::budget::Budget;
use stream_ipc::deadline::Deadline;

/// The setting for the default limit of frames, in bytes; 0: no limit.
pub enum MaxFrameSize {}

/// The setting for the seconds that a notification may wait for room; 0: for ever.
pub enum SendTimeout {}

thread_local! {
    static MAX_FRAME_SIZE: Cell<usize> = const { Cell::new(0) };
    static SEND_TIMEOUT: Cell<f64> = const { Cell::new(0.0) };
}

impl Setting for MaxFrameSize {
    const NAME: &'static CStr = c"stream_ipc.max_frame_size";
    const DEFAULT: &'static CStr = c"0";
    const ADVICE: &'static str = "give bytes, or a number with K, M or G; 0 for no limit";

    fn set(value: &[u8]) -> std::result::Result<(), String> {
        parse_size(value).map(|size| MAX_FRAME_SIZE.set(size))
    }
}

impl Setting for SendTimeout {
    const NAME: &'static CStr = c"stream_ipc.send_timeout";
    const DEFAULT: &'static CStr = c"60";
    const ADVICE: &'static str = "give seconds; 0 for no limit";

    fn set(value: &[u8]) -> std::result::Result<(), String> {
        parse_seconds(value).map(|seconds| SEND_TIMEOUT.set(seconds))
    }
}

/// How long a sender waits for room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Not at all: a reply is queued.
    None,
    /// As long as the setting says, for a notification.
    AsSet,
    /// Until the deadline of a request.
    Until(Deadline),
    /// Not at all: the request of a pool is queued, which watches the time by itself.
    Job(JobTimes),
}

/// What a native worker learns about the time of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JobTimes {
    /// How long it may take.
    pub limit: Option<Duration>,
    /// By when to start it, if it is handed out ahead of others.
    pub start_by: Option<Instant>,
}

impl Patience {
    /// Whether to wait for room at all.
    pub fn waits(self) -> bool {
        !matches!(self, Self::None | Self::Job(_))
    }

    /// The deadline of a message sent now, if it cannot be queued.
    pub fn deadline(self) -> Deadline {
        match self {
            Self::None | Self::Job(_) => Deadline::NEVER,
            Self::AsSet => send_deadline(),
            Self::Until(deadline) => deadline,
        }
    }
}

/// The deadline of a notification sent now.
fn send_deadline() -> Deadline {
    send_patience().map_or(Deadline::NEVER, Deadline::after)
}

/// How long a notification may wait for room; `None`: for ever.
pub fn send_patience() -> Option<Duration> {
    let seconds = Some(send_timeout()).filter(|seconds| *seconds > 0.0)?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// The seconds that a notification may wait for room; 0: for ever.
pub fn send_timeout() -> f64 {
    SEND_TIMEOUT.get()
}

/// The limit of a frame in bytes: `?int $limit = null`; null stands for the INI setting.
pub struct FrameLimit(pub Option<usize>);

impl FromArgument for FrameLimit {
    type Given = Option<i64>;

    fn from_argument(limit: Option<i64>, position: Position) -> Result<Self> {
        let Some(limit) = limit else {
            let limit = Some(MAX_FRAME_SIZE.get());
            return Ok(Self(limit.filter(|&limit| limit > 0)));
        };
        usize::try_from(limit)
            .map(|limit| Self(Some(limit)))
            .map_err(|_| position.value_error("must be greater than or equal to 0"))
    }
}

thread_local! {
    static RECEIVED: RefCell<Budget> = RefCell::new(Budget::new());
}

/// The budget for all bytes received and not yet taken: memory_limit.
pub fn received() -> Budget {
    let budget = RECEIVED.with_borrow(Budget::clone);
    follow_memory_limit(&budget);
    budget
}

/// Sets the budget's limit to the current memory_limit.
pub fn follow_memory_limit(budget: &Budget) {
    budget.set_limit(memory_limit());
}

/// Begins a new budget at the end of a request: a fatal error may have left shares of the old one.
pub fn forget_received() {
    drop(RECEIVED.take());
}

/// Whether so many bytes are certainly left; costs little.
pub fn is_certainly_available(bytes: usize) -> bool {
    bytes < unallocated_memory()
}

/// Whether memory suffices for a message, with some to spare for its handlers.
pub fn is_available(needed: usize) -> bool {
    let fits = || with_spare(needed) <= available_memory();
    if fits() {
        return true;
    }
    reclaim_memory();
    fits()
}

/// The needed bytes and some to spare.
fn with_spare(needed: usize) -> usize {
    const SPARE: usize = 256 * 1024;
    needed.saturating_add(needed / 16 + SPARE)
}

/// Ensures that memory suffices for the message of a payload of so many bytes, with some to spare for
/// its handlers.
///
/// # Errors
/// A RuntimeException if it does not.
pub fn ensure_available(needed: usize, payload: usize) -> Result {
    if is_available(needed) {
        return Ok(());
    }
    let (needed, available) = (with_spare(needed), available_memory());
    Err(throw_runtime(&format!(
        "A frame of {payload} bytes needs about {needed} bytes of memory, but memory_limit leaves \
         {available}: raise it, or send less at once"
    )))
}
