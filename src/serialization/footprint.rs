//! Whether the message of a payload fits into memory: where it does not, PHP ends the process.

use crate::zend::{Result, available_memory, throw_runtime};
use memchr::memchr_iter;

/// What a small array or object takes, roughly.
const PER_CONTAINER: usize = 400;

/// What a value in it takes besides its bytes, roughly.
const PER_VALUE: usize = 64;

/// What unserialize() makes room for, before it looks, for each element that an array or object
/// claims to have. It believes any claim that is not over the bytes that follow.
const PER_CLAIM: usize = 72;

/// The fewest bytes of a container: `a:9:{i:0;`.
const SHORTEST_CONTAINER: usize = 9;

/// Makes sure that the message of a payload fits.
///
/// # Errors
/// A RuntimeException where it does not.
pub fn ensure_fits(payload: &[u8]) -> Result {
    let available = available_memory();
    if most(payload.len()) < available {
        return Ok(());
    }
    let needed = estimate(payload);
    if needed < available {
        return Ok(());
    }
    Err(throw_runtime(&format!(
        "A frame of {} bytes needs about {needed} bytes of memory, but memory_limit leaves \
         {available}: raise it, or send less at once",
        payload.len()
    )))
}

/// What no payload of this length can exceed.
fn most(len: usize) -> usize {
    let containers = len / SHORTEST_CONTAINER + 1;
    let claims = containers.saturating_mul(len).saturating_mul(PER_CLAIM);
    claims.saturating_add(len.saturating_mul(PER_CONTAINER))
}

/// What the message takes, with the payload beside it.
fn estimate(payload: &[u8]) -> usize {
    let containers: usize = memchr_iter(b'{', payload)
        .map(|brace| PER_CONTAINER + claim(&payload[..brace]).min(payload.len()) * PER_CLAIM)
        .sum();
    let lists = memchr_iter(b'[', payload).count() * PER_CONTAINER;
    let values = memchr_iter(b';', payload).count() + memchr_iter(b',', payload).count();
    2 * payload.len() + containers + lists + values * PER_VALUE
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
