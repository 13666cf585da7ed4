//! The setting `stream_ipc.busy_poll`: how long a wait looks for news before it sleeps.

use crate::zend::Setting;
use std::cell::Cell;
use std::ffi::CStr;
use std::time::Duration;

/// The setting, in microseconds. Every turn needs it, so each thread keeps its value.
pub enum BusyPoll {}

thread_local! {
    static LONGEST: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

impl BusyPoll {
    /// The longest look in the script that runs.
    pub fn longest() -> Duration {
        LONGEST.get()
    }
}

impl Setting for BusyPoll {
    const NAME: &'static CStr = c"stream_ipc.busy_poll";
    const DEFAULT: &'static CStr = c"50";
    const ADVICE: &'static str = "give microseconds; 0 to sleep at once";

    fn set(value: &[u8]) -> Result<(), String> {
        let text = String::from_utf8_lossy(value);
        let micros = text.trim().parse::<u32>();
        let micros = micros.map_err(|_| format!("\"{text}\" is no number of microseconds"))?;
        LONGEST.set(Duration::from_micros(micros.into()));
        Ok(())
    }
}
