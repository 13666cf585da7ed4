//! Short cuts of a parent class for objects of children of ours.

use super::{Entry, Object};
use std::ptr;
use std::sync::OnceLock;

/// What a parent class does with objects of its children: a table of functions for each child, which
/// the child brings along, as the engine has object handlers. Objects of other classes have none, and
/// are called as any PHP code calls them.
pub struct Operations<T: 'static>([OnceLock<Child<T>>; MOST]);

struct Child<T: 'static> {
    class: &'static Entry,
    operations: &'static T,
}

/// How many children a class may have.
const MOST: usize = 4;

impl<T> Operations<T> {
    /// Those of a class without children.
    pub const fn new() -> Self {
        Self([const { OnceLock::new() }; MOST])
    }

    /// What is done with an object of exactly one of the children's classes.
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
        // A class lives as long as the process, and so does what it brings along.
        let operations = Box::leak(Box::new(operations));
        free.get_or_init(|| Child { class, operations });
    }
}
