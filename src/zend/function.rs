//! The signatures of methods, taken from their Rust functions.

use super::argument::Argument;
use super::class::Param;
use super::method::Call;
use super::{Object, Result, Typed};
use std::marker::PhantomData;

/// A type that a method can return: a PHP value, or a [`Result`] of one.
pub trait Returns {
    /// The type of the value.
    type Value: Typed;

    /// The value, or the exception.
    ///
    /// # Errors
    /// The function's own exception.
    fn into_result(self) -> Result<Self::Value>;
}

impl<T: Typed> Returns for T {
    type Value = T;

    fn into_result(self) -> Result<T> {
        Ok(self)
    }
}

impl<T: Typed> Returns for Result<T> {
    type Value = T;

    fn into_result(self) -> Self {
        self
    }
}

/// The parameters of a method, without `$this`: a tuple of their types.
pub trait Parameters {
    /// An array of as many names.
    type Names;

    /// The parameters with their names.
    fn declare(names: Self::Names) -> Vec<Param>;
}

/// The Rust function behind a method: a function item, or a closure that captures nothing. Neither
/// has a size. It takes `$this` and the parameters `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of a method",
    label = "not a function of `&Object` and up to five arguments, or ten",
    note = "each argument implements `zend::Argument`, or `zend::FromArgument`",
    note = "the result is `zend::Typed`, or a `zend::Result` of that"
)]
pub trait Function<P>: Copy + 'static {
    /// The return type.
    type Returned: Returns;

    /// Calls the function with the arguments of a call.
    ///
    /// # Errors
    /// If an argument does not fit, or the function throws.
    fn call(self, call: &Call<'_>) -> Result<<Self::Returned as Returns>::Value>;
}

/// The value that [`Function`] `F` returns.
pub type ValueOf<F, P> = <<F as Function<P>>::Returned as Returns>::Value;

macro_rules! functions_of {
    ($count:literal: $($index:literal => $name:ident: $A:ident),*) => {
        impl<$($A: Argument),*> Parameters for ($($A,)*) {
            type Names = [&'static str; $count];

            fn declare(names: Self::Names) -> Vec<Param> {
                let [$($name),*] = names;
                vec![$(Param::of::<$A>($name)),*]
            }
        }

        // The first bound infers the types of the arguments; the second allows them to live only as
        // long as a call.
        impl<F, R, $($A: Argument),*> Function<($($A,)*)> for F
        where
            F: Fn(&Object, $($A),*) -> R
                + for<'a> Fn(&'a Object, $($A::Of<'a>),*) -> R
                + Copy
                + 'static,
            R: Returns,
        {
            type Returned = R;

            fn call(self, call: &Call<'_>) -> Result<R::Value> {
                self(call.this(), $(call.argument::<$A>($index)?),*).into_result()
            }
        }
    };
}

functions_of!(0:);
functions_of!(1: 0 => a: A);
functions_of!(2: 0 => a: A, 1 => b: B);
functions_of!(3: 0 => a: A, 1 => b: B, 2 => c: C);
functions_of!(4: 0 => a: A, 1 => b: B, 2 => c: C, 3 => d: D);
functions_of!(5: 0 => a: A, 1 => b: B, 2 => c: C, 3 => d: D, 4 => e: E);
functions_of!(10: 0 => a: A, 1 => b: B, 2 => c: C, 3 => d: D, 4 => e: E, 5 => f: G, 6 => g: H, 7 => h: I,
    8 => i: J, 9 => j: K);

/// A signature that an interface or parent shares with its children.
pub struct Prototype<P: Parameters, R = ()> {
    pub(super) name: &'static str,
    pub(super) names: P::Names,
    returns: PhantomData<fn() -> R>,
}

impl<P: Parameters, R: Typed> Prototype<P, R> {
    /// A signature of these names: the method's and its parameters'.
    pub const fn new(name: &'static str, names: P::Names) -> Self {
        let returns = PhantomData;
        Self {
            name,
            names,
            returns,
        }
    }
}
