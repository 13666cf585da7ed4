//! Four PHP workers count primes, each in a range of its own, and report how far they are.

use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::env;
use std::io::{IsTerminal, stdout};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;
use stream_ipc::message::LogMessage;
use stream_ipc::{Error, Peer, Session};

/// The messages are the classes of messages.php.
#[derive(Serialize)]
#[serde(rename = r"Examples\RustParent\CountPrimes")]
struct CountPrimes {
    from: i64,
    to: i64,
}

#[derive(Deserialize)]
#[serde(rename = r"Examples\RustParent\Progress")]
struct Progress {
    percent: u8,
}

#[derive(Deserialize)]
#[serde(rename = r"Examples\RustParent\Counted")]
struct Counted {
    primes: i64,
}

const WORKERS: usize = 4;
const NUMBERS_EACH: i64 = 50_000;

fn main() {
    if let Err(error) = count() {
        eprintln!("The count failed: {error}");
        std::process::exit(1);
    }
}

fn count() -> Result<(), Error> {
    let peer = Peer::new()?;
    let progress = Rc::new([const { Cell::new(0) }; WORKERS]);

    // All four work at the same time: we send each its request before we wait for the first reply.
    let mut replies = Vec::new();
    for number in 0..WORKERS {
        let worker = start_worker(&peer, number, progress.clone())?;
        let from = number as i64 * NUMBERS_EACH + 1;
        let to = from + NUMBERS_EACH - 1;
        replies.push(worker.request(&CountPrimes { from, to }, Duration::from_secs(60))?);
    }

    let mut primes = 0;
    for mut reply in replies {
        // wait() runs the handler that draws the progress.
        let counted: Counted = reply.wait()?;
        primes += counted.primes;
    }
    let numbers = WORKERS as i64 * NUMBERS_EACH;
    println!("{primes} of the first {numbers} numbers are prime.");
    Ok(())
}

fn start_worker(
    peer: &Peer,
    number: usize,
    progress: Rc<[Cell<u8>; WORKERS]>,
) -> Result<Session, Error> {
    let php = env::var_os("PHP").unwrap_or_else(|| "php".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/worker.php");
    let worker = peer.spawn(Command::new(php).arg(script))?;

    worker.on_message(move |Progress { percent }, _: &Session| {
        progress[number].set(percent);
        draw(number, &progress);
    });
    // The worker's warnings and stray output arrive here, with level "junk".
    worker.on_message(move |log: LogMessage, _: &Session| {
        eprintln!("worker {}: {}", number + 1, log.message);
    });
    Ok(worker)
}

/// Redraws one line on a terminal; prints a line for each step to a file or a pipe.
fn draw(number: usize, progress: &[Cell<u8>; WORKERS]) {
    if stdout().is_terminal() {
        let percents = progress.iter().map(|done| format!("{:4} %", done.get()));
        print!("\r{}", percents.collect::<Vec<_>>().join("  "));
        if progress.iter().all(|done| done.get() == 100) {
            println!();
        }
    } else {
        println!("worker {}: {} %", number + 1, progress[number].get());
    }
}
