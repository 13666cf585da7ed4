//! An index of long lists of handlers.

use crate::zend::{Array, Object, Zval};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Finds the handlers of one list by their identity, so that removing many of them does not search
/// through the rest. A list gets its index when a handler of a long list is removed for the first time.
///
/// The list is an array in a property, which Reflection may change. So the index is only a hint, and
/// the list has the last word.
#[derive(Debug, Default)]
pub struct HandlerIndex(BTreeSet<(Identity, i64)>);

/// A hash of a handler: equal for identical handlers, and rarely for others.
type Identity = u64;

impl HandlerIndex {
    /// The length from which a list is worth an index.
    const LONG: usize = 32;

    /// Adds a handler that was added to the list under this key.
    pub fn add(&mut self, handler: &Zval, key: i64) {
        if self.0.is_empty() {
            return;
        }
        match identity(handler) {
            Some(identity) => drop(self.0.insert((identity, key))),
            None => self.0.clear(),
        }
    }

    /// Removes the first handler that is identical to `handler` from the list, and returns it.
    pub fn remove(&mut self, handlers: &mut Array, handler: &Zval) -> Option<Zval> {
        if handlers.len() < Self::LONG {
            self.0.clear();
        } else if self.0.len() != handlers.len() {
            self.0 = positions(handlers).unwrap_or_default();
        }
        let Some(identity) = identity(handler).filter(|_| !self.0.is_empty()) else {
            return handlers.remove_value(handler);
        };
        let alike = self.0.range((identity, i64::MIN)..=(identity, i64::MAX));
        let is_it = |key| handlers.get(key).is_some_and(|it| it.is_identical(handler));
        let found = *alike.copied().find(|&(_, key)| is_it(key)).as_ref()?;
        self.0.remove(&found);
        handlers.remove(found.1)
    }

    /// Forgets all keys: the list has new ones.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// The keys of all handlers by identity; `None` if one has no lasting identity.
fn positions(handlers: &Array) -> Option<BTreeSet<(Identity, i64)>> {
    let positions = handlers.iter();
    positions
        .map(|(key, handler)| Some((identity(handler)?, key.long()?)))
        .collect()
}

/// The identity of a callable: an object, a name, or an array of both. `None` if the array contains a
/// PHP reference, which can turn it into another callable.
fn identity(handler: &Zval) -> Option<Identity> {
    let mut hasher = DefaultHasher::new();
    match handler.array() {
        Some(parts) => {
            for part in parts.values() {
                hash_part(part, &mut hasher)?;
            }
        }
        None => hash_part(handler, &mut hasher)?,
    }
    Some(hasher.finish())
}

fn hash_part(part: &Zval, hasher: &mut DefaultHasher) -> Option<()> {
    match (Object::of(part), part.zend_str()) {
        _ if part.is_reference() => return None,
        (Some(object), _) => object.id().hash(hasher),
        (None, Some(name)) => name.as_bytes().hash(hasher),
        (None, None) => return None,
    }
    Some(())
}
