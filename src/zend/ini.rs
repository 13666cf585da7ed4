//! INI settings.

use super::{PhpString, ToValue, Zval};
use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, ModuleEntry};
use std::ffi::{CStr, c_int, c_void};

/// The value of a setting that is a size, in bytes: `64M` or a plain number. 0 if there is no such
/// setting.
pub fn ini_size(name: &CStr) -> usize {
    // SAFETY: the string is live, and parsing it changes nothing.
    let size = with_value(name, |value| unsafe { parse_size(value) });
    size.and_then(Result::ok).unwrap_or(0)
}

/// The value of a setting that is a number of seconds. 0 if there is no such setting.
pub fn ini_seconds(name: &CStr) -> f64 {
    let seconds = with_value(name, |value| parse_seconds(value.as_bytes()));
    seconds.and_then(Result::ok).unwrap_or(0.0)
}

/// The text of a setting; `None` if there is no such setting, or it is empty.
pub fn ini_string(name: &CStr) -> Option<Zval> {
    let text = |value: &ffi::zend_string| {
        let text = value.as_bytes();
        (!text.is_empty()).then(|| text.to_value())
    };
    with_value(name, text)?
}

/// Calls `body` with the value in force; `None` if there is no such setting.
fn with_value<R>(name: &CStr, body: impl FnOnce(&ffi::zend_string) -> R) -> Option<R> {
    let name = PhpString::new(name.to_bytes());
    // SAFETY: the engine owns the value in force, which it returns by name, or null.
    unsafe { ffi::zend_ini_get_value(name.as_ptr()).as_ref() }.map(body)
}

/// Defines a setting that is a size. Setting it to anything else warns and changes nothing.
pub const fn size_setting(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    setting::<Size>(name, default)
}

/// Defines a setting that is a number of seconds. Setting it to anything else warns and changes
/// nothing.
pub const fn seconds_setting(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    setting::<Seconds>(name, default)
}

/// The kind of values that a setting accepts.
trait Kind {
    /// What to write instead.
    const ADVICE: &'static str;

    /// The problem with a value, if there is one.
    fn problem(value: &ffi::zend_string) -> Option<String>;
}

struct Size;

impl Kind for Size {
    const ADVICE: &'static str = "give bytes, or a number with K, M or G; 0 for no limit";

    fn problem(value: &ffi::zend_string) -> Option<String> {
        // SAFETY: the string is live, and parsing it changes nothing.
        unsafe { parse_size(value) }.err()
    }
}

struct Seconds;

impl Kind for Seconds {
    const ADVICE: &'static str = "give seconds; 0 for no limit";

    fn problem(value: &ffi::zend_string) -> Option<String> {
        parse_seconds(value.as_bytes()).err()
    }
}

const fn setting<K: Kind>(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    IniEntryDef {
        on_modify: Some(check::<K>),
        ..IniEntryDef::new(name, default, IniEntryPermission::All)
    }
}

unsafe extern "C" fn check<K: Kind>(
    entry: *mut ffi::zend_ini_entry,
    value: *mut ffi::zend_string,
    _: *mut c_void,
    _: *mut c_void,
    _: *mut c_void,
    _stage: c_int,
) -> c_int {
    const SUCCESS: c_int = 0;
    const FAILURE: c_int = -1;
    // SAFETY: the engine passes the setting, which owns its name, and a live string, or null for an
    // empty value. It frees neither during the warning, whatever an error handler does.
    unsafe {
        let Some(problem) = value.as_ref().and_then(|value| K::problem(value)) else {
            return SUCCESS;
        };
        let name = String::from_utf8_lossy((*(*entry).name).as_bytes());
        let warning = format!(
            "Invalid \"{name}\" setting. {problem}. It stays as it was: {}",
            K::ADVICE
        );
        let warning = PhpString::new(warning.as_bytes());
        ffi::zend_error_zstr(ffi::E_WARNING as c_int, warning.as_ptr());
    }
    FAILURE
}

/// The time in seconds, or the problem with it.
fn parse_seconds(text: &[u8]) -> Result<f64, String> {
    let text = String::from_utf8_lossy(text);
    let seconds = text.trim().parse().ok();
    seconds
        .filter(|seconds| *seconds >= 0.0)
        .ok_or_else(|| format!("\"{text}\" is no time"))
}

/// The size in bytes, or the problem with it.
///
/// # Safety
/// `value` must be a live string.
unsafe fn parse_size(value: *const ffi::zend_string) -> Result<usize, String> {
    let mut problem = std::ptr::null_mut();
    // SAFETY: the caller vouches for the string. The parser may explain a problem in a string whose
    // reference is ours.
    let (size, problem) = unsafe {
        let size = ffi::zend_ini_parse_quantity(value.cast_mut(), &raw mut problem);
        let problem = (!problem.is_null()).then(|| PhpString::from_raw(problem));
        (size, problem)
    };
    if let Some(problem) = problem {
        let text = String::from_utf8_lossy(problem.as_bytes()).into_owned();
        // PHP also says which number it takes instead; we take none.
        let end = [", interpreting as", ", using overflow"].map(|made| text.find(made));
        let end = end.into_iter().flatten().min().unwrap_or(text.len());
        return Err(text[..end].to_owned());
    }
    usize::try_from(size).map_err(|_| format!("Invalid quantity \"{size}\": it is less than 0"))
}

/// Shows a module's settings in phpinfo().
pub fn display_ini_entries(module: *mut ModuleEntry) {
    // SAFETY: called from the module's info function with the module the engine passed it.
    unsafe { ffi::display_ini_entries(module) }
}
