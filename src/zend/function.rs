//! Methods as the Rust functions they are: their signatures.

use super::argument::Argument;
use super::class::Param;
use super::method::Call;
use super::{Object, Result, Typed};
use std::marker::PhantomData;

/// What a function may return: a value of PHP, or a [`Result`] of one.
pub trait Returns {
    /// What it returns where nothing is thrown.
    type Value: Typed;

    /// The value, or what was thrown.
    ///
    /// # Errors
    /// What the function throws.
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

/// The parameters of a method behind `$this`: a tuple of their types.
pub trait Parameters {
    /// Their names, as many as there are.
    type Names;

    /// They themselves.
    fn declare(names: Self::Names) -> Vec<Param>;
}

/// The Rust function behind a method: a function item or a closure that captures nothing, neither of
/// which has a size. It takes `$this` and the parameters `P`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the body of a method",
    label = "not a function of `&Object` and up to five arguments",
    note = "each argument implements `zend::Argument`, or `zend::FromArgument`",
    note = "the result is `zend::Typed`, or a `zend::Result` of that"
)]
pub trait Function<P>: Copy + 'static {
    /// What it returns.
    type Returned: Returns;

    /// Calls it with the arguments of a call.
    ///
    /// # Errors
    /// Where an argument does not fit, and what the function throws.
    fn call(self, call: &Call<'_>) -> Result<<Self::Returned as Returns>::Value>;
}

/// What [`Function`] `F` returns where nothing is thrown.
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

        // The first bound tells the types of the arguments, the second that they may live as short
        // as a call.
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

/// A signature of several methods: that of an interface or a parent, and those of its children.
pub struct Prototype<P: Parameters, R = ()> {
    pub(super) name: &'static str,
    pub(super) names: P::Names,
    returns: PhantomData<fn() -> R>,
}

impl<P: Parameters, R: Typed> Prototype<P, R> {
    /// The name of the method and those of its parameters.
    pub const fn new(name: &'static str, names: P::Names) -> Self {
        let returns = PhantomData;
        Self {
            name,
            names,
            returns,
        }
    }
}
