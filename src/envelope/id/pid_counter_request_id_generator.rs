//! `StreamIpc\Envelope\Id\PidCounterRequestIdGenerator`

use super::RequestIdGenerator;
use crate::zend::{Call, Class, Declaration, Method, PhpString, Result, Type, class_entry};
use std::sync::atomic::{AtomicU64, Ordering};
use stream_ipc::process;

/// Names requests after the process and a number.
pub struct PidCounterRequestIdGenerator;

impl PidCounterRequestIdGenerator {
    /// The next id: `"<pid>.<n>"`. The numbers are one series over all generators of a process.
    pub fn next() -> PhpString {
        static COUNTER: AtomicU64 = AtomicU64::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed) + 1;
        let (mut pid_digits, mut number_digits) = (itoa::Buffer::new(), itoa::Buffer::new());
        let pid = pid_digits.format(process::id()).as_bytes();
        let number = number_digits.format(number).as_bytes();
        PhpString::concat([pid, b".", number])
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

fn generate(_: &Call<'_>) -> Result<PhpString> {
    Ok(PidCounterRequestIdGenerator::next())
}
