//! Whether the message of a payload fits into memory: where it does not, PHP ends the process.

mod classes;
mod json;
mod native;

pub use json::footprint as json_footprint;
pub use native::footprint as php_footprint;

use super::SERIALIZERS;
use crate::limits;
use crate::zend::{Object, Result};
use memchr::{memchr_iter, memchr2_iter};

/// What no object takes: it would have thousands of properties.
const LARGEST_OBJECT: usize = 256 * 1024;

/// What no element of an array takes: a place in one of the next power of two.
const LARGEST_PLACE: usize = 2 * 36;

/// Whether the message of a payload fits. Classes it names may be loaded, as they will be when it is
/// read.
///
/// # Errors
/// exit() in an autoloader.
pub fn fits(serializer: &Object, payload: &[u8]) -> Result<bool> {
    Ok(is_small(serializer, payload) || limits::is_available(footprint(serializer, payload)?))
}

/// Makes sure that the message of a payload fits, likewise.
///
/// # Errors
/// A RuntimeException where it does not; exit() in an autoloader.
pub fn ensure_fits(serializer: &Object, payload: &[u8]) -> Result {
    if is_small(serializer, payload) {
        return Ok(());
    }
    limits::ensure_available(footprint(serializer, payload)?, payload.len())
}

/// What the message of a payload takes, at the most.
fn footprint(serializer: &Object, payload: &[u8]) -> Result<usize> {
    match SERIALIZERS.of(serializer) {
        Some(operations) => (operations.footprint)(serializer, payload),
        // What a serializer of the user's makes of it is its own affair.
        None => Ok(2 * payload.len()),
    }
}

/// Whether the message fits whatever is in it, as most do.
fn is_small(serializer: &Object, payload: &[u8]) -> bool {
    limits::is_little(of_length(payload.len()))
        || SERIALIZERS
            .of(serializer)
            .is_some_and(|operations| limits::is_little((operations.bound)(payload)))
}

/// The most that a message in PHP's format takes, as its braces tell.
pub fn php_bound(payload: &[u8]) -> usize {
    of_braces(payload, memchr_iter(b'{', payload))
}

/// The most that a message in JSON takes, likewise.
pub fn json_bound(payload: &[u8]) -> usize {
    of_braces(payload, memchr2_iter(b'{', b'[', payload))
}

/// The most that a message of so many bytes takes: it may claim an array of as many elements as
/// bytes follow, again and again, or be full of objects.
fn of_length(len: usize) -> usize {
    /// The fewest bytes of an array that claims elements: `a:9:{i:0;`.
    const SHORTEST_CLAIM: usize = 9;
    /// The fewest bytes of an object: `O:1:"A":0:{}`.
    const SHORTEST_OBJECT: usize = 12;
    let claims = (len / SHORTEST_CLAIM + 1).saturating_mul(len * LARGEST_PLACE);
    let objects = len / SHORTEST_OBJECT * LARGEST_OBJECT;
    claims.saturating_add(objects + 4 * len)
}

/// The most that a message takes with so many arrays and objects as the payload has braces, whether
/// they stand in texts or not.
fn of_braces(payload: &[u8], braces: impl Iterator<Item = usize>) -> usize {
    let values = payload.len().saturating_mul(LARGEST_PLACE);
    braces.fold(values, |bytes, brace| {
        let claimed = claim_before(&payload[..brace]).min(payload.len());
        bytes.saturating_add(LARGEST_OBJECT + claimed * LARGEST_PLACE)
    })
}

/// How many elements are claimed in front of a brace: `a:400:`.
fn claim_before(bytes: &[u8]) -> usize {
    let digits = bytes.iter().rev().skip(1);
    let mut place = 1_usize;
    digits
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0, |claim, digit| {
            let claim = usize::from(digit - b'0')
                .saturating_mul(place)
                .saturating_add(claim);
            place = place.saturating_mul(10);
            claim
        })
}
