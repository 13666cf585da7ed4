//! Typed messages between processes, in Rust, in PHP, or one of each: the wire format of PHP's
//! `stream-ipc`.
//!
//! A [`Peer`] holds the sessions of a thread and polls them all at once. A [`Session`] is one
//! conversation, over pipes to a child process, this process's own standard streams or any socket:
//! requests with replies, and notifications. Messages are structs that serde knows by the name of
//! their PHP class.
//!
//! A parent:
//!
//! ```no_run
//! use serde::{Deserialize, Serialize};
//! use std::process::Command;
//! use std::time::Duration;
//! use stream_ipc::{Peer, Session, message::LogMessage};
//!
//! #[derive(Serialize)]
//! #[serde(rename = r"App\Square")] // final readonly class Square implements Message
//! struct Square {
//!     number: i64,
//! }
//!
//! #[derive(Deserialize)]
//! #[serde(rename = r"App\Squared")]
//! struct Squared {
//!     result: i64,
//! }
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let peer = Peer::new()?;
//!     let worker = peer.spawn(Command::new("php").arg("worker.php"))?;
//!     worker.on_message(|log: LogMessage, _: &Session| eprintln!("{}: {}", log.level, log.message));
//!
//!     let squared: Squared = worker
//!         .request(&Square { number: 12 }, Duration::from_secs(5))?
//!         .wait()?;
//!     println!("{}", squared.result);
//!     Ok(())
//! }
//! ```
//!
//! A worker:
//!
//! ```no_run
//! # use serde::{Deserialize, Serialize};
//! # #[derive(Deserialize)]
//! # #[serde(rename = r"App\Square")]
//! # struct Square {
//! #     number: i64,
//! # }
//! # #[derive(Serialize)]
//! # #[serde(rename = r"App\Squared")]
//! # struct Squared {
//! #     result: i64,
//! # }
//! use stream_ipc::{Peer, Session};
//!
//! fn main() -> Result<(), stream_ipc::Error> {
//!     let peer = Peer::new()?;
//!     peer.stdio()?.on_request(|Square { number }, _: &Session| {
//!         let result = number.checked_mul(number).ok_or("the square is too large")?;
//!         Ok::<_, &str>(Squared { result })
//!     });
//!     peer.run() // until the parent is gone
//! }
//! ```
//!
//! # Pools
//! A [`WorkerPool`] hands jobs to as many processes as you like, replaces those that die, and says why
//! they died. Jobs are ordinary requests, so any worker will do, the one above too:
//!
//! ```no_run
//! # use serde::{Deserialize, Serialize};
//! # #[derive(Serialize)]
//! # #[serde(rename = r"App\Square")]
//! # struct Square {
//! #     number: i64,
//! # }
//! # #[derive(Deserialize)]
//! # #[serde(rename = r"App\Squared")]
//! # struct Squared {
//! #     result: i64,
//! # }
//! use std::process::Command;
//! use std::time::Duration;
//! use stream_ipc::pool::Options;
//! use stream_ipc::{Error, Peer, WorkerPool};
//!
//! fn main() -> Result<(), Error> {
//!     let peer = Peer::new()?;
//!     let options = Options {
//!         size: 4,
//!         timeout: Some(Duration::from_secs(10)),
//!         ..Options::default()
//!     };
//!     let pool = WorkerPool::with(&peer, options, |peer: &Peer, _| {
//!         peer.spawn(Command::new("php").arg("worker.php"))
//!     });
//!
//!     // Jobs come back in the order in which they end; the iterator may be endless.
//!     for done in pool.map((1..=10_000).map(|number| Square { number })) {
//!         let (square, job) = done?;
//!         match job.wait::<Squared>() {
//!             Ok(squared) => println!("{}² = {}", square.number, squared.result),
//!             Err(Error::WorkerLost(lost)) => eprintln!("{}: {lost}", square.number),
//!             Err(error) => eprintln!("{}: {error}", square.number),
//!         }
//!     }
//!     Ok(())
//! }
//! ```
//!
//! # What holds
//! * Nothing hangs. A sender that waits for room reads meanwhile, so two sides that write at once do not
//!   block each other. Every request has a timeout.
//! * A session notices at once that the other side has died, and reports how many bytes were lost.
//! * If a handler fails, no message is lost.
//! * Nothing that a peer sends can make this crate panic.
//!
//! # Native sides
//! A side that is this crate or this extension's PHP, and knows that the other one is, too, learns more
//! than the package `riki137/stream-ipc` has words for:
//!
//! * **Cancellation.** [`Pending::cancel`] gives up a request, and its handler may look
//!   ([`IncomingRequest::is_cancelled`]). [`Pending::cancel_or_terminate`] ends a process that does not.
//! * **Messages of a request.** [`IncomingRequest::notify`] sends them before the reply, and
//!   [`Pending::on_message`] takes them.
//! * **Deadlines.** [`IncomingRequest::remaining_time`] tells how long the sender waits.
//!
//! Sessions of [`Peer::spawn`] and [`Peer::stdio`] find out by themselves whether the other side is
//! native; on sockets, one side calls [`Session::say_hello`]. A side that is not native never sees a
//! byte of all this: it gets messages of a request as messages like any other.
//!
//! # The parts
//! Peers and sessions use these modules; so does the PHP extension of the same name.
//!
//! * [`php`] and [`json`] write and read payloads; [`message`] has the messages of the protocol.
//! * [`native`] is what two native sides say to each other beside messages.
//! * [`frame`] decodes frames, as a state machine without I/O: bytes in, frames and junk out.
//! * [`budget`] limits the bytes received and not yet taken.
//! * [`child`] starts child processes and ends them.
//! * [`deadline`] measures timeouts on the monotonic clock.
//! * [`pool`] decides which worker gets which job, as a state machine without I/O; pools drive it.
//! * [`process`] returns the process id, also after a fork.
//! * [`request_id`] names requests.
//! * [`session`] is one conversation as a state machine without I/O: requests, deadlines, order,
//!   back-pressure, its end. An [`inbound::Inbound`] is an arrival in it.
//! * [`reactor`] moves the bytes: any number of channels in one poll set, with non-blocking reads and
//!   writes of borrowed descriptors.
//!
//! # Features
//! * `tokio`: sessions over `AsyncRead` and `AsyncWrite` and with child processes, and pools, for any task
//!   and thread, in the module `tokio`.

#![warn(missing_docs)]

pub mod budget;
pub mod child;
mod class_name;
pub mod deadline;
mod error;
mod format;
pub mod frame;
pub mod inbound;
mod jobs;
pub mod json;
pub mod message;
pub mod native;
mod options;
mod peer;
pub mod php;
pub mod pool;
pub mod process;
pub mod reactor;
pub mod request_id;
pub mod session;
#[cfg(feature = "tokio")]
pub mod tokio;
mod wrong_format;

pub use error::{BoxError, End, Error};
pub use format::{Format, FormatError};
pub use jobs::{JobOptions, PoolEvent, WorkerLost};
pub use options::Options;
pub use peer::{
    CancelHandle, IncomingRequest, Job, Map, Outcome, Peer, Pending, Recovery, Session, WorkerPool,
};
pub use wrong_format::WrongFormat;
