//! Wraps what the adapters use of PHP libraries: Symfony's Process, Amp's streams, Revolt's event loop. A
//! library is not there until the script loads it.

pub mod amp;
pub mod process_pipes;
pub mod revolt;
pub mod symfony_process;
