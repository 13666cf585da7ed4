//! What the objects of a class have in common, found out once.

use super::super::Object;
use super::super::call::instantiate;
use super::{is_ordinary, json_text};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;
use std::cell::{OnceCell, RefCell};
use std::ptr;
use std::rc::Rc;

/// Shapes are kept in so many rows, each for the classes of some addresses.
const ROWS: usize = 16;

/// How many shapes a row holds. Where classes lie is chance: several that are used in turn may share
/// a row.
const PLACES: usize = 4;

/// What tells a class that is no ordinary one.
const EXTRAORDINARY: u32 = ffi::ZEND_ACC_NOT_SERIALIZABLE | ffi::ZEND_ACC_ANON_CLASS;

/// The engine's names of methods that have a say.
const SLEEP: u32 = ffi::_zend_known_string_id_ZEND_STR_SLEEP;
const WAKEUP: u32 = ffi::_zend_known_string_id_ZEND_STR_WAKEUP;

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
    /// In order of declaration.
    pub properties: Box<[Property]>,
    /// Whether the class has no say in how its objects are written.
    pub is_written_plain: bool,
    /// Whether it has none in how they are read.
    pub is_read_plain: bool,
    json: OnceCell<Option<JsonShape>>,
}

/// What JSON is made of such objects.
pub struct JsonShape {
    /// `"StreamIpc\\Message\\LogMessage"`
    pub name: Box<[u8]>,
    /// `"message":`, in order of declaration.
    pub keys: Box<[Box<[u8]>]>,
    /// Whether a property has code of its own that reads or sets it.
    pub has_hooks: bool,
}

/// A declared property.
pub struct Property {
    /// `s:7:"message";`
    pub key: Box<[u8]>,
    /// `message`, whoever's private or protected one it is.
    pub name: &'static [u8],
    pub info: &'static ffi::zend_property_info,
}

struct Shapes {
    by_class: [[Option<Rc<Shape>>; PLACES]; ROWS],
    /// That of the object that was read last: most often it is the next one's, too.
    last_read: Option<Rc<Shape>>,
}

thread_local! {
    static SHAPES: RefCell<Shapes> = const {
        RefCell::new(Shapes {
            by_class: [const { [const { None }; PLACES] }; ROWS],
            last_read: None,
        })
    };
}

/// Forgets all shapes: at the end of a request, which the classes go with.
pub fn forget_shapes() {
    SHAPES.with_borrow_mut(|shapes| {
        shapes.by_class = Default::default();
        shapes.last_read = None;
    });
}

impl Shape {
    pub fn of(class: &'static ClassEntry) -> Rc<Self> {
        SHAPES.with_borrow_mut(|shapes| {
            let row = &mut shapes.by_class[row_of(class)];
            let mut known = row.iter().flatten();
            if let Some(shape) = known.find(|shape| ptr::eq(shape.class, class)) {
                return shape.clone();
            }
            // The one that was found out first gives way.
            row.rotate_right(1);
            row[0].insert(Rc::new(Self::new(class))).clone()
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

    /// What JSON is made of its objects; `None` where two properties have the same name, as private
    /// ones of a parent may, or a name is one that JSON does not hold as it is.
    pub fn json(&self) -> Option<&JsonShape> {
        self.json.get_or_init(|| JsonShape::of(self)).as_ref()
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
                Property {
                    key: quoted(b"s:", full_name, b";"),
                    name: plain_name(full_name),
                    info,
                }
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
            json: OnceCell::new(),
        }
    }
}

impl JsonShape {
    fn of(shape: &Shape) -> Option<Self> {
        let properties = &shape.properties;
        let comes_again = |at: usize| {
            let mut behind = properties[at + 1..].iter();
            behind.any(|other| other.name == properties[at].name)
        };
        if (0..properties.len()).any(comes_again) {
            return None;
        }
        let key = |property: &Property| Some([&*json_string(property.name)?, b":"].concat().into());
        Some(Self {
            // SAFETY: a class owns its name.
            name: json_string(unsafe { (*shape.class.name).as_bytes() })?.into(),
            keys: properties.iter().map(key).collect::<Option<_>>()?,
            has_hooks: properties.iter().any(has_hooks),
        })
    }
}

/// Whether the class has the method of this known name.
fn has_method(class: &ClassEntry, known: u32) -> bool {
    // SAFETY: the engine's table of names, made at startup and hashed; a class's table of methods.
    unsafe {
        let name = *ffi::zend_known_strings.add(known as usize);
        !ffi::zend_hash_find_known_hash(&raw const class.function_table, name).is_null()
    }
}

/// The descriptions of a class's properties by slot; null where a slot is not used any more.
fn properties(class: &ClassEntry) -> &[*mut ffi::zend_property_info] {
    let count = class.default_properties_count as usize;
    if count == 0 {
        return &[];
    }
    // SAFETY: a linked class with properties has a table of so many descriptions.
    unsafe { std::slice::from_raw_parts(class.properties_info_table, count) }
}

/// The name of a property without the class or `*` that says whose private or protected one it is.
pub fn plain_name(name: &[u8]) -> &[u8] {
    let start = memchr::memrchr(0, name).map_or(0, |nul| nul + 1);
    &name[start..]
}

#[cfg(php84)]
fn has_hooks(property: &Property) -> bool {
    !property.info.hooks.is_null()
}

#[cfg(not(php84))]
fn has_hooks(_: &Property) -> bool {
    false
}

/// The row in which the shape of a class is kept.
fn row_of(class: &ClassEntry) -> usize {
    // Class entries take some hundred bytes.
    (ptr::from_ref(class).addr() >> 7) % ROWS
}

fn json_string(bytes: &[u8]) -> Option<Vec<u8>> {
    serde_json::to_vec(json_text(bytes)?).ok()
}

/// `before3:"abc"behind`
fn quoted(before: &[u8], text: &[u8], behind: &[u8]) -> Box<[u8]> {
    let len = text.len().to_string();
    [before, len.as_bytes(), b":\"", text, b"\"", behind]
        .concat()
        .into()
}
