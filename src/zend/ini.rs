//! INI settings.

use ext_php_rs::ffi;
use ext_php_rs::zend::ModuleEntry;

/// The setting as an integer; 0 where there is no such setting.
pub fn ini_integer(name: &str) -> i64 {
    // SAFETY: looks the name up by its length; 0 asks for the value in force.
    unsafe { ffi::zend_ini_long(name.as_ptr().cast(), name.len(), 0) }
}

/// Shows a module's settings in phpinfo().
pub fn display_ini_entries(module: *mut ModuleEntry) {
    // SAFETY: called from the module's info function with the module the engine passed it.
    unsafe { ffi::display_ini_entries(module) }
}
