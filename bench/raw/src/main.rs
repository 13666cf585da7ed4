//! The limit of the benchmark: two processes that move the same bytes as the extension over the
//! same kind of pipes, with poll, read and write, and ignore their content.
//!
//! `raw parent|worker REQUEST REPLY REQUESTS REPLIES [the worker's command]`: the bytes of a request
//! and of a reply, and how many of each make a batch. The parent reads numbers of batches, one per
//! line, exchanges so many with the worker and prints the nanoseconds that it took.

use rustix::event::{PollFd, PollFlags, poll};
use std::env;
use std::error::Error;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::AsFd;
use std::process::Command;
use std::time::Instant;

/// The bytes of a read; a pipe holds no more.
const CHUNK: usize = 64 * 1024;

/// The parent's ends of the three pipes.
struct Worker {
    stdin: PipeWriter,
    stdout: PipeReader,
    stderr: PipeReader,
}

impl Worker {
    fn start(command: &[String]) -> Result<Self, Box<dyn Error>> {
        let (program, args) = command.split_first().ok_or("the command is missing")?;
        let (its_stdin, stdin) = io::pipe()?;
        let (stdout, its_stdout) = io::pipe()?;
        let (stderr, its_stderr) = io::pipe()?;
        Command::new(program)
            .args(args)
            .stdin(its_stdin)
            .stdout(its_stdout)
            .stderr(its_stderr)
            .spawn()?;
        Ok(Self {
            stdin,
            stdout,
            stderr,
        })
    }
}

struct Exchange {
    request: Vec<u8>,
    reply: Vec<u8>,
    requests: usize,
    replies: usize,
}

impl Exchange {
    fn parse(args: &[String]) -> Result<Self, Box<dyn Error>> {
        let [request, reply, requests, replies] = args else {
            return Err("four numbers are needed".into());
        };
        Ok(Self {
            request: vec![b'q'; request.parse()?],
            reply: vec![b'a'; reply.parse()?],
            requests: requests.parse()?,
            replies: replies.parse()?,
        })
    }

    /// Sends one batch, then reads the replies to it.
    fn ask(&self, worker: &mut Worker) -> io::Result<()> {
        for _ in 0..self.requests {
            worker.stdin.write_all(&self.request)?;
        }
        let mut missing = self.reply.len() * self.replies;
        let mut chunk = [0; CHUNK];
        while missing > 0 {
            // A parent reads its worker's standard error, too.
            wait(&mut [
                PollFd::new(&worker.stdout, PollFlags::IN),
                PollFd::new(&worker.stderr, PollFlags::IN),
            ])?;
            match worker.stdout.read(&mut chunk)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => missing -= read,
            }
        }
        Ok(())
    }

    /// Replies to requests until the end of the input: as soon as there are enough of them for a
    /// reply, or with many replies to one request.
    fn answer(&self, mut stdin: PipeReader, mut stdout: PipeWriter) -> io::Result<()> {
        let requests_at_a_time = (self.requests / self.replies).max(1);
        let replies_at_a_time = (self.replies / self.requests).max(1);
        let asked = self.request.len() * requests_at_a_time;
        let mut unanswered = 0;
        let mut chunk = [0; CHUNK];
        loop {
            wait(&mut [PollFd::new(&stdin, PollFlags::IN)])?;
            match stdin.read(&mut chunk)? {
                0 => return Ok(()),
                read => unanswered += read,
            }
            while unanswered >= asked {
                for _ in 0..replies_at_a_time {
                    stdout.write_all(&self.reply)?;
                }
                unanswered -= asked;
            }
        }
    }
}

fn wait(streams: &mut [PollFd<'_>]) -> io::Result<()> {
    poll(streams, None)?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let Some((role, args)) = args.split_first().filter(|(_, args)| args.len() >= 4) else {
        return Err("usage: raw parent|worker REQUEST REPLY REQUESTS REPLIES [COMMAND]".into());
    };
    let (numbers, command) = args.split_at(4);
    let exchange = Exchange::parse(numbers)?;
    if role == "worker" {
        // Plain pipes instead of std's own handles, which have buffers.
        let stdin = io::stdin().as_fd().try_clone_to_owned()?;
        let stdout = io::stdout().as_fd().try_clone_to_owned()?;
        return Ok(exchange.answer(stdin.into(), stdout.into())?);
    }
    let mut worker = Worker::start(command)?;
    for line in io::stdin().lines() {
        let batches: u64 = line?.parse()?;
        let start = Instant::now();
        for _ in 0..batches {
            exchange.ask(&mut worker)?;
        }
        println!("{}", start.elapsed().as_nanos());
    }
    Ok(())
}
