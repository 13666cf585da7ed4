//! Whether the message of a payload fits into memory: where it does not, PHP ends the process.

use super::{JsonMessageSerializer, NativeMessageSerializer};
use crate::zend::{Object, Result, available_memory, throw_runtime};
use memchr::{memchr_iter, memchr2_iter};

/// What a small array or object takes, roughly.
const PER_CONTAINER: usize = 400;

/// What a value in it takes besides its bytes, roughly.
const PER_VALUE: usize = 64;

/// What unserialize() makes room for, before it looks, for each element that an array or object
/// claims to have. It believes any claim that is not over the bytes that follow.
const PER_CLAIM: usize = 72;

/// The fewest bytes of a container: `a:9:{i:0;`.
const SHORTEST_CONTAINER: usize = 9;

/// The fewest bytes of a value: `N;`.
const SHORTEST_VALUE: usize = 2;

/// Whether the message of a payload fits.
pub fn fits(serializer: &Object, payload: &[u8]) -> bool {
    let available = available_memory();
    needed(serializer, payload, available) < available
}

/// Makes sure that the message of a payload fits.
///
/// # Errors
/// A RuntimeException where it does not.
pub fn ensure_fits(serializer: &Object, payload: &[u8]) -> Result {
    let available = available_memory();
    let needed = needed(serializer, payload, available);
    if needed < available {
        return Ok(());
    }
    Err(throw_runtime(&format!(
        "A frame of {} bytes needs about {needed} bytes of memory, but memory_limit leaves \
         {available}: raise it, or send less at once",
        payload.len()
    )))
}

fn needed(serializer: &Object, payload: &[u8], available: usize) -> usize {
    if serializer.is_exactly::<NativeMessageSerializer>() {
        native(payload, available)
    } else if serializer.is_exactly::<JsonMessageSerializer>() {
        json(payload, available)
    } else {
        // What a serializer of the user's makes of it is its own affair.
        2 * payload.len()
    }
}

/// What a message in PHP's format takes, with the payload beside it. Where that is little beside
/// what is available, the bound is left as loose as it is cheap.
fn native(payload: &[u8], available: usize) -> usize {
    let len = payload.len();
    let most_claimed =
        (len / SHORTEST_CONTAINER + 1).saturating_mul(PER_CONTAINER + len * PER_CLAIM);
    let most_values = len / SHORTEST_VALUE * PER_VALUE;
    let loose = most_claimed.saturating_add(2 * len + most_values);
    if loose < available {
        return loose;
    }
    let claimed: usize = memchr_iter(b'{', payload)
        .map(|brace| PER_CONTAINER + claim(&payload[..brace]).min(len) * PER_CLAIM)
        .sum();
    if claimed + 2 * len + most_values < available {
        return claimed + 2 * len + most_values;
    }
    claimed + 2 * len + memchr_iter(b';', payload).count() * PER_VALUE
}

/// What a message in JSON takes, likewise.
fn json(payload: &[u8], available: usize) -> usize {
    let len = payload.len();
    let loose = len.saturating_mul(PER_CONTAINER);
    if loose < available {
        return loose;
    }
    let containers = memchr2_iter(b'{', b'[', payload).count() * PER_CONTAINER;
    2 * len + containers + memchr_iter(b',', payload).count() * PER_VALUE
}

/// How many elements the array or object claims to have whose brace follows: `a:400000:`.
fn claim(before: &[u8]) -> usize {
    let Some((b':', before)) = before.split_last() else {
        return 0;
    };
    let start = before
        .iter()
        .rposition(|byte| !byte.is_ascii_digit())
        .map_or(0, |last| last + 1);
    let digits = std::str::from_utf8(&before[start..]).unwrap_or_default();
    digits.parse().unwrap_or(0)
}
