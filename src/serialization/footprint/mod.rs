//! Whether the message of a payload fits into memory: where it does not, PHP ends the process.

mod classes;
mod json;
mod native;

use super::{JsonMessageSerializer, NativeMessageSerializer};
use crate::limits;
use crate::zend::{Object, Result};

/// Whether the message of a payload fits. Classes it names may be loaded, as they will be when it is
/// read.
///
/// # Errors
/// exit() in an autoloader.
pub fn fits(serializer: &Object, payload: &[u8]) -> Result<bool> {
    Ok(is_small(payload) || limits::is_available(needed(serializer, payload)?))
}

/// Makes sure that the message of a payload fits, likewise.
///
/// # Errors
/// A RuntimeException where it does not; exit() in an autoloader.
pub fn ensure_fits(serializer: &Object, payload: &[u8]) -> Result {
    if is_small(payload) {
        return Ok(());
    }
    limits::ensure_available(needed(serializer, payload)?, payload.len())
}

fn is_small(payload: &[u8]) -> bool {
    limits::is_little(loose(payload.len()))
}

fn needed(serializer: &Object, payload: &[u8]) -> Result<usize> {
    if serializer.is_exactly::<NativeMessageSerializer>() {
        let classes = NativeMessageSerializer::allowed_classes(serializer)?;
        native::footprint(payload, &classes)
    } else if serializer.is_exactly::<JsonMessageSerializer>() {
        json::footprint(payload)
    } else {
        // What a serializer of the user's makes of it is its own affair.
        Ok(2 * payload.len())
    }
}

/// The most that a message of so many bytes takes, whatever is in it: it may claim an array of as
/// many elements as bytes follow, again and again, or be full of objects.
fn loose(len: usize) -> usize {
    /// The fewest bytes of an array that claims elements: `a:9:{i:0;`.
    const SHORTEST_CLAIM: usize = 9;
    /// What is made for each element, at the most: a place in an array of the next power of two.
    const PLACE: usize = 2 * 36;
    /// The fewest bytes of an object: `O:1:"A":0:{}`.
    const SHORTEST_OBJECT: usize = 12;
    /// What no object takes: it would have thousands of properties.
    const LARGEST_OBJECT: usize = 256 * 1024;
    let claims = (len / SHORTEST_CLAIM + 1).saturating_mul(len * PLACE);
    let objects = len / SHORTEST_OBJECT * LARGEST_OBJECT;
    claims.saturating_add(objects + 4 * len)
}
