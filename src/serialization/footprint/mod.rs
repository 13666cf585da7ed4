//! Whether the message of a payload fits into memory. If it did not, PHP would end the process.

mod classes;
mod json;
mod native;

pub use json::footprint as json_footprint;
pub use native::footprint as php_footprint;

use super::SERIALIZERS;
use crate::limits;
use crate::zend::{Object, Result};
use memchr::{memchr_iter, memchr2_iter};

/// Bytes that no object exceeds: it would have thousands of properties.
const LARGEST_OBJECT: usize = 256 * 1024;

/// Bytes that no element of an array exceeds. Tables have a power of two of slots.
const LARGEST_ELEMENT: usize = 2 * 36;

/// Whether the message of a payload fits. May load the classes that it names; decoding does so, too.
///
/// # Errors
/// exit() in an autoloader.
pub fn fits(serializer: &Object, payload: &[u8]) -> Result<bool> {
    Ok(is_small(serializer, payload) || limits::is_available(footprint(serializer, payload)?))
}

/// Ensures that the message of a payload fits. May load the classes that it names.
///
/// # Errors
/// A RuntimeException if it does not fit; exit() in an autoloader.
pub fn ensure_fits(serializer: &Object, payload: &[u8]) -> Result {
    if is_small(serializer, payload) {
        return Ok(());
    }
    limits::ensure_available(footprint(serializer, payload)?, payload.len())
}

/// An upper bound of the memory that the message of a payload takes.
fn footprint(serializer: &Object, payload: &[u8]) -> Result<usize> {
    match SERIALIZERS.of(serializer) {
        Some(operations) => (operations.footprint)(serializer, payload),
        // We cannot know what a user's serializer makes of it.
        None => Ok(2 * payload.len()),
    }
}

/// Whether the message certainly fits, as most do; costs little.
fn is_small(serializer: &Object, payload: &[u8]) -> bool {
    limits::is_certainly_available(bound_of_length(payload.len()))
        || SERIALIZERS
            .of(serializer)
            .is_some_and(|operations| limits::is_certainly_available((operations.bound)(payload)))
}

/// An upper bound for a message in PHP's format, from its braces.
pub fn php_bound(payload: &[u8]) -> usize {
    bound_of_braces(payload, memchr_iter(b'{', payload))
}

/// An upper bound for a message in JSON, from its braces and brackets.
pub fn json_bound(payload: &[u8]) -> usize {
    bound_of_braces(payload, memchr2_iter(b'{', b'[', payload))
}

/// An upper bound for a message of `len` bytes. It may announce an array with as many elements as bytes
/// follow, again and again, or be full of objects.
fn bound_of_length(len: usize) -> usize {
    /// The fewest bytes of an array that announces elements: `a:9:{i:0;`.
    const SHORTEST_ARRAY: usize = 9;
    /// The fewest bytes of an object: `O:1:"A":0:{}`.
    const SHORTEST_OBJECT: usize = 12;
    let arrays = (len / SHORTEST_ARRAY + 1).saturating_mul(len * LARGEST_ELEMENT);
    let objects = len / SHORTEST_OBJECT * LARGEST_OBJECT;
    arrays.saturating_add(objects + 4 * len)
}

/// An upper bound for a message with as many arrays and objects as the payload has braces, in texts or
/// not.
fn bound_of_braces(payload: &[u8], braces: impl Iterator<Item = usize>) -> usize {
    let values = payload.len().saturating_mul(LARGEST_ELEMENT);
    braces.fold(values, |bytes, brace| {
        let elements = announced_before(&payload[..brace]).min(payload.len());
        bytes.saturating_add(LARGEST_OBJECT + elements * LARGEST_ELEMENT)
    })
}

/// The number of elements announced in front of a brace: `a:400:`.
fn announced_before(bytes: &[u8]) -> usize {
    let digits = bytes.iter().rev().skip(1);
    let mut place = 1_usize;
    digits
        .take_while(|byte| byte.is_ascii_digit())
        .fold(0, |number, digit| {
            let number = usize::from(digit - b'0')
                .saturating_mul(place)
                .saturating_add(number);
            place = place.saturating_mul(10);
            number
        })
}
