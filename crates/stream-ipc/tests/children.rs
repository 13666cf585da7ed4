//! What a program may rely on that starts workers.
//!
//! The workers are this program again: the ignored test below, started by the others.

mod support;

use rustix::fs::{OFlags, fcntl_getfl};
use rustix::process::{Pid, Signal, kill_process};
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::net::UnixStream;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Stdio, exit};
use std::rc::Rc;
use std::thread;
use std::time::{Duration, Instant};
use stream_ipc::child::{Input, PARENT};
use stream_ipc::message::LogMessage;
use stream_ipc::{End, Error, IncomingRequest, Options, Peer, Pending, Session};
use support::{Echo, Echoed, HELLO, LIMIT, native, reply_to, request_of, tick_until};

/// A worker that echoes. What it is asked tells it what to do besides.
#[test]
#[ignore = "a worker that the other tests start"]
fn worker() {
    let peer = Peer::new().unwrap();
    let parent = peer.stdio().unwrap();
    parent.on_request_later(work);
    parent.on_request(|Echo { text }, parent: &Session| {
        match text.as_str() {
            "are you native?" => {
                let text = parent.is_native().to_string();
                return Ok(Echoed { text });
            }
            "complain" => eprintln!("a complaint"),
            "print" => println!("a line"),
            "exit" => exit(3),
            "is your output blocking?" => {
                let modes = fcntl_getfl(io::stdout()).unwrap();
                let text = (!modes.contains(OFlags::NONBLOCK)).to_string();
                return Ok(Echoed { text });
            }
            _ => {}
        }
        Ok::<_, Infallible>(Echoed { text })
    });
    peer.run().unwrap();
    exit(0);
}

/// A request that takes its time.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = r"App\Work")]
struct Work {
    task: String,
}

/// Says that it has begun, and does what it is asked.
fn work(Work { task }: Work, request: IncomingRequest) {
    request.notify(&LogMessage::new("begun")).unwrap();
    let text = match task.as_str() {
        "tell how long" => {
            let time = request.remaining_time().unwrap();
            time.as_secs_f64().to_string()
        }
        "until cancelled" => {
            while !request.is_cancelled() {
                thread::sleep(Duration::from_millis(10));
            }
            "cancelled".to_owned()
        }
        _ => loop {
            thread::sleep(LIMIT);
        },
    };
    request.reply(&Echoed { text }).unwrap();
}

/// Has the worker begin a task.
fn begin(peer: &Peer, worker: &Session, task: &str) -> Pending {
    let task = task.to_owned();
    let pending = worker.request(&Work { task }, LIMIT).unwrap();
    let has_begun = Rc::new(Cell::new(false));
    let begins = has_begun.clone();
    pending.on_message(move |_: LogMessage, _: &Session| begins.set(true));
    tick_until(peer, || has_begun.get());
    pending
}

/// How this program becomes a worker.
const WORKER: [&str; 4] = ["--exact", "worker", "--ignored", "--nocapture"];

fn start_worker(peer: &Peer) -> Session {
    let program = env::current_exe().unwrap();
    peer.spawn(Command::new(program).args(WORKER)).unwrap()
}

fn ask(worker: &Session, text: &str) -> Result<String, Error> {
    let text = text.to_owned();
    let echoed: Echoed = worker.request(&Echo { text }, LIMIT)?.wait()?;
    Ok(echoed.text)
}

/// Has everything that the worker prints outside of frames collected.
fn collect_junk(worker: &Session) -> Rc<RefCell<String>> {
    let junk = Rc::new(RefCell::new(String::new()));
    let collected = junk.clone();
    worker.on_message(move |log: LogMessage, _: &Session| {
        assert_eq!(log.level, "junk");
        collected.borrow_mut().push_str(&log.message);
    });
    junk
}

#[test]
fn a_child_process_answers() {
    let peer = Peer::new().unwrap();
    let workers: Vec<_> = (0..4).map(|_| start_worker(&peer)).collect();
    for worker in &workers {
        assert_eq!(ask(worker, "hello").unwrap(), "hello");
    }
}

