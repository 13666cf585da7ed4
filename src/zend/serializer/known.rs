//! Objects that a back reference may refer to.

use ext_php_rs::types::ZendObject;
use std::mem::MaybeUninit;

/// Objects by the numbers of their values, for back references: `r:3;`.
pub(super) struct Known {
    /// Only the first `len` are initialized: most messages need none.
    objects: [MaybeUninit<(usize, *mut ZendObject)>; 32],
    len: usize,
    /// Further objects, by ascending number.
    more: Vec<(usize, *mut ZendObject)>,
}

impl Known {
    pub fn new() -> Self {
        Self {
            objects: [const { MaybeUninit::uninit() }; 32],
            len: 0,
            more: Vec::new(),
        }
    }

    /// Adds one of the first objects, which can be found both ways; `None` if there is no room.
    pub fn add(&mut self, number: usize, object: *mut ZendObject) -> Option<()> {
        self.objects.get_mut(self.len)?.write((number, object));
        self.len += 1;
        Some(())
    }

    /// Adds any number of objects, which can be found by their numbers.
    pub fn keep(&mut self, number: usize, object: *mut ZendObject) {
        if self.add(number, object).is_none() {
            self.add_more(number, object);
        }
    }

    /// Out of line: few messages have so many.
    #[cold]
    fn add_more(&mut self, number: usize, object: *mut ZendObject) {
        // An object is complete after the objects in it, whose numbers are higher.
        let place = self.more.partition_point(|known| known.0 < number);
        self.more.insert(place, (number, object));
    }

    pub fn number_of(&self, object: *mut ZendObject) -> Option<usize> {
        self.iter()
            .find(|known| known.1 == object)
            .map(|known| known.0)
    }

    pub fn by_number(&self, number: usize) -> Option<*mut ZendObject> {
        let first = self.iter().find(|known| known.0 == number);
        first
            .or_else(|| {
                let place = self.more.binary_search_by_key(&number, |known| known.0);
                place.ok().map(|place| self.more[place])
            })
            .map(|known| known.1)
    }

    fn iter(&self) -> impl Iterator<Item = (usize, *mut ZendObject)> {
        let known = self.objects[..self.len].iter();
        // SAFETY: `add` has written each of the first `len`.
        known.map(|known| unsafe { known.assume_init() })
    }
}
