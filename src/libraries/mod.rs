//! What the adapters use of PHP libraries: Symfony's Process, the streams of Amp, Revolt's event loop.
//! The libraries are not there until the script loads them.

pub mod amp;
pub mod process_pipes;
pub mod revolt;
pub mod symfony_process;
