//! What objects take, by the names of their classes.

use crate::zend::{FoundClass, Object, Result, catch, object_size};
use std::borrow::Cow;
use std::collections::HashMap;

/// What objects of a class take.
#[derive(Debug, Clone, Copy)]
pub struct ObjectSize {
    /// An object with the defaults of its properties.
    pub object: usize,
    /// How many properties it declares.
    pub properties: usize,
    /// Whether unserialize() gives it an array of its data to be made of.
    pub takes_array: bool,
    /// Whether it may keep more than properties.
    pub has_own_state: bool,
}

/// What is known of a class.
#[derive(Debug, Clone, Copy)]
pub enum Known {
    /// There is none of this name.
    Missing,
    /// No object is made of it, or its autoloader throws.
    Refused,
    /// There is, with objects of this size.
    Class(ObjectSize),
}

/// Finds a class by its name, and loads it where need be.
type LookUp = fn(&[u8]) -> Result<Option<FoundClass>>;

/// The classes that a payload names, by what stands there for their names.
pub struct Classes<'a> {
    look_up: LookUp,
    make: fn(FoundClass) -> Result<Object>,
    /// The one that was found last: most often it is the next one's, too.
    last: Option<(&'a [u8], Known)>,
    known: HashMap<&'a [u8], Known>,
}

impl<'a> Classes<'a> {
    /// Classes that are looked up, and whose objects are made, so.
    pub fn new(look_up: LookUp, make: fn(FoundClass) -> Result<Object>) -> Self {
        Self {
            look_up,
            make,
            last: None,
            known: HashMap::new(),
        }
    }

    /// What is known of the class that is written so, which is loaded where need be.
    ///
    /// # Errors
    /// exit() in an autoloader, or in code that computes the defaults of properties.
    pub fn find(
        &mut self,
        written: &'a [u8],
        name: impl FnOnce(&'a [u8]) -> Cow<'a, [u8]>,
    ) -> Result<Known> {
        if let Some((last, known)) = self.last
            && last == written
        {
            return Ok(known);
        }
        let known = match self.known.get(written) {
            Some(known) => *known,
            None => measure((self.look_up)(&name(written)), self.make)?,
        };
        self.known.insert(written, known);
        self.last = Some((written, known));
        Ok(known)
    }
}

fn measure(
    found: Result<Option<FoundClass>>,
    make: fn(FoundClass) -> Result<Object>,
) -> Result<Known> {
    let class = match found {
        Ok(Some(class)) => class,
        Ok(None) => return Ok(Known::Missing),
        Err(thrown) => return catch(thrown).map(|_| Known::Refused),
    };
    let size = object_size(|| make(class))?;
    Ok(size.map_or(Known::Refused, |object| {
        Known::Class(ObjectSize {
            object,
            properties: class.properties(),
            takes_array: class.takes_array(),
            has_own_state: class.has_own_state(),
        })
    }))
}
