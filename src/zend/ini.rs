//! INI settings.

use super::PhpString;
use ext_php_rs::ffi;
use ext_php_rs::zend::ModuleEntry;

/// A setting that is a size in bytes, written with or without a unit: `64M`. 0 where there is no
/// such setting, or it is no size.
pub fn ini_size(name: &str) -> usize {
    let name = PhpString::new(name.as_bytes());
    // SAFETY: the engine owns the value in force, which it returns by name, or null. Parsing it
    // may leave an explanation, whose reference is ours.
    let size = unsafe {
        let value = ffi::zend_ini_get_value(name.as_ptr());
        if value.is_null() {
            return 0;
        }
        let mut problem = std::ptr::null_mut();
        let size = ffi::zend_ini_parse_quantity(value, &raw mut problem);
        if !problem.is_null() {
            drop(PhpString::from_raw(problem));
        }
        size
    };
    usize::try_from(size).unwrap_or(0)
}

/// Shows a module's settings in phpinfo().
pub fn display_ini_entries(module: *mut ModuleEntry) {
    // SAFETY: called from the module's info function with the module the engine passed it.
    unsafe { ffi::display_ini_entries(module) }
}
