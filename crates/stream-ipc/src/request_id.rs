//! The ids of requests.

use crate::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// An id for a request, which no other request of this process has: `"<pid>.<n>"`, with `n` counted
/// from 1.
pub fn next_id() -> String {
    with_next_id(|parts| parts.concat())
}

/// What `body` makes of the parts of [`next_id`]: for those who keep ids in strings of their own.
pub fn with_next_id<R>(body: impl FnOnce([&str; 3]) -> R) -> R {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed) + 1;
    let (mut pid, mut numeral) = (itoa::Buffer::new(), itoa::Buffer::new());
    body([pid.format(process::id()), ".", numeral.format(number)])
}