#[test]
fn a_child_prints_to_an_output_that_blocks_as_before() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "is your output blocking?").unwrap(), "true");
}

#[test]
fn a_child_sends_more_than_its_output_takes_at_once() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    let text = "x".repeat(8 * 1024 * 1024);
    assert!(ask(&worker, &text).unwrap() == text);
}

#[test]
fn what_a_child_prints_and_complains_of_is_junk() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    let junk = collect_junk(&worker);
    ask(&worker, "complain").unwrap();
    ask(&worker, "print").unwrap();
    let has = |text| junk.borrow().contains(text);
    tick_until(&peer, || has("a complaint\n") && has("a line\n"));
}

#[test]
fn phps_warnings_are_junk() {
    let peer = Peer::new().unwrap();
    let php = env::var_os("PHP").unwrap_or_else(|| "php".into());
    let mut command = Command::new(php);
    command.args([
        "-n",
        "-d",
        "display_errors=stderr",
        "-r",
        "echo $undefined;",
    ]);
    let worker = peer.spawn(&mut command).unwrap();
    let junk = collect_junk(&worker);
    peer.run().unwrap();
    let warning = "Warning: Undefined variable $undefined in Command line code";
    assert!(junk.borrow().contains(warning), "{junk:?}");
}

#[test]
fn the_last_words_of_a_child_are_told() {
    let peer = Peer::new().unwrap();
    let mut command = Command::new("sh");
    let script = "head -c 1 > /dev/null; echo first; echo the reason >&2";
    let worker = peer.spawn(command.args(["-c", script])).unwrap();
    let error = ask(&worker, "?").unwrap_err();
    let text = error.to_string();
    assert!(text.ends_with("; its last words: the reason"), "{text}");
    let Error::NoReply { last_output, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(last_output.bytes(), b"first\nthe reason\n");
    assert_eq!(last_output, worker.last_output());
}

#[test]
fn a_child_that_exits_in_the_middle_of_a_request_fails_it_at_once() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    let error = ask(&worker, "exit").unwrap_err();
    let by_peer = matches!(
        error,
        Error::NoReply {
            end: End::ByPeer { lost: 0 },
            ..
        }
    );
    assert!(by_peer, "{error:?}");
    tick_until(&peer, || worker.exit_status().is_some());
    let status = worker.exit_status().unwrap();
    assert_eq!(status.code(), Some(3));
}

#[test]
fn how_a_child_has_ended_is_known_when_its_session_ends() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    let status = Rc::new(RefCell::new(None));
    let noted = Rc::clone(&status);
    worker.on_end(move |_, worker| *noted.borrow_mut() = worker.exit_status());
    ask(&worker, "exit").unwrap_err();
    assert_eq!(status.borrow().unwrap().code(), Some(3));
    assert!(!worker.is_running());
}

#[test]
fn the_end_of_a_child_is_the_end_of_its_session_though_another_holds_its_pipes() {
    let peer = Peer::new().unwrap();
    // The shell ends and leaves a process that holds all three pipes.
    let script = "sleep 60 & echo $!; exit 4";
    let worker = peer.spawn(Command::new("sh").args(["-c", script])).unwrap();
    let junk = collect_junk(&worker);
    let begin = Instant::now();
    peer.run().unwrap();
    assert!(begin.elapsed() < LIMIT);
    assert_eq!(worker.exit_status().unwrap().code(), Some(4));
    // What it had printed has been read first.
    let sleeping: i32 = junk.borrow().trim().parse().unwrap();
    kill_process(Pid::from_raw(sleeping).unwrap(), Signal::KILL).unwrap();
}

#[test]
fn a_child_that_ignores_sigterm_is_killed_after_its_grace() {
    let peer = Peer::new().unwrap();
    let script = "trap '' TERM; echo ready; while :; do sleep 1; done";
    let worker = peer.spawn(Command::new("sh").args(["-c", script])).unwrap();
    let junk = collect_junk(&worker);
    tick_until(&peer, || junk.borrow().contains("ready"));
    let begin = Instant::now();
    worker.terminate(Duration::from_millis(200));
    peer.run().unwrap();
    assert!((Duration::from_millis(200)..LIMIT).contains(&begin.elapsed()));
    assert_eq!(worker.exit_status().unwrap().signal(), Some(9));
}

