//! `StreamIpc\Envelope\Id\PidCounterRequestIdGenerator`

use super::request_id_generator::{GENERATE, GENERATORS, GeneratorOperations, RequestIdGenerator};
use crate::zend::{Class, Declaration, Object, PhpString, class_entry};
use stream_ipc::request_id::with_next_id;

/// Makes request ids of the process id and a number.
pub struct PidCounterRequestIdGenerator;

impl PidCounterRequestIdGenerator {
    /// The next id: `"<pid>.<n>"`. All generators of a process share one series of numbers.
    pub fn next() -> PhpString {
        with_next_id(|parts| PhpString::concat(parts.map(str::as_bytes)))
    }
}

impl Class for PidCounterRequestIdGenerator {
    const NAME: &'static str = r"StreamIpc\Envelope\Id\PidCounterRequestIdGenerator";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_class()
            .implements::<RequestIdGenerator>()
            .operations::<Self, _>(
                &GENERATORS,
                GeneratorOperations {
                    generate: Self::next,
                },
            )
            .public_like(GENERATE, |_: &Object| Self::next())
    }
}
