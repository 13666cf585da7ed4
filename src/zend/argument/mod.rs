//! The arguments of a method: how Rust types are declared as parameters, and made of what is passed.

mod default;
mod kinds;
mod passed;

pub use default::{DefaultValue, Or};
pub use kinds::Callable;
pub use passed::{Passed, Position};

use super::{Result, Type};

/// A Rust type that a parameter of a method has. References are to the argument itself, which lives
/// as long as the call.
pub trait Argument {
    /// The type it is declared as.
    const TYPE: Type;

    /// The same type for an argument that lives as long as `'a`.
    type Of<'a>;

    /// The default as a PHP expression; `None` where the argument is required.
    fn default() -> Option<String> {
        None
    }

    /// The value of an argument, converted as PHP converts it for a function that declares its type.
    ///
    /// # Errors
    /// A TypeError or a ValueError where it does not fit.
    fn parse(passed: Passed<'_>) -> Result<Self::Of<'_>>;

    /// The value where the argument is left out.
    ///
    /// # Errors
    /// Where it is required.
    fn left_out<'a>(position: Position) -> Result<Self::Of<'a>> {
        Err(position.throw_missing())
    }
}

/// A Rust type that is made of an argument of another type.
pub trait FromArgument: Sized {
    /// The type of the parameter.
    type Given: Argument;

    /// The value; the position is for what is wrong with it.
    ///
    /// # Errors
    /// Where the argument does not do.
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
