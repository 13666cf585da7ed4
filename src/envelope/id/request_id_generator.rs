//! `StreamIpc\Envelope\Id\RequestIdGenerator`

use crate::zend::{
    Class, Declaration, Object, Operations, PhpString, Prototype, Result, class_entry, throw_error,
};

/// Makes request ids; ids of requests that may be pending at the same time must differ.
pub struct RequestIdGenerator;

/// `generate(): string`
pub const GENERATE: Prototype<(), PhpString> = Prototype::new("generate", []);

/// The functions that sessions call on generators of this extension.
pub struct GeneratorOperations {
    /// `$generator->generate()`
    pub generate: fn() -> PhpString,
}

/// The generators of this extension.
pub static GENERATORS: Operations<GeneratorOperations> = Operations::new();

impl RequestIdGenerator {
    /// `$generator->generate()`
    pub fn generate(generator: &Object) -> Result<PhpString> {
        if let Some(operations) = GENERATORS.of(generator) {
            return Ok((operations.generate)());
        }
        PhpString::take(generator.call("generate", [])?)
            .ok_or_else(|| throw_error("generate() of the request id generator returned no string"))
    }
}

impl Class for RequestIdGenerator {
    const NAME: &'static str = r"StreamIpc\Envelope\Id\RequestIdGenerator";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::interface().abstract_method(GENERATE)
    }
}
