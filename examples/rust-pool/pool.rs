//! A pool of PHP workers counts the steps of ten thousand numbers. One of the numbers kills its worker.

use serde::{Deserialize, Serialize};
use std::env;
use std::process::Command;
use std::time::Duration;
use stream_ipc::pool::{Event, Options};
use stream_ipc::{Error, Peer, WorkerPool};

/// The messages are the classes of messages.php.
#[derive(Serialize)]
#[serde(rename = r"Examples\RustPool\CountSteps")]
struct CountSteps {
    number: i64,
}

#[derive(Deserialize)]
#[serde(rename = r"Examples\RustPool\Steps")]
struct Steps {
    steps: i64,
}

fn main() {
    if let Err(error) = count() {
        eprintln!("The count failed: {error}");
        std::process::exit(1);
    }
}

fn count() -> Result<(), Error> {
    let peer = Peer::new()?;
    let options = Options {
        size: 4,
        attempts: 2,
        timeout: Some(Duration::from_secs(10)),
        ..Options::default()
    };
    let php = env::var_os("PHP").unwrap_or_else(|| "php".into());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/worker.php");
    let pool = WorkerPool::with(&peer, options, move |peer: &Peer, _| {
        peer.spawn(Command::new(&php).arg(script))
    });
    pool.on_event(|event| {
        if let Event::Lost { .. } = event.event() {
            eprintln!("{event}");
        }
    });

    let (mut most, mut failed) = ((0, 0), 0);
    // The jobs come back in the order in which they end, as many at once as keep the workers busy.
    for done in pool.map((0..10_000).map(|number| CountSteps { number })) {
        let (CountSteps { number }, job) = done?;
        match job.wait::<Steps>() {
            Ok(Steps { steps }) => most = most.max((steps, number)),
            Err(error) => {
                println!("{number}, tried {} times: {error}", job.attempts());
                failed += 1;
            }
        }
    }
    // The workers end when they have nothing left to do.
    pool.drain(None)?;

    let (steps, number) = most;
    println!(
        "{number} takes {steps} steps, more than any other number below 10000; {failed} failed."
    );
    Ok(())
}
