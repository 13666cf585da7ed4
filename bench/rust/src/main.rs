//! Both ends of the benchmark in Rust, with the crate.
//!
//! `rust parent|worker one-by-one|in-flight|one-way BYTES BATCH [the worker's command]`: how
//! messages follow each other, the length of their text, the messages in a batch. The parent reads
//! numbers of batches, one per line, exchanges so many with the worker and prints the nanoseconds that
//! it took.

use std::cell::Cell;
use std::convert::Infallible;
use std::env;
use std::error::Error;
use std::io;
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};
use stream_ipc::message::LogMessage;
use stream_ipc::{Peer, Session};

const TIMEOUT: Duration = Duration::from_secs(30);

/// Acknowledges a batch of notifications.
const ACKNOWLEDGEMENT: &str = "all there";

struct Exchange {
    pattern: String,
    message: LogMessage,
    batch: usize,
}

impl Exchange {
    fn parse(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let [pattern, bytes, batch] = args else {
            return Err("a pattern and two numbers are needed".into());
        };
        Ok(Self {
            pattern: pattern.clone(),
            message: LogMessage::new("x".repeat(bytes.parse()?)),
            batch: batch.parse()?,
        })
    }

    /// Sends one batch, and waits for the replies.
    fn ask(
        &self,
        peer: &Peer,
        worker: &Session,
        acknowledged: &Cell<bool>,
    ) -> Result<(), stream_ipc::Error> {
        if self.pattern == "one-way" {
            for _ in 0..self.batch {
                worker.notify(&self.message)?;
            }
            acknowledged.set(false);
            while !acknowledged.get() {
                peer.tick(None)?;
            }
            return Ok(());
        }
        if self.pattern == "one-by-one" {
            worker
                .request(&self.message, TIMEOUT)?
                .wait::<LogMessage>()?;
            return Ok(());
        }
        let requests = (0..self.batch).map(|_| worker.request(&self.message, TIMEOUT));
        for mut pending in requests.collect::<Result<Vec<_>, _>>()? {
            pending.wait::<LogMessage>()?;
        }
        Ok(())
    }
}

/// Answers until the parent is gone.
fn serve(exchange: &Exchange) -> Result<(), Box<dyn Error>> {
    let peer = Peer::new()?;
    let parent = peer.stdio()?;
    parent.on_request(|request: LogMessage, _: &Session| Ok::<_, Infallible>(request));
    let (arrived, batch) = (Cell::new(0), exchange.batch);
    parent.on_message(move |_: LogMessage, parent: &Session| {
        arrived.set(arrived.get() + 1);
        match arrived.get() % batch {
            0 => parent.notify(&LogMessage::new(ACKNOWLEDGEMENT)),
            _ => Ok(()),
        }
    });
    Ok(peer.run()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some((role, args)) = args.split_first().filter(|(_, args)| args.len() >= 3) else {
        return Err("usage: rust parent|worker PATTERN BYTES BATCH [COMMAND]".into());
    };
    let (numbers, command) = args.split_at(3);
    let exchange = Exchange::parse(numbers)?;
    if role == "worker" {
        return serve(&exchange);
    }
    let (program, args) = command.split_first().ok_or("the command is missing")?;
    let peer = Peer::new()?;
    let worker = peer.spawn(Command::new(program).args(args))?;
    let acknowledged = Rc::new(Cell::new(false));
    let noted = Rc::clone(&acknowledged);
    worker.on_message(move |_: LogMessage, _: &Session| noted.set(true));
    for line in io::stdin().lines() {
        let batches: u64 = line?.parse()?;
        let start = Instant::now();
        for _ in 0..batches {
            exchange.ask(&peer, &worker, &acknowledged)?;
        }
        println!("{}", start.elapsed().as_nanos());
    }
    Ok(())
}