#[test]
fn a_grace_without_an_end_kills_nobody() {
    let peer = Peer::with(Options::new().busy_poll(Duration::MAX)).unwrap();
    let worker = start_worker(&peer);
    for text in ["one", "two", "three", "four"] {
        assert_eq!(ask(&worker, text).unwrap(), text);
    }
    worker.terminate(Duration::MAX);
    peer.run().unwrap();
    assert_eq!(worker.exit_status().unwrap().signal(), Some(15));
}

#[test]
fn closing_the_session_ends_the_child_and_leaves_no_zombie() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "hello").unwrap(), "hello");
    let process = format!("/proc/{}", worker.process_id().unwrap());
    assert!(Path::new(&process).exists());
    worker.close();
    drop(worker);
    // Its entry goes when its exit status has been collected.
    tick_until(&peer, || !Path::new(&process).exists());
}

#[test]
fn a_child_that_does_not_end_by_itself_is_collected_by_a_later_peer() {
    let peer = Peer::new().unwrap();
    let worker = peer.spawn(Command::new("sleep").arg("3600")).unwrap();
    let id = worker.process_id().unwrap();
    drop((worker, peer));
    kill_process(Pid::from_raw(id as i32).unwrap(), Signal::KILL).unwrap();
    let process = format!("/proc/{id}");
    let peer = Peer::new().unwrap();
    tick_until(&peer, || !Path::new(&process).exists());
}

#[test]
fn sending_to_a_dead_child_is_an_error_not_a_signal() {
    let peer = Peer::new().unwrap();
    let worker = peer.spawn(&mut Command::new("true")).unwrap();
    let start = Instant::now();
    let text = "anybody?".to_owned();
    let error = loop {
        assert!(start.elapsed() < LIMIT);
        if let Err(error) = worker.notify(&Echo { text: text.clone() }) {
            break error;
        }
    };
    assert!(matches!(error, Error::Send { .. }), "{error:?}");
}

#[test]
fn children_die_of_broken_pipes_as_programs_do() {
    let peer = Peer::new().unwrap();
    let worker = peer.spawn(&mut Command::new("cat")).unwrap();
    let id = worker.process_id().unwrap();
    let start = Instant::now();
    // Until it has become `cat`, the child is a copy of this process.
    let status = loop {
        assert!(start.elapsed() < LIMIT);
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        if status.starts_with("Name:\tcat\n") {
            break status;
        }
    };
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = u64::from_str_radix(ignored.unwrap().trim(), 16).unwrap();
    let broken_pipe = 1 << (Signal::PIPE.as_raw() - 1);
    assert_eq!(ignored & broken_pipe, 0, "SIGPIPE is ignored: {ignored:x}");
}

#[test]
fn a_worker_that_is_stopped_and_continued_answers_all_the_same() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "hello").unwrap(), "hello");
    let pid = Pid::from_raw(worker.process_id().unwrap() as i32).unwrap();
    for text in ["once", "twice"] {
        // Ends the wait in its poll with EINTR.
        kill_process(pid, Signal::STOP).unwrap();
        kill_process(pid, Signal::CONT).unwrap();
        assert_eq!(ask(&worker, text).unwrap(), text);
    }
}

#[test]
#[ignore = "a program that another test starts"]
fn ticks_until_a_signal_comes() {
    let peer = Peer::new().unwrap();
    let (ours, _theirs) = UnixStream::pair().unwrap();
    let _session = peer.attach(ours).unwrap();
    peer.tick(None).unwrap();
}

