//! Whether the message of a payload fits into memory: where it does not, PHP ends the process.

mod classes;
mod json;
mod native;

use super::{JsonMessageSerializer, NativeMessageSerializer};
use crate::limits;
use crate::zend::{FoundClass, Object, Result};
use classes::Classes;

/// What no object takes: it would have thousands of properties.
const LARGEST_OBJECT: usize = 256 * 1024;

/// Whether the message of a payload fits. Classes it names may be loaded, as they will be when it is
/// read.
///
/// # Errors
/// exit() in an autoloader.
pub fn fits(serializer: &Object, payload: &[u8]) -> Result<bool> {
    if is_small(serializer, payload)? {
        return Ok(true);
    }
    let needed = footprint(serializer, payload, Objects::Measured)?;
    Ok(limits::is_available(needed))
}

/// Makes sure that the message of a payload fits, likewise.
///
/// # Errors
/// A RuntimeException where it does not; exit() in an autoloader.
pub fn ensure_fits(serializer: &Object, payload: &[u8]) -> Result {
    if is_small(serializer, payload)? {
        return Ok(());
    }
    let needed = footprint(serializer, payload, Objects::Measured)?;
    limits::ensure_available(needed, payload.len())
}

/// Whether it fits whatever objects take, as most messages do.
fn is_small(serializer: &Object, payload: &[u8]) -> Result<bool> {
    if limits::is_little(loose(payload.len())) {
        return Ok(true);
    }
    let guessed = footprint(serializer, payload, Objects::Guessed)?;
    Ok(limits::is_little(guessed.saturating_mul(2)))
}

/// How it is known what objects take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Objects {
    /// It is not: none takes more than the largest.
    Guessed,
    /// By making one of each class.
    Measured,
}

/// What the message of a payload takes, at the most.
fn footprint(serializer: &Object, payload: &[u8], objects: Objects) -> Result<usize> {
    let classes = |make| match objects {
        Objects::Guessed => Classes::guessed(),
        Objects::Measured => Classes::measured(make),
    };
    if serializer.is_exactly::<NativeMessageSerializer>() {
        let allowed = NativeMessageSerializer::allowed_classes(serializer)?;
        native::footprint(payload, &allowed, classes(FoundClass::instantiate))
    } else if serializer.is_exactly::<JsonMessageSerializer>() {
        json::footprint(
            payload,
            classes(FoundClass::instantiate_without_constructor),
        )
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
    let claims = (len / SHORTEST_CLAIM + 1).saturating_mul(len * PLACE);
    let objects = len / SHORTEST_OBJECT * LARGEST_OBJECT;
    claims.saturating_add(objects + 4 * len)
}
