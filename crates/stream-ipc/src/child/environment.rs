//! The environment of a child, set where the C library looks for it.

use std::ffi::{CStr, CString, c_char};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::ptr;

/// Replaces the whole environment of a command with these variables, each in the form `NAME=value`.
///
/// [`Command::env`] does not suffice in a library that is loaded with `RTLD_DEEPBIND`, as PHP loads its
/// extensions: there the name `environ` may mean another variable than the one that execvp(3) reads,
/// because the program has a copy of it (dlopen(3)). So this asks for the program's.
///
/// # Errors
/// If a variable contains a NUL byte.
pub fn set_environment(
    command: &mut Command,
    variables: impl IntoIterator<Item = Vec<u8>>,
) -> io::Result<()> {
    let variables = variables.into_iter().map(CString::new);
    let environment = Environment::of(variables.collect::<Result<_, _>>()?);
    // SAFETY: between fork and exec, this stores a pointer, and allocates nothing.
    unsafe { command.pre_exec(move || environment.set()) };
    Ok(())
}

/// This process's own environment, in the form that [`set_environment`] takes.
pub fn own_environment() -> Vec<Vec<u8>> {
    let mut variables = Vec::new();
    // SAFETY: the program's variable `environ` is null or points to pointers that end with a null pointer
    // (environ(7)). No other thread changes the environment meanwhile: whoever starts programs while
    // others call putenv() passes a torn environment on anyway, as execvp(3) reads the same.
    unsafe {
        let mut next = *place();
        while !next.is_null() && !(*next).is_null() {
            variables.push(CStr::from_ptr(*next).to_bytes().to_vec());
            next = next.add(1);
        }
    }
    variables
}

/// The value of a variable of this process's own environment.
pub(super) fn own_variable(name: &str) -> Option<Vec<u8>> {
    let variables = own_environment().into_iter();
    let mut values = variables.filter_map(|variable| {
        let value = variable.strip_prefix(name.as_bytes())?;
        value.strip_prefix(b"=").map(<[u8]>::to_vec)
    });
    values.next()
}

/// Variables in the form that execve(2) takes.
struct Environment {
    /// Owns the texts that `pointers` names.
    _variables: Vec<CString>,
    /// The variables, and a null pointer at the end.
    pointers: Vec<*const c_char>,
    place: *mut *const *const c_char,
}

// SAFETY: nobody changes the texts and pointers any more, and the place is written in a forked child only,
// which has one thread.
unsafe impl Send for Environment {}
// SAFETY: as above.
unsafe impl Sync for Environment {}

impl Environment {
    fn of(variables: Vec<CString>) -> Self {
        let pointers = variables.iter().map(|variable| variable.as_ptr());
        Self {
            pointers: pointers.chain([ptr::null()]).collect(),
            _variables: variables,
            place: place(),
        }
    }

    fn set(&self) -> io::Result<()> {
        // SAFETY: the place is the program's variable `environ`, which lives as long as the process; the
        // pointers live until exec, and end with a null pointer.
        unsafe { *self.place = self.pointers.as_ptr() };
        Ok(())
    }
}

/// The program's variable `environ`.
#[cfg(target_os = "macos")]
fn place() -> *mut *const *const c_char {
    // SAFETY: takes nothing, and returns the address of the variable.
    unsafe { libc::_NSGetEnviron() }.cast()
}

/// The program's variable `environ`.
#[cfg(not(target_os = "macos"))]
fn place() -> *mut *const *const c_char {
    unsafe extern "C" {
        static mut environ: *const *const c_char;
    }
    // SAFETY: without a file, dlopen(3) returns the program itself, which stays open for good; dlsym(3)
    // takes it and a live name, and looks into the program before its libraries.
    let found = unsafe {
        let program = libc::dlopen(ptr::null(), libc::RTLD_LAZY);
        libc::dlsym(program, c"environ".as_ptr())
    };
    if found.is_null() {
        // A program without dynamic symbols has one only.
        return &raw mut environ;
    }
    found.cast()
}
