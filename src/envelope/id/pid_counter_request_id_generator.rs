//! `StreamIpc\Envelope\Id\PidCounterRequestIdGenerator`

use super::RequestIdGenerator;
use crate::zend::{Call, Class, Declaration, Method, Result, Type, class_entry};
use std::sync::atomic::{AtomicU64, Ordering};

/// Names requests after the process and a number.
pub struct PidCounterRequestIdGenerator;

impl PidCounterRequestIdGenerator {
    /// The next id: `"<pid>.<n>"`. The numbers are one series over all generators of a process.
    pub fn next() -> String {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed) + 1;
        format!("{}.{number}", std::process::id())
    }
}

impl Class for PidCounterRequestIdGenerator {
    const NAME: &'static str = r"StreamIpc\Envelope\Id\PidCounterRequestIdGenerator";

    class_entry!();

    fn declare() -> Declaration {
        Declaration::final_class()
            .implements::<RequestIdGenerator>()
            .method(Method::public("generate", generate).returns(Type::STRING))
    }
}

fn generate(_: &Call<'_>) -> Result<String> {
    Ok(PidCounterRequestIdGenerator::next())
}
