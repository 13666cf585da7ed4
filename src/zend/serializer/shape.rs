//! What the objects of a class have in common in PHP's format, found out once.

use super::plain::{EXTRAORDINARY, SLEEP, WAKEUP, has_method, properties};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;
use std::cell::RefCell;
use std::ptr;
use std::rc::Rc;

/// How many shapes are kept.
const PLACES: usize = 16;

/// The flags of what no object can be made of, or only after PHP code may have run.
const NO_OBJECTS: u32 = EXTRAORDINARY
    | ffi::ZEND_ACC_INTERFACE
    | ffi::ZEND_ACC_TRAIT
    | ffi::ZEND_ACC_ENUM
    | ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS
    | ffi::ZEND_ACC_IMPLICIT_ABSTRACT_CLASS;

/// How objects of a class are written that have all their properties, and whether they are plain.
pub(super) struct Shape {
    pub class: &'static ClassEntry,
    /// The class's name in lower case.
    pub lower_name: Box<[u8]>,
    /// `28:"StreamIpc\Message\LogMessage":2:{`
    pub start: Box<[u8]>,
    /// In order of declaration.
    pub properties: Box<[Property]>,
    /// Whether the class has no say in how its objects are written.
    pub is_written_plain: bool,
    /// Whether it has none in how they are read.
    pub is_read_plain: bool,
}

/// A declared property.
pub(super) struct Property {
    /// `s:7:"message";`
    pub key: Box<[u8]>,
    pub info: &'static ffi::zend_property_info,
}

struct Shapes {
    by_class: [Option<Rc<Shape>>; PLACES],
    /// That of the object that was read last: most often it is the next one's, too.
    last_read: Option<Rc<Shape>>,
}

thread_local! {
    static SHAPES: RefCell<Shapes> = const {
        RefCell::new(Shapes {
            by_class: [const { None }; PLACES],
            last_read: None,
        })
    };
}

/// Forgets all shapes: at the end of a request, which the classes go with.
pub fn forget_shapes() {
    SHAPES.with_borrow_mut(|shapes| {
        shapes.by_class.fill(None);
        shapes.last_read = None;
    });
}

impl Shape {
    pub fn of(class: &'static ClassEntry) -> Rc<Self> {
        SHAPES.with_borrow_mut(|shapes| {
            let place = &mut shapes.by_class[place_of(class)];
            match place {
                Some(shape) if ptr::eq(shape.class, class) => shape.clone(),
                other => other.insert(Rc::new(Self::new(class))).clone(),
            }
        })
    }

    /// The shape of the last object that was read, if this one is like it, and the bytes behind its
    /// start.
    pub fn like_last(bytes: &[u8]) -> Option<(Rc<Self>, &[u8])> {
        SHAPES.with_borrow(|shapes| {
            let shape = shapes.last_read.as_ref()?;
            let rest = bytes.strip_prefix(&*shape.start)?;
            Some((shape.clone(), rest))
        })
    }

    /// Notes that an object of this shape was read.
    pub fn note_read(self: &Rc<Self>) {
        SHAPES.with_borrow_mut(|shapes| shapes.last_read = Some(self.clone()));
    }

    fn new(class: &'static ClassEntry) -> Self {
        // SAFETY: a union of two function pointers; for a class it is create_object.
        let has_own_state = unsafe { class.__bindgen_anon_2.create_object }.is_some();
        let is_written_plain = class.ce_flags & EXTRAORDINARY == 0
            && class.__serialize.is_null()
            && class.serialize.is_none()
            && !has_method(class, SLEEP);
        let is_read_plain = class.ce_flags & NO_OBJECTS == 0
            && class.__unserialize.is_null()
            && class.serialize.is_none()
            && !has_own_state
            // It would run where reading is given up.
            && class.destructor.is_null()
            && !has_method(class, WAKEUP);
        // Into what is not plain nobody looks.
        let infos = match is_written_plain || is_read_plain {
            true => properties(class),
            false => &[],
        };
        // SAFETY: a class owns its name.
        let name = unsafe { (*class.name).as_bytes() };
        let properties: Box<[_]> = infos
            .iter()
            // SAFETY: a class owns the descriptions of its properties, and they their names.
            .filter_map(|info| unsafe { info.as_ref() })
            .map(|info| Property {
                // SAFETY: as above.
                key: quoted(b"s:", unsafe { (*info.name).as_bytes() }, b";"),
                info,
            })
            .collect();
        let behind = format!(":{}:{{", properties.len());
        Self {
            class,
            lower_name: name.to_ascii_lowercase().into(),
            start: quoted(b"", name, behind.as_bytes()),
            properties,
            is_written_plain,
            is_read_plain,
        }
    }
}

/// Where the shape of a class is kept.
fn place_of(class: &ClassEntry) -> usize {
    // Class entries take some hundred bytes.
    (ptr::from_ref(class).addr() >> 7) % PLACES
}

/// `before3:"abc"behind`
fn quoted(before: &[u8], text: &[u8], behind: &[u8]) -> Box<[u8]> {
    let len = text.len().to_string();
    [before, len.as_bytes(), b":\"", text, b"\"", behind]
        .concat()
        .into()
}
