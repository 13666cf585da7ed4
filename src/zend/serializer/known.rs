//! Objects that a back reference may refer to.

use ext_php_rs::types::ZendObject;
use std::mem::MaybeUninit;
use std::ptr;

/// The number of the first objects.
const FIRST: usize = 32;

/// Objects by the numbers of their values, for back references: `r:3;`.
pub(super) struct Known {
    /// Only the first `len` are initialized: most messages need none.
    objects: [MaybeUninit<(usize, *mut ZendObject)>; FIRST],
    len: usize,
    /// Further objects.
    more: Vec<(usize, *mut ZendObject)>,
}

/// The place of an object among those known.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl Known {
    pub fn new() -> Self {
        Self {
            objects: [const { MaybeUninit::uninit() }; FIRST],
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

    /// Adds one of any number of objects, by ascending number. It can be found by its number once it is
    /// complete.
    pub fn begin(&mut self, number: usize) -> Place {
        let place = Place(self.len + self.more.len());
        if self.add(number, ptr::null_mut()).is_none() {
            self.more.push((number, ptr::null_mut()));
        }
        place
    }

    pub fn complete(&mut self, place: Place, object: *mut ZendObject) {
        let known = match self.objects.get_mut(place.0) {
            // SAFETY: `begin` has written it.
            Some(known) => unsafe { known.assume_init_mut() },
            None => &mut self.more[place.0 - FIRST],
        };
        known.1 = object;
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
            .filter(|object| !object.is_null())
    }

    fn iter(&self) -> impl Iterator<Item = (usize, *mut ZendObject)> {
        let known = self.objects[..self.len].iter();
        // SAFETY: `add` has written each of the first `len`.
        known.map(|known| unsafe { known.assume_init() })
    }
}
