//! INI settings.

use super::{PhpString, ToValue, Zval};
use ext_php_rs::ffi;
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::zend::{IniEntryDef, ModuleEntry};
use std::ffi::{CStr, c_int, c_void};

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

/// A setting. A value that it refuses warns and changes nothing.
pub trait Setting {
    /// Its name in php.ini.
    const NAME: &'static CStr;

    /// Its value if nobody sets it.
    const DEFAULT: &'static CStr;

    /// What to write instead of a refused value.
    const ADVICE: &'static str;

    /// Notes a new value for the scripts of this thread.
    ///
    /// # Errors
    /// What is wrong with the value.
    fn set(value: &[u8]) -> Result<(), String>;
}

/// Defines a setting for the engine.
pub const fn setting<S: Setting>() -> IniEntryDef {
    IniEntryDef {
        on_modify: Some(set::<S>),
        ..IniEntryDef::new(S::NAME, S::DEFAULT, IniEntryPermission::All)
    }
}

unsafe extern "C" fn set<S: Setting>(
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
        let set = value.as_ref().map(|value| S::set(value.as_bytes()));
        let Some(Err(problem)) = set else {
            return SUCCESS;
        };
        let name = String::from_utf8_lossy((*(*entry).name).as_bytes());
        let warning = format!(
            "Invalid \"{name}\" setting. {problem}. It stays as it was: {}",
            S::ADVICE
        );
        let warning = PhpString::new(warning.as_bytes());
        ffi::zend_error_zstr(ffi::E_WARNING as c_int, warning.as_ptr());
    }
    FAILURE
}

/// A number of seconds.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_seconds(text: &[u8]) -> Result<f64, String> {
    let text = String::from_utf8_lossy(text);
    let seconds = text.trim().parse().ok();
    seconds
        .filter(|seconds| *seconds >= 0.0)
        .ok_or_else(|| format!("\"{text}\" is no time"))
}

/// A size in bytes: `64M` or a plain number.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_size(text: &[u8]) -> Result<usize, String> {
    let text = PhpString::new(text);
    let mut problem = std::ptr::null_mut();
    // SAFETY: the string is live, and parsing it changes nothing. The parser may explain a problem in a
    // string whose reference is ours.
    let (size, problem) = unsafe {
        let size = ffi::zend_ini_parse_quantity(text.as_ptr(), &raw mut problem);
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
