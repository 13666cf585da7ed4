//! Parameters with a default.

use super::{Argument, Passed, Position};
use crate::zend::{Result, Type};
use std::marker::PhantomData;

/// `A $name = D`
pub struct Or<A, D> {
    /// The argument, or the default.
    pub value: A,
    default: PhantomData<D>,
}

impl<A, D> Or<A, D> {
    fn new(value: A) -> Self {
        let default = PhantomData;
        Self { value, default }
    }
}

/// A default: `= VALUE`.
pub trait DefaultValue {
    /// The type of the constant.
    type Value: Literal;

    /// The value if the caller omits the argument.
    const VALUE: Self::Value;

    /// The default as a PHP expression.
    fn php() -> String {
        Self::VALUE.php()
    }
}

impl<A, D> Argument for Or<A, D>
where
    A: for<'a> Argument<Of<'a> = A> + From<D::Value>,
    D: DefaultValue,
{
    const TYPE: Type = A::TYPE;

    type Of<'a> = Self;

    fn default() -> Option<String> {
        Some(D::php())
    }

    fn parse(passed: Passed<'_>) -> Result<Self> {
        A::parse(passed).map(Self::new)
    }

    fn left_out<'a>(_: Position) -> Result<Self::Of<'a>> {
        Ok(Self::new(D::VALUE.into()))
    }
}

/// A constant that can be written as a PHP expression.
pub trait Literal {
    /// The expression.
    fn php(&self) -> String;
}

impl Literal for bool {
    fn php(&self) -> String {
        self.to_string()
    }
}

impl Literal for i64 {
    fn php(&self) -> String {
        self.to_string()
    }
}

impl Literal for f64 {
    fn php(&self) -> String {
        format!("{self:?}")
    }
}

impl Literal for &str {
    fn php(&self) -> String {
        format!("'{self}'")
    }
}
