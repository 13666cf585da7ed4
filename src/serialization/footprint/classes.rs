//! The memory that objects take, by class name.

use crate::zend::{FoundClass, Object, Result, catch, object_size};
use std::borrow::Cow;
use std::collections::HashMap;

/// The memory that objects of a class take.
#[derive(Debug, Clone, Copy)]
pub struct ObjectSize {
    /// Bytes of an object with the defaults of its properties.
    pub object: usize,
    /// The number of declared properties.
    pub properties: usize,
    /// Whether unserialize() passes it an array of its data.
    pub takes_array: bool,
    /// Whether it may hold native state beside its properties.
    pub has_own_state: bool,
}

/// The result of looking up a class.
#[derive(Debug, Clone, Copy)]
pub enum Lookup {
    /// There is no class of this name.
    Missing,
    /// The class has no objects, or its autoloader throws.
    Refused,
    /// There is a class, with objects of this size.
    Class(ObjectSize),
}

/// Finds a class by its name, and loads it if necessary.
type FindClass = fn(&[u8]) -> Result<Option<FoundClass>>;

/// The classes that a payload names, by their names as the payload writes them.
pub struct Classes<'a> {
    find_class: FindClass,
    make: fn(FoundClass) -> Result<Object>,
    /// The last lookup: the next one is usually of the same class.
    last: Option<(&'a [u8], Lookup)>,
    known: HashMap<&'a [u8], Lookup>,
}

impl<'a> Classes<'a> {
    /// Looks classes up with `find_class`, and measures objects that `make` makes.
    pub fn new(find_class: FindClass, make: fn(FoundClass) -> Result<Object>) -> Self {
        Self {
            find_class,
            make,
            last: None,
            known: HashMap::new(),
        }
    }

    /// Looks up the class that the payload names with `written`, and loads it if necessary. `name`
    /// decodes what is written.
    ///
    /// # Errors
    /// exit() in an autoloader, or in code that computes the defaults of properties.
    pub fn find(
        &mut self,
        written: &'a [u8],
        name: impl FnOnce(&'a [u8]) -> Cow<'a, [u8]>,
    ) -> Result<Lookup> {
        if let Some((last, lookup)) = self.last
            && last == written
        {
            return Ok(lookup);
        }
        let lookup = match self.known.get(written) {
            Some(lookup) => *lookup,
            None => measure((self.find_class)(&name(written)), self.make)?,
        };
        self.known.insert(written, lookup);
        self.last = Some((written, lookup));
        Ok(lookup)
    }
}

fn measure(
    found: Result<Option<FoundClass>>,
    make: fn(FoundClass) -> Result<Object>,
) -> Result<Lookup> {
    let class = match found {
        Ok(Some(class)) => class,
        Ok(None) => return Ok(Lookup::Missing),
        Err(thrown) => return catch(thrown).map(|_| Lookup::Refused),
    };
    let size = object_size(|| make(class))?;
    Ok(size.map_or(Lookup::Refused, |object| {
        Lookup::Class(ObjectSize {
            object,
            properties: class.properties(),
            takes_array: class.takes_array(),
            has_own_state: class.has_own_state(),
        })
    }))
}
