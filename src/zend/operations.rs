//! A parent class's direct calls into its children.

use super::{Entry, Object};
use std::ptr;
use std::sync::OnceLock;

/// A table of functions for each child of a parent class, as the engine has object handlers. The child
/// registers its table. The parent calls objects of all other classes as PHP code does.
pub struct Operations<T: 'static>([OnceLock<Child<T>>; MOST_CHILDREN]);

struct Child<T: 'static> {
    class: &'static Entry,
    operations: &'static T,
}

/// The most children that a class may have.
const MOST_CHILDREN: usize = 4;

impl<T> Operations<T> {
    /// The operations of a class without children.
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; MOST_CHILDREN])
    }

    /// The operations for an object, if it is of exactly a child's class.
    #[inline]
    pub fn of(&self, object: &Object) -> Option<&'static T> {
        let class = object.class_entry();
        for child in &self.0 {
            let child = child.get()?;
            if ptr::eq(child.class.class(), class) {
                return Some(child.operations);
            }
        }
        None
    }

    pub(super) fn add(&self, class: &'static Entry, operations: T) {
        let free = self.0.iter().find(|child| child.get().is_none());
        let free = free.expect("no more children than there is room for");
        // A class lives as long as the process, and so does its table.
        let operations = Box::leak(Box::new(operations));
        free.get_or_init(|| Child { class, operations });
    }
}
