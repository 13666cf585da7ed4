//! `StreamIpc\Envelope\Id\RequestIdGenerator`

use super::PidCounterRequestIdGenerator;
use crate::zend::{
    Class, Declaration, Method, Object, PhpString, Result, Type, class_entry, throw_error,
};

/// Names requests; any two that may wait at the same time must differ.
pub struct RequestIdGenerator;

impl RequestIdGenerator {
    /// `$generator->generate()`
    pub fn generate(generator: &Object) -> Result<PhpString> {
        if generator.is_exactly::<PidCounterRequestIdGenerator>() {
            return Ok(PidCounterRequestIdGenerator::next());
        }
        PhpString::take(generator.call("generate", [])?)
            .ok_or_else(|| throw_error("generate() of the request id generator returned no string"))
    }
}

impl Class for RequestIdGenerator {
    const NAME: &'static str = r"StreamIpc\Envelope\Id\RequestIdGenerator";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface().method(Method::without_body("generate").returns(Type::STRING))
    }
}
