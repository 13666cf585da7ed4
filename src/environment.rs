//! The environment of a child process.

use crate::zend::{Array, FromArgument, Position, Result, ToValue, Zval, type_name};

/// An array of names and values, for proc_open().
pub struct Environment(pub Array);

impl FromArgument for Environment {
    type Given = &'static Array;

    /// # Errors
    /// A TypeError if a value is not a string, a ValueError if it would be cut short; both name the key.
    /// A ValueError also if the array is a command line rather than an environment.
    fn from_argument(given: &Array, position: Position) -> Result<Self> {
        let mut environment = Array::new();
        for (key, value) in given.iter() {
            let value = value.dereference();
            let Some(text) = value.zend_str().map(|text| text.as_bytes()) else {
                let problem = format!(
                    "must be an array of strings, {} given for key {}",
                    type_name(value),
                    quoted(&key)
                );
                return Err(position.type_error(&problem));
            };
            let name = key.zend_str().map(|name| name.as_bytes());
            if text.contains(&0) || name.is_some_and(|name| name.contains(&0)) {
                let problem = format!(
                    "must not contain any null bytes, as at key {}",
                    quoted(&key)
                );
                return Err(position.value_error(&problem));
            }
            match name {
                // proc_open() drops empty values, but passes on an entry without a key as it is.
                Some(name) if text.is_empty() => {
                    environment.push([name, b"="].concat().as_slice().to_value())
                }
                Some(name) => {
                    environment.insert_str(name, value.shallow_clone());
                }
                None if text.contains(&b'=') => environment.push(value.shallow_clone()),
                None => {
                    let problem = format!(
                        "must be the environment of the command, names and values as from getenv(), \
                         but {} names no variable: the program and its arguments go first, into \
                         $command",
                        quoted(value)
                    );
                    return Err(position.value_error(&problem));
                }
            }
        }
        Ok(Self(environment))
    }
}

fn quoted(key: &Zval) -> String {
    match key.zend_str() {
        Some(name) => format!(
            "\"{}\"",
            String::from_utf8_lossy(name.as_bytes()).escape_debug()
        ),
        None => key.long().unwrap_or_default().to_string(),
    }
}
