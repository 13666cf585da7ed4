//! How much may be received, and how long a message may wait to be sent: PHP's memory_limit and the
//! settings `stream_ipc.max_frame_size` and `stream_ipc.send_timeout`.

use crate::zend::{
    FromArgument, Position, Result, Thrown, available_memory, ini_seconds, ini_size, memory_limit,
    reclaim_memory, throw_runtime, untaken_memory,
};
use std::cell::RefCell;
use std::ffi::CStr;
use stream_ipc::budget::Budget;
use stream_ipc::deadline::Deadline;

/// The INI setting that limits frames, in bytes, for whoever sets no limit; 0: none.
pub const MAX_FRAME_SIZE: &CStr = c"stream_ipc.max_frame_size";

/// The INI setting that limits how long a message that is no request waits for room, in seconds; 0:
/// for ever.
pub const SEND_TIMEOUT: &CStr = c"stream_ipc.send_timeout";

/// How long what is sent waits for room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Not at all, as a reply: where it can be queued, it is.
    None,
    /// As long as the setting says, as a message that is no request.
    AsSet,
    /// Until the deadline of a request.
    Until(Deadline),
}

impl Patience {
    /// When it ends for what is sent now, and cannot be queued.
    pub fn deadline(self) -> Deadline {
        match self {
            Self::None => Deadline::NEVER,
            Self::AsSet => send_deadline(),
            Self::Until(deadline) => deadline,
        }
    }
}

/// When a message that is sent now has waited for room as long as the setting says.
pub fn send_deadline() -> Deadline {
    match send_timeout() {
        0.0 => Deadline::NEVER,
        seconds => Deadline::after_seconds(seconds),
    }
}

/// How many seconds a message that is no request waits for room; 0: for ever.
pub fn send_timeout() -> f64 {
    ini_seconds(SEND_TIMEOUT)
}

/// The limit of a frame in bytes: `?int $limit = null`, where null stands for the INI setting.
pub struct FrameLimit(pub Option<usize>);

impl FromArgument for FrameLimit {
    type Given = Option<i64>;

    fn from_argument(limit: Option<i64>, position: Position) -> Result<Self> {
        let Some(limit) = limit else {
            let limit = Some(ini_size(MAX_FRAME_SIZE));
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

/// The budget of what was received and not yet taken, whoever keeps it: memory_limit.
pub fn received() -> Budget {
    let budget = RECEIVED.with_borrow(Budget::clone);
    follow_memory_limit(&budget);
    budget
}

/// Gives the budget the memory_limit of now.
pub fn follow_memory_limit(budget: &Budget) {
    budget.set_limit(memory_limit());
}

/// Begins a new budget at the end of a request: what a fatal error left behind is none of the next
/// one's.
pub fn forget_received() {
    drop(RECEIVED.take());
}

/// Fails a send while the other side sends without reading, more than memory may hold.
pub fn throw_flood(who: &str, received: usize) -> Thrown {
    let limit = RECEIVED.with_borrow(Budget::limit);
    throw_runtime(&format!(
        "While a message waited to be sent, {who} sent without reading: its messages take \
         {received} bytes of memory, more than memory_limit ({limit} bytes) may hold"
    ))
}

/// Whether so many bytes are certainly left.
pub fn is_little(bytes: usize) -> bool {
    bytes < untaken_memory()
}

/// Whether a message takes no more memory than is left, with something to spare for the handlers
/// that get it.
pub fn is_available(needed: usize) -> bool {
    let fits = || with_spare(needed) <= available_memory();
    if fits() {
        return true;
    }
    reclaim_memory();
    fits()
}

/// What is needed, with something to spare.
fn with_spare(needed: usize) -> usize {
    const SPARE: usize = 256 * 1024;
    needed.saturating_add(needed / 16 + SPARE)
}

/// Makes sure that the message of so many bytes takes no more, likewise.
///
/// # Errors
/// A RuntimeException where it would.
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
