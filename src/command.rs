//! Child processes on pipes.

use crate::environment::Environment;
use crate::zend::{
    Array, FromArgument, PhpString, Position, Result, Stream, Thrown, Zval, call_function,
    function_exists, throw_runtime, type_name,
};
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process;
use stream_ipc::child::{Child, Ending, Input, PARENT, Pipes, own_environment, set_environment};

/// A command to start.
pub struct Command {
    /// The first words of errors.
    what: &'static str,
    command: process::Command,
    /// The whole environment; `None` for this process's own.
    environment: Option<Vec<Vec<u8>>>,
    ending: Ending,
}

/// A started command, and our ends of the pipes to it.
pub struct Started {
    /// The process.
    pub child: Child,
    /// Writes its standard input.
    pub stdin: Stream,
    /// Reads its standard output.
    pub stdout: Stream,
    /// Reads its standard error.
    pub stderr: Stream,
}

impl Command {
    /// A command for the shell. Its process notices the end of this one by the end of its input.
    ///
    /// # Errors
    /// A RuntimeException if the shell would ignore the command, or cut it without an error.
    pub fn shell(text: &PhpString) -> Result<Self> {
        let what = "Failed to start command process";
        let text = text.as_bytes();
        if text.trim_ascii().is_empty() {
            return Err(failed(what, "the command is empty"));
        }
        if text.contains(&0) {
            return Err(failed(what, "the command contains a NUL byte"));
        }
        let mut command = process::Command::new("/bin/sh");
        command.arg("-c").arg(OsStr::from_bytes(text));
        Ok(Self {
            what,
            command,
            environment: None,
            ending: Ending::ByItself,
        })
    }

    /// Replaces the whole environment.
    pub fn environment(mut self, environment: &Environment) -> Self {
        let variables = environment.0.iter().filter_map(|(name, value)| {
            let value = value.zend_str()?.as_bytes();
            // An entry without a key is a whole variable.
            Some(match name.zend_str() {
                Some(name) => [name.as_bytes(), b"=", value].concat(),
                None => value.to_vec(),
            })
        });
        self.environment = Some(variables.collect());
        self
    }

    /// Starts it in `directory`, or in this process's own.
    ///
    /// # Errors
    /// A RuntimeException if it cannot be started.
    pub fn start(mut self, directory: Option<PhpString>) -> Result<Started> {
        self.check_functions()?;
        match directory {
            Some(directory) => {
                let directory = Path::new(OsStr::from_bytes(directory.as_bytes()));
                if !directory.is_dir() {
                    let reason = format!("the working directory {directory:?} is not a directory");
                    return Err(failed(self.what, &reason));
                }
                self.command.current_dir(directory);
            }
            None => {
                // Each thread of PHP has its own working directory.
                let own = call_function("getcwd", [])?;
                if let Some(own) = own.zend_str() {
                    self.command.current_dir(OsStr::from_bytes(own.as_bytes()));
                }
            }
        }
        let started = self.spawn();
        let (child, pipes) = started.map_err(|error| self.failed_with(&error))?;
        Ok(Started {
            child,
            stdin: Stream::open(pipes.stdin, c"w"),
            stdout: Stream::open(pipes.stdout, c"r"),
            stderr: Stream::open(pipes.stderr, c"r"),
        })
    }

    /// Starts it, and tells it that its parent is native.
    fn spawn(&mut self) -> io::Result<(Child, Pipes)> {
        let input = Input::new()?;
        let mut variables = self.environment.take().unwrap_or_else(own_environment);
        let start = format!("{PARENT}=");
        variables.retain(|variable| !variable.starts_with(start.as_bytes()));
        variables.push((start + &input.name()?).into_bytes());
        set_environment(&mut self.command, variables)?;
        Child::spawn(&mut self.command, input, self.ending)
    }

    /// Starts nothing where the administrator forbids it.
    fn check_functions(&self) -> Result {
        let mut needed = ["proc_open", "getcwd"].into_iter();
        let missing = needed.find(|name| !function_exists(name));
        match missing {
            Some(name) => Err(failed(
                self.what,
                &format!(
                    "{name}() is not available: it may be disabled, see disable_functions in php.ini"
                ),
            )),
            None => Ok(()),
        }
    }

    fn failed_with(&self, error: &io::Error) -> Thrown {
        let program = self.command.get_program().to_string_lossy();
        let reason = match (error.raw_os_error(), self.ending) {
            (Some(libc::EMFILE | libc::ENFILE), _) => format!(
                "cannot make pipes to it: {error}; is the limit of open files (ulimit -n) reached?"
            ),
            (_, Ending::ByItself) => error.to_string(),
            (Some(libc::ENOENT), _) => format!(
                "{program:?}: {error}; give a path, or a name that PATH finds, and the arguments as \
                 further elements"
            ),
            (Some(libc::EACCES), _) => {
                format!("{program:?}: {error}; is it executable (chmod +x)?")
            }
            _ => format!("{program:?}: {error}"),
        };
        failed(self.what, &reason)
    }
}

/// Why an array is no command.
enum NoCommand {
    NulByte,
    NoString(String),
    NoProgram,
}

impl Command {
    /// `[$program, ...$arguments]`: its process does not outlive this one.
    ///
    /// # Errors
    /// A RuntimeException if the array is no command.
    pub fn of_words(words: &Array) -> Result<Self> {
        Self::of(words).map_err(|_| failed(Self::SPAWN, "it is no list of strings"))
    }

    const SPAWN: &str = "Failed to start the program";

    fn of(words: &Array) -> std::result::Result<Self, NoCommand> {
        let words = words.values().map(Zval::dereference);
        let words = words.map(
            |word| match PhpString::borrow(word).map(PhpString::as_bytes) {
                Some(word) if word.contains(&0) => Err(NoCommand::NulByte),
                Some(word) => Ok(OsStr::from_bytes(word)),
                None => Err(NoCommand::NoString(type_name(word))),
            },
        );
        let words = words.collect::<std::result::Result<Vec<_>, _>>()?;
        match words.split_first() {
            Some((program, arguments)) if !program.is_empty() => {
                let mut command = process::Command::new(program);
                command.args(arguments);
                Ok(Self {
                    what: Self::SPAWN,
                    command,
                    environment: None,
                    ending: Ending::WithParent,
                })
            }
            _ => Err(NoCommand::NoProgram),
        }
    }
}

impl FromArgument for Command {
    type Given = &'static Array;

    fn from_argument(given: &Array, position: Position) -> Result<Self> {
        Self::of(given).map_err(|problem| problem.throw_at(position))
    }
}

impl NoCommand {
    fn throw_at(self, position: Position) -> Thrown {
        match self {
            Self::NulByte => position.value_error("must not contain any null bytes"),
            Self::NoProgram => position.value_error("must name a program first"),
            Self::NoString(given) => position.type_error(&format!(
                "must be a list of strings, the program and its arguments; {given} given in it"
            )),
        }
    }
}

/// Refuses an array that is no command.
///
/// # Errors
/// A TypeError or a ValueError.
pub fn check_words(words: &Array, position: Position) -> Result {
    let command = Command::of(words);
    command
        .map(drop)
        .map_err(|problem| problem.throw_at(position))
}

fn failed(what: &str, reason: &str) -> Thrown {
    throw_runtime(&format!("{what}: {reason}"))
}
