//! A worker that echoes, and does what it is told: the program of a test, started again.

use super::{Echo, Echoed, LIMIT};
use rustix::process::{Pid, test_kill_process};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::env;
use std::process::{Command, exit};
use std::rc::Rc;
use std::thread;
use std::time::Duration;
use stream_ipc::message::LogMessage;
use stream_ipc::{IncomingRequest, Peer, Session};

/// This program as a worker: its ignored test `worker`, which calls [`serve`].
pub fn command() -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "worker", "--ignored", "--nocapture"]);
    command
}

/// Does the jobs of the parent, until that is gone.
pub fn serve() -> ! {
    let peer = Peer::new().unwrap();
    let parent = peer.stdio().unwrap();
    parent.on_request_later(work);
    let greeting = Rc::new(RefCell::new("nothing".to_owned()));
    let heard = greeting.clone();
    parent.on_message(move |log: LogMessage, _: &Session| *heard.borrow_mut() = log.message);
    parent.on_request(move |Do { task }: Do, _: &Session| match task.as_str() {
        "say what you heard" => Ok(echoed(&greeting.borrow())),
        task => Err(format!("no such task: {task}")),
    });
    peer.run().unwrap();
    exit(0);
}

pub fn is_running(pid: u32) -> bool {
    let pid = Pid::from_raw(pid as i32).unwrap();
    test_kill_process(pid).is_ok()
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename = r"App\Do")]
pub struct Do {
    pub task: String,
}

pub fn work(Echo { text }: Echo, request: IncomingRequest) {
    let answer = match text.as_str() {
        "who are you?" => std::process::id().to_string(),
        "die" => {
            eprintln!("I cannot bear it");
            exit(13);
        }
        "hang" => loop {
            thread::sleep(LIMIT);
        },
        "hang until cancelled" => {
            while !request.is_cancelled() {
                thread::sleep(Duration::from_millis(5));
            }
            return request.fail("cancelled").unwrap();
        }
        "grow" => {
            let memory = vec![1_u8; 64 * 1024 * 1024];
            let sum = memory.iter().map(|byte| u64::from(*byte)).sum::<u64>();
            std::mem::forget(memory);
            sum.to_string()
        }
        "report" => {
            for step in ["one", "two"] {
                request.notify(&LogMessage::new(step)).unwrap();
            }
            text
        }
        _ => {
            if let Some(milliseconds) = text.strip_prefix("sleep ") {
                thread::sleep(Duration::from_millis(milliseconds.parse().unwrap()));
            }
            text
        }
    };
    request.reply(&echoed(&answer)).unwrap();
}

pub fn echo(text: &str) -> Echo {
    let text = text.to_owned();
    Echo { text }
}

pub fn echoed(text: &str) -> Echoed {
    let text = text.to_owned();
    Echoed { text }
}
