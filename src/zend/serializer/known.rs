//! Objects that may come again.

use ext_php_rs::types::ZendObject;
use std::mem::MaybeUninit;

/// Objects by the numbers of their values, for what stands in place of one that came before:
/// `r:3;`. Only so many are kept: whoever needs another gives up.
pub(super) struct Known {
    /// Only the first `len` are initialized: most values need none.
    objects: [MaybeUninit<(usize, *mut ZendObject)>; 32],
    len: usize,
}

impl Known {
    pub fn new() -> Self {
        Self {
            objects: [const { MaybeUninit::uninit() }; 32],
            len: 0,
        }
    }

    /// Keeps an object; `None` where there is no room.
    pub fn add(&mut self, number: usize, object: *mut ZendObject) -> Option<()> {
        self.objects.get_mut(self.len)?.write((number, object));
        self.len += 1;
        Some(())
    }

    pub fn number_of(&self, object: *mut ZendObject) -> Option<usize> {
        self.iter()
            .find(|known| known.1 == object)
            .map(|known| known.0)
    }

    pub fn by_number(&self, number: usize) -> Option<*mut ZendObject> {
        self.iter()
            .find(|known| known.0 == number)
            .map(|known| known.1)
    }

    fn iter(&self) -> impl Iterator<Item = (usize, *mut ZendObject)> {
        let known = self.objects[..self.len].iter();
        // SAFETY: `add` has written each of the first `len`.
        known.map(|known| unsafe { known.assume_init() })
    }
}