#[test]
fn a_signal_ends_a_tick() {
    let args = ["--exact", "ticks_until_a_signal_comes", "--ignored"];
    let mut program = Command::new(env::current_exe().unwrap());
    let mut ticking = program.args(args).stdout(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = ticking.try_wait().unwrap() {
            break status;
        }
        assert!(start.elapsed() < LIMIT);
        kill_process(Pid::from_child(&ticking), Signal::STOP).unwrap();
        kill_process(Pid::from_child(&ticking), Signal::CONT).unwrap();
        thread::sleep(Duration::from_millis(10));
    };
    assert!(status.success(), "{status}");
}

#[test]
fn a_program_that_does_not_exist_is_an_error_that_names_it() {
    let peer = Peer::new().unwrap();
    let error = peer
        .spawn(&mut Command::new("no-such-program"))
        .unwrap_err();
    assert!(matches!(error, Error::Start { .. }), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("cannot start no-such-program: ")
    );
    assert!(peer.sessions().is_empty());
    peer.tick(Some(Duration::ZERO)).unwrap();
}

#[test]
fn a_child_and_its_parent_know_each_other_by_the_environment() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert!(!worker.is_native());
    assert_eq!(ask(&worker, "are you native?").unwrap(), "true");
    assert!(worker.is_native());
    // From the second request on, it knows how long we wait.
    let mut pending = begin(&peer, &worker, "tell how long");
    let left: f64 = pending.wait::<Echoed>().unwrap().text.parse().unwrap();
    let limit = LIMIT.as_secs_f64();
    assert!(left > limit / 2.0 && left <= limit, "{left}");
}

#[test]
fn a_program_that_inherits_the_environment_only_does_not_say_hello() {
    let input = Input::new().unwrap();
    let mut program = Command::new(env::current_exe().unwrap());
    let mut program = program
        .args(WORKER)
        .env(PARENT, input.name().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = program.stdin.take().unwrap();
    stdin
        .write_all(&request_of("7.1", "are you native?"))
        .unwrap();
    drop(stdin);
    let output = program.wait_with_output().unwrap().stdout;
    let has = |bytes: &[u8]| output.windows(bytes.len()).any(|part| part == bytes);
    assert!(has(&reply_to("7.1", "false")));
    assert!(!has(&native(HELLO)));
}

#[test]
fn a_child_that_looks_ends_its_cancelled_request_and_goes_on() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "hello").unwrap(), "hello");
    let grace = Duration::from_millis(500);
    let pending = begin(&peer, &worker, "until cancelled");
    let cancelled = Instant::now();
    pending.cancel_or_terminate(grace);
    assert_eq!(ask(&worker, "next").unwrap(), "next");
    let took = cancelled.elapsed();
    assert!(took < grace, "{took:?}");
    // Nobody is terminated for what was answered in time.
    tick_until(&peer, || cancelled.elapsed() > grace + grace);
    assert!(worker.is_running());
    assert_eq!(ask(&worker, "later").unwrap(), "later");
}

#[test]
fn a_child_that_does_not_look_is_terminated_after_its_grace() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "hello").unwrap(), "hello");
    let mut pending = begin(&peer, &worker, "for ever");
    let cancelled = Instant::now();
    pending.cancel_or_terminate(Duration::from_millis(300));
    let outcome = pending.wait::<Echoed>();
    assert!(matches!(outcome, Err(Error::Cancelled(_))), "{outcome:?}");
    assert!(cancelled.elapsed() < Duration::from_millis(300));
    assert!(worker.is_running());
    peer.run().unwrap();
    let took = cancelled.elapsed();
    assert!((Duration::from_millis(300)..LIMIT).contains(&took));
    assert_eq!(worker.exit_status().unwrap().signal(), Some(15));
}

#[test]
fn a_cancellation_without_a_grace_terminates_nobody() {
    let peer = Peer::new().unwrap();
    let worker = start_worker(&peer);
    assert_eq!(ask(&worker, "hello").unwrap(), "hello");
    let pending = begin(&peer, &worker, "for ever");
    let cancelled = Instant::now();
    pending.cancel();
    tick_until(&peer, || cancelled.elapsed() > Duration::from_millis(500));
    assert!(worker.is_running());
    worker.terminate(LIMIT);
    peer.run().unwrap();
}
