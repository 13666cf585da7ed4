//! Our exceptions with a default text.

use crate::zend::{
    Class, DefaultValue, Instance, Object, Or, PhpString, Result, Throwable, ToValue,
};

/// An exception class with a default text.
pub trait TextException: Class {
    /// The default text.
    const TEXT: &'static str;

    /// `parent::__construct($message ?? TEXT, $code, $previous)`
    fn construct(
        exception: &Object,
        message: Option<&PhpString>,
        code: Or<i64, NoCode>,
        previous: Option<&Instance<Throwable>>,
    ) -> Result {
        let message = message.map_or_else(|| Self::TEXT.to_value(), ToValue::to_value);
        let args = [message, code.value.to_value(), previous.to_value()];
        Self::entry().construct_parent(exception, args)
    }
}

/// `= 0`
pub struct NoCode;

impl DefaultValue for NoCode {
    type Value = i64;

    const VALUE: i64 = 0;
}
