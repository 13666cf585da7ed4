use std::fmt::Display;

/// Why a value cannot be written in PHP's format, or read from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The payload does not follow the format.
    #[error("malformed at byte {at}: {problem}")]
    Malformed {
        /// The position in bytes, from 0.
        at: usize,
        /// The problem.
        problem: &'static str,
    },

    /// The payload is nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    #[error("nested deeper than {max} levels at byte {at}")]
    TooDeep {
        /// The position in bytes, from 0.
        at: usize,
        /// The deepest nesting allowed.
        max: usize,
    },

    /// A reference leads to a value that contains it or to none before it, or `r:` leads to no object.
    #[error("reference {number} leads to {problem}")]
    Reference {
        /// The number of the value it refers to, from 1.
        number: usize,
        /// The problem.
        problem: &'static str,
    },

    /// References would multiply the payload.
    #[error("references make more than {limit} bytes of a payload of {len}")]
    TooManyCopies {
        /// Bytes of the payload.
        len: usize,
        /// Bytes it may grow to.
        limit: usize,
    },

    /// The payload holds another class than the type expects.
    #[error("expected an object of the class {expected}, found {found}")]
    Class {
        /// The class of the type.
        expected: &'static str,
        /// The class in the payload, or the kind of value.
        found: String,
    },

    /// PHP has no such value.
    #[error("{0}")]
    Unsupported(String),

    /// The type's own error about a value.
    #[error("{0}")]
    Message(String),
}

impl serde::ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }
}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self::Message(message.to_string())
    }
}
