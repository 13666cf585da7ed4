//! Both ends of the benchmark in Rust, with the crate.
//!
//! `rust parent|worker requests|one-way REQUEST REPLY REQUESTS REPLIES [the worker's command]`:
//! requests with replies or notifications, the lengths of the texts of both ends, and how many of
//! each make a batch. The parent reads numbers of batches, one per line, exchanges so many with the
//! worker and prints the nanoseconds that it took.

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

struct Exchange {
    one_way: bool,
    request: LogMessage,
    reply: LogMessage,
    requests: usize,
    replies: usize,
}

impl Exchange {
    fn parse(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let [pattern, request, reply, requests, replies] = args else {
            return Err("a pattern and four numbers are needed".into());
        };
        Ok(Self {
            one_way: pattern == "one-way",
            request: LogMessage::new("x".repeat(request.parse()?)),
            reply: LogMessage::new("x".repeat(reply.parse()?)),
            requests: requests.parse()?,
            replies: replies.parse()?,
        })
    }

    /// Exchanges one batch with the worker. `arrived` counts its notifications.
    fn ask(
        &self,
        peer: &Peer,
        worker: &Session,
        arrived: &Cell<usize>,
    ) -> Result<(), stream_ipc::Error> {
        if self.one_way {
            self.notify(peer, worker, arrived)
        } else if self.requests == 1 {
            worker
                .request(&self.request, TIMEOUT)?
                .wait::<LogMessage>()?;
            Ok(())
        } else {
            self.request_all(worker)
        }
    }

    /// Sends the notifications of one batch, and waits for those that come back.
    fn notify(
        &self,
        peer: &Peer,
        worker: &Session,
        arrived: &Cell<usize>,
    ) -> Result<(), stream_ipc::Error> {
        for _ in 0..self.requests {
            worker.notify(&self.request)?;
        }
        arrived.set(0);
        while arrived.get() < self.replies {
            peer.tick(None)?;
        }
        Ok(())
    }

    /// Sends all requests of one batch, then waits for the replies.
    fn request_all(&self, worker: &Session) -> Result<(), stream_ipc::Error> {
        let requests = (0..self.requests).map(|_| worker.request(&self.request, TIMEOUT));
        for mut pending in requests.collect::<Result<Vec<_>, _>>()? {
            pending.wait::<LogMessage>()?;
        }
        Ok(())
    }
}

/// Answers until the parent is gone.
fn serve(exchange: Exchange) -> Result<(), Box<dyn Error>> {
    let peer = Peer::new()?;
    let parent = peer.stdio()?;
    parent.on_request(|request: LogMessage, _: &Session| Ok::<_, Infallible>(request));
    let arrived = Cell::new(0_usize);
    parent.on_message(move |_: LogMessage, parent: &Session| {
        arrived.set(arrived.get() + 1);
        if arrived.get().is_multiple_of(exchange.requests) {
            for _ in 0..exchange.replies {
                parent.notify(&exchange.reply)?;
            }
        }
        Ok::<_, stream_ipc::Error>(())
    });
    Ok(peer.run()?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some((role, args)) = args.split_first().filter(|(_, args)| args.len() >= 5) else {
        return Err(
            "usage: rust parent|worker PATTERN REQUEST REPLY REQUESTS REPLIES [COMMAND]".into(),
        );
    };
    let (numbers, command) = args.split_at(5);
    let exchange = Exchange::parse(numbers)?;
    if role == "worker" {
        return serve(exchange);
    }
    let (program, args) = command.split_first().ok_or("the command is missing")?;
    let peer = Peer::new()?;
    let worker = peer.spawn(Command::new(program).args(args))?;
    let arrived = Rc::new(Cell::new(0));
    let counter = Rc::clone(&arrived);
    worker.on_message(move |_: LogMessage, _: &Session| counter.set(counter.get() + 1));
    for line in io::stdin().lines() {
        let batches: u64 = line?.parse()?;
        let start = Instant::now();
        for _ in 0..batches {
            exchange.ask(&peer, &worker, &arrived)?;
        }
        println!("{}", start.elapsed().as_nanos());
    }
    Ok(())
}
