//! What the objects of a class have in common, found out once.

use super::super::Object;
use super::super::call::instantiate;
use super::{EXTRAORDINARY, SLEEP, WAKEUP, has_method, is_ordinary, json_text, properties};
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
pub struct Shape {
    pub class: &'static ClassEntry,
    /// The class's name in lower case.
    pub lower_name: Box<[u8]>,
    /// `28:"StreamIpc\Message\LogMessage":2:{`
    pub start: Box<[u8]>,
    /// `"StreamIpc\\Message\\LogMessage"`, if JSON can hold it.
    pub json_name: Option<Box<[u8]>>,
    /// In order of declaration.
    pub properties: Box<[Property]>,
    /// Whether no two properties have the same name: private ones of a parent may.
    pub has_distinct_names: bool,
    /// Whether a property has code of its own that reads or sets it.
    pub has_hooks: bool,
    /// Whether the class has no say in how its objects are written.
    pub is_written_plain: bool,
    /// Whether it has none in how they are read.
    pub is_read_plain: bool,
}

/// A declared property.
pub struct Property {
    /// `s:7:"message";`
    pub key: Box<[u8]>,
    /// `message`, whoever's private or protected one it is.
    pub name: &'static [u8],
    /// `"message"`, if JSON can hold it.
    pub json_name: Option<Box<[u8]>>,
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

    /// Whether objects can be made without PHP code, as can be said before: what computes the
    /// defaults of the properties may be such.
    pub fn can_be_made(&self) -> bool {
        self.is_read_plain && self.class.ce_flags & ffi::ZEND_ACC_CONSTANTS_UPDATED != 0
    }

    /// A new object of a class that [can be made](Self::can_be_made); `None` where it is no
    /// ordinary one.
    pub fn instantiate(&self) -> Option<Object> {
        let object = instantiate(self.class).ok()?;
        // SAFETY: a live object.
        is_ordinary(unsafe { &*object.as_ptr() }).then_some(object)
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
            .map(|info| {
                // SAFETY: as above.
                let full_name = unsafe { (*info.name).as_bytes() };
                let name = plain_name(full_name);
                Property {
                    key: quoted(b"s:", full_name, b";"),
                    name,
                    json_name: json_string(name),
                    info,
                }
            })
            .collect();
        let has_distinct_names = (1..properties.len()).all(|at| {
            properties[..at]
                .iter()
                .all(|one| one.name != properties[at].name)
        });
        let behind = format!(":{}:{{", properties.len());
        Self {
            class,
            lower_name: name.to_ascii_lowercase().into(),
            start: quoted(b"", name, behind.as_bytes()),
            json_name: json_string(name),
            properties,
            has_distinct_names,
            has_hooks: have_hooks(infos),
            is_written_plain,
            is_read_plain,
        }
    }
}

/// The name of a property without the class or `*` that says whose private or protected one it is.
pub fn plain_name(name: &[u8]) -> &[u8] {
    let start = memchr::memrchr(0, name).map_or(0, |nul| nul + 1);
    &name[start..]
}

/// Whether any of the properties has.
#[cfg(php84)]
fn have_hooks(infos: &[*mut ffi::zend_property_info]) -> bool {
    infos.iter().any(|info| {
        // SAFETY: a class owns the descriptions of its properties.
        let info = unsafe { info.as_ref() };
        info.is_some_and(|info| !info.hooks.is_null())
    })
}

#[cfg(not(php84))]
fn have_hooks(_: &[*mut ffi::zend_property_info]) -> bool {
    false
}

/// Where the shape of a class is kept.
fn place_of(class: &ClassEntry) -> usize {
    // Class entries take some hundred bytes.
    (ptr::from_ref(class).addr() >> 7) % PLACES
}

fn json_string(bytes: &[u8]) -> Option<Box<[u8]>> {
    let json = serde_json::to_vec(json_text(bytes)?).ok()?;
    Some(json.into())
}

/// `before3:"abc"behind`
fn quoted(before: &[u8], text: &[u8], behind: &[u8]) -> Box<[u8]> {
    let len = text.len().to_string();
    [before, len.as_bytes(), b":\"", text, b"\"", behind]
        .concat()
        .into()
}
