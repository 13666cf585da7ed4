//! The arguments of a method: how Rust types become parameters, and how arguments become Rust values.

mod default;
mod kinds;
mod passed;

pub use default::{DefaultValue, Or};
pub use kinds::Callable;
pub use passed::{Passed, Position};

use super::{Result, Type};

/// A Rust type that a method can take as a parameter. A reference borrows the argument itself, which
/// lives as long as the call.
pub trait Argument {
    /// The declared PHP type.
    const TYPE: Type;

    /// The same type for an argument that lives as long as `'a`.
    type Of<'a>;

    /// The default as a PHP expression; `None` if the argument is required.
    fn default() -> Option<String> {
        None
    }

    /// The value of an argument, converted as PHP converts it for a userland function.
    ///
    /// # Errors
    /// A TypeError or a ValueError if it does not fit.
    fn parse(passed: Passed<'_>) -> Result<Self::Of<'_>>;

    /// The value if the caller omits the argument.
    ///
    /// # Errors
    /// If the argument is required.
    fn left_out<'a>(position: Position) -> Result<Self::Of<'a>> {
        Err(position.throw_missing())
    }
}

/// A Rust type that converts an argument of another type.
pub trait FromArgument: Sized {
    /// The type of the parameter.
    type Given: Argument;

    /// Converts the argument; errors name its position.
    ///
    /// # Errors
    /// If the argument is not acceptable.
    fn from_argument(given: <Self::Given as Argument>::Of<'_>, position: Position) -> Result<Self>;
}

impl<T: FromArgument> Argument for T {
    const TYPE: Type = T::Given::TYPE;

    type Of<'a> = Self;

    fn default() -> Option<String> {
        T::Given::default()
    }

    fn parse(passed: Passed<'_>) -> Result<Self> {
        Self::from_argument(T::Given::parse(passed)?, passed.position)
    }

    fn left_out<'a>(position: Position) -> Result<Self::Of<'a>> {
        Self::from_argument(T::Given::left_out(position)?, position)
    }
}

/// `?type $name = null`
impl<A: Argument> Argument for Option<A> {
    const TYPE: Type = A::TYPE.nullable();

    type Of<'a> = Option<A::Of<'a>>;

    fn default() -> Option<String> {
        Some("null".to_owned())
    }

    fn parse(passed: Passed<'_>) -> Result<Self::Of<'_>> {
        if passed.value().is_null() {
            return Ok(None);
        }
        A::parse(passed.or_null()).map(Some)
    }

    fn left_out<'a>(_: Position) -> Result<Self::Of<'a>> {
        Ok(None)
    }
}
