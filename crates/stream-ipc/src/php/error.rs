use std::fmt::Display;

/// Why a value cannot be written in PHP's format, or read from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The payload does not follow the format.
    #[error("malformed at byte {at}: {problem}")]
    Malformed {
        /// Where, counted from 0.
        at: usize,
        /// What is wrong there.
        problem: &'static str,
    },

    /// The payload is nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    #[error("nested deeper than {max} levels at byte {at}")]
    TooDeep {
        /// Where, counted from 0.
        at: usize,
        /// How deep it may be.
        max: usize,
    },

    /// A reference leads into a value that contains it, to none before it, or `r:` to no object.
    #[error("reference {number} leads to {problem}")]
    Reference {
        /// Which value it refers to, counted from 1.
        number: usize,
        /// Where that leads.
        problem: &'static str,
    },

    /// References would make many times as much of the payload as it is.
    #[error("references make more than {limit} bytes of a payload of {len}")]
    TooManyCopies {
        /// Bytes of the payload.
        len: usize,
        /// Bytes it may grow to.
        limit: usize,
    },

    /// An object of another class.
    #[error("expected an object of the class {expected}, found {found}")]
    Class {
        /// The class that was asked for.
        expected: &'static str,
        /// The class in the payload, or the kind of value.
        found: String,
    },

    /// PHP has no such value.
    #[error("{0}")]
    Unsupported(String),

    /// What a type says of the values it is given.
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
