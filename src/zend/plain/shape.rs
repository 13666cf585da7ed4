//! The shape that all objects of a class share, found out once.

use super::super::Object;
use super::super::call::instantiate;
use super::super::lookup::LowerName;
use super::attempts::Attempts;
use super::{is_ordinary, json_text};
use ext_php_rs::ffi;
use ext_php_rs::zend::ClassEntry;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::cell::{OnceCell, RefCell};
use std::ptr;
use std::rc::Rc;

/// Flags of classes that are never plain.
const NEVER_PLAIN: u32 = ffi::ZEND_ACC_NOT_SERIALIZABLE | ffi::ZEND_ACC_ANON_CLASS;

/// The engine's names of methods that customize serialization.
const SLEEP: u32 = ffi::_zend_known_string_id_ZEND_STR_SLEEP;
const WAKEUP: u32 = ffi::_zend_known_string_id_ZEND_STR_WAKEUP;

/// Flags of classes that have no objects, or whose objects only PHP can make.
const NOT_INSTANTIABLE: u32 = NEVER_PLAIN
    | ffi::ZEND_ACC_INTERFACE
    | ffi::ZEND_ACC_TRAIT
    | ffi::ZEND_ACC_ENUM
    | ffi::ZEND_ACC_EXPLICIT_ABSTRACT_CLASS
    | ffi::ZEND_ACC_IMPLICIT_ABSTRACT_CLASS;

/// How to write an object with all its properties, and whether objects of the class are plain.
pub struct Shape {
    pub class: &'static ClassEntry,
    /// The class's name as it is declared.
    pub name: &'static [u8],
    /// `O:28:"StreamIpc\Message\LogMessage":2:{`
    pub start: Box<[u8]>,
    /// In order of declaration.
    pub properties: Box<[Property]>,
    /// Whether the class does not customize writing.
    pub is_written_plain: bool,
    /// Whether the class does not customize reading.
    pub is_read_plain: bool,
    pub writing: Attempts,
    pub reading: Attempts,
    json: OnceCell<Option<JsonShape>>,
}

/// How to write an object as JSON.
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
    /// `message`, whatever its visibility.
    pub name: &'static [u8],
    pub info: &'static ffi::zend_property_info,
}

/// All shapes. A program has few classes, so none is ever evicted.
struct Shapes {
    by_class: FxHashMap<*const ClassEntry, Rc<Shape>>,
    /// By the names of the classes as they are declared.
    by_name: FxHashMap<&'static [u8], Rc<Shape>>,
    /// The shape of the last object read: the next one usually has the same.
    last_read: Option<Rc<Shape>>,
}

impl Shapes {
    const fn new() -> Self {
        Self {
            by_class: FxHashMap::with_hasher(FxBuildHasher),
            by_name: FxHashMap::with_hasher(FxBuildHasher),
            last_read: None,
        }
    }

    fn of(&mut self, class: &'static ClassEntry) -> Rc<Shape> {
        match self.by_class.get(&ptr::from_ref(class)) {
            Some(shape) => shape.clone(),
            None => self.add(class),
        }
    }

    #[cold]
    fn add(&mut self, class: &'static ClassEntry) -> Rc<Shape> {
        let shape = Rc::new(Shape::new(class));
        self.by_class.insert(class, shape.clone());
        self.by_name.insert(shape.name, shape.clone());
        shape
    }
}

thread_local! {
    static SHAPES: RefCell<Shapes> = const { RefCell::new(Shapes::new()) };
}

/// Forgets all shapes at the end of a request, as classes do not outlive it.
pub fn forget_shapes() {
    SHAPES.set(Shapes::new());
}

impl Shape {
    pub fn of(class: &'static ClassEntry) -> Rc<Self> {
        SHAPES.with_borrow_mut(|shapes| shapes.of(class))
    }

    /// The shape of the class of this name, if it is loaded.
    pub fn named(name: &[u8]) -> Option<Rc<Self>> {
        SHAPES.with_borrow_mut(|shapes| match shapes.by_name.get(name) {
            Some(shape) => Some(shape.clone()),
            // An alias, or the name in other letters, is looked up each time: a peer can invent many.
            None => Some(shapes.of(LowerName::of(name)?.class()?)),
        })
    }

    /// The shape of the last object read, if the next one begins like it.
    pub fn last_read(begins: impl FnOnce(&Self) -> bool) -> Option<Rc<Self>> {
        SHAPES.with_borrow(|shapes| {
            let last = shapes.last_read.as_ref();
            last.filter(|shape| begins(shape)).cloned()
        })
    }

    /// Makes this the shape of the last object read.
    pub fn remember_read(self: &Rc<Self>) {
        SHAPES.with_borrow_mut(|shapes| shapes.last_read = Some(self.clone()));
    }

    /// Whether we can make objects without running PHP code. The first object may run code that
    /// computes the defaults of properties.
    pub fn is_instantiable(&self) -> bool {
        self.is_read_plain && self.class.ce_flags & ffi::ZEND_ACC_CONSTANTS_UPDATED != 0
    }

    /// A new object of a class that [is instantiable](Self::is_instantiable); `None` if it is not an
    /// ordinary one.
    pub fn instantiate(&self) -> Option<Object> {
        let object = instantiate(self.class).ok()?;
        // SAFETY: a live object.
        is_ordinary(unsafe { &*object.as_ptr() }).then_some(object)
    }

    /// How to write the objects as JSON; `None` if two properties have the same name, as a parent's
    /// private one may, or PHP escapes a name otherwise.
    pub fn json(&self) -> Option<&JsonShape> {
        self.json.get_or_init(|| JsonShape::of(self)).as_ref()
    }

    fn new(class: &'static ClassEntry) -> Self {
        // SAFETY: a union of two function pointers; for a class it is create_object.
        let has_own_state = unsafe { class.__bindgen_anon_2.create_object }.is_some();
        let is_written_plain = class.ce_flags & NEVER_PLAIN == 0
            && class.__serialize.is_null()
            && class.serialize.is_none()
            && !has_method(class, SLEEP);
        let is_read_plain = class.ce_flags & NOT_INSTANTIABLE == 0
            && class.__unserialize.is_null()
            && class.serialize.is_none()
            && !has_own_state
            // A destructor would run when a reader gives up.
            && class.destructor.is_null()
            && !has_method(class, WAKEUP);
        // Nobody uses the properties of a class that is not plain.
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
            name,
            start: quoted(b"O:", name, behind.as_bytes()),
            properties,
            is_written_plain,
            is_read_plain,
            writing: Attempts::default(),
            reading: Attempts::default(),
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
            name: json_string(shape.name)?.into(),
            keys: properties.iter().map(key).collect::<Option<_>>()?,
            has_hooks: properties.iter().any(has_hooks),
        })
    }
}

/// Whether the class has a method of this name, one of the engine's known strings.
fn has_method(class: &ClassEntry, known: u32) -> bool {
    // SAFETY: the engine's table of names, made at startup and hashed; a class's table of methods.
    unsafe {
        let name = *ffi::zend_known_strings.add(known as usize);
        !ffi::zend_hash_find_known_hash(&raw const class.function_table, name).is_null()
    }
}

/// The descriptions of a class's properties by slot; null for an unused slot.
fn properties(class: &ClassEntry) -> &[*mut ffi::zend_property_info] {
    let count = class.default_properties_count as usize;
    if count == 0 {
        return &[];
    }
    // SAFETY: a linked class with properties has a table of so many descriptions.
    unsafe { std::slice::from_raw_parts(class.properties_info_table, count) }
}

/// The name of a property without the class or `*` in front of a private or protected one.
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
