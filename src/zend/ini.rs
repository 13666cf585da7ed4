//! INI settings.

use super::{PhpString, ToValue, Zval};
use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, ModuleEntry};
use std::ffi::{CStr, c_int, c_void};

/// A setting that is a size in bytes, written with or without a unit: `64M`. 0 where there is no
/// such setting.
pub fn ini_size(name: &CStr) -> usize {
    let name = PhpString::new(name.to_bytes());
    // SAFETY: the engine owns the value in force, which it returns by name, or null.
    let size = unsafe {
        let value = ffi::zend_ini_get_value(name.as_ptr());
        (!value.is_null()).then(|| parse_size(value))
    };
    size.and_then(Result::ok).unwrap_or(0)
}

/// A setting that is a number of seconds. 0 where there is no such setting.
pub fn ini_seconds(name: &CStr) -> f64 {
    let name = PhpString::new(name.to_bytes());
    // SAFETY: the engine owns the value in force, which it returns by name, or null.
    let value = unsafe { ffi::zend_ini_get_value(name.as_ptr()).as_ref() };
    value
        .and_then(|value| parse_seconds(value.as_bytes()))
        .unwrap_or(0.0)
}

/// A setting as it is written; `None` where there is none, or it is empty.
pub fn ini_string(name: &CStr) -> Option<Zval> {
    let name = PhpString::new(name.to_bytes());
    // SAFETY: the engine owns the value in force, which it returns by name, or null; it is copied.
    let value = unsafe { ffi::zend_ini_get_value(name.as_ptr()).as_ref() }?;
    let text = value.as_bytes();
    (!text.is_empty()).then(|| text.to_value())
}

/// The definition of a setting that is a size. Whatever is none is refused when it is set, with a
/// warning, and the value before it stays.
pub const fn size_setting(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    IniEntryDef {
        on_modify: Some(check_size),
        ..IniEntryDef::new(name, default, IniEntryPermission::All)
    }
}

/// The definition of a setting that is a number of seconds, likewise.
pub const fn seconds_setting(name: &'static CStr, default: &'static CStr) -> IniEntryDef {
    IniEntryDef {
        on_modify: Some(check_seconds),
        ..IniEntryDef::new(name, default, IniEntryPermission::All)
    }
}

unsafe extern "C" fn check_size(
    entry: *mut ffi::zend_ini_entry,
    value: *mut ffi::zend_string,
    _: *mut c_void,
    _: *mut c_void,
    _: *mut c_void,
    _stage: c_int,
) -> c_int {
    // SAFETY: the engine passes the setting and a live string, or null for a value that is empty.
    unsafe {
        match (!value.is_null()).then(|| parse_size(value)) {
            Some(Err(problem)) => refuse(
                entry,
                &problem,
                "give bytes, or a number with K, M or G; 0 for no limit",
            ),
            _ => SUCCESS,
        }
    }
}

unsafe extern "C" fn check_seconds(
    entry: *mut ffi::zend_ini_entry,
    value: *mut ffi::zend_string,
    _: *mut c_void,
    _: *mut c_void,
    _: *mut c_void,
    _stage: c_int,
) -> c_int {
    // SAFETY: the engine passes the setting and a live string, or null for a value that is empty.
    unsafe {
        match value.as_ref().map(|value| value.as_bytes()) {
            Some(text) if parse_seconds(text).is_none() => {
                let problem = format!("\"{}\" is no time", String::from_utf8_lossy(text));
                refuse(entry, &problem, "give seconds; 0 for no limit")
            }
            _ => SUCCESS,
        }
    }
}

const SUCCESS: c_int = 0;
const FAILURE: c_int = -1;

/// Warns that a setting stays as it was.
///
/// # Safety
/// `entry` must be a live setting.
unsafe fn refuse(entry: *mut ffi::zend_ini_entry, problem: &str, advice: &str) -> c_int {
    // SAFETY: the setting owns its name. The engine does not free it while a warning is told,
    // whatever a handler of it does.
    unsafe {
        let name = String::from_utf8_lossy((*(*entry).name).as_bytes());
        let warning =
            format!("Invalid \"{name}\" setting. {problem}. It stays as it was: {advice}");
        let warning = PhpString::new(warning.as_bytes());
        ffi::zend_error_zstr(ffi::E_WARNING as c_int, warning.as_ptr());
    }
    FAILURE
}

fn parse_seconds(text: &[u8]) -> Option<f64> {
    let seconds: f64 = std::str::from_utf8(text).ok()?.trim().parse().ok()?;
    (seconds >= 0.0).then_some(seconds)
}

/// A size as PHP writes it, or what is wrong with it.
///
/// # Safety
/// `value` must be a live string.
unsafe fn parse_size(value: *mut ffi::zend_string) -> Result<usize, String> {
    let mut problem = std::ptr::null_mut();
    // SAFETY: the caller vouches for the string. Parsing it may leave an explanation, whose
    // reference is ours.
    let (size, problem) = unsafe {
        let size = ffi::zend_ini_parse_quantity(value, &raw mut problem);
        let problem = (!problem.is_null()).then(|| PhpString::from_raw(problem));
        (size, problem)
    };
    if let Some(problem) = problem {
        let text = String::from_utf8_lossy(problem.as_bytes()).into_owned();
        // PHP goes on to say what it makes of it: we make nothing of it.
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
