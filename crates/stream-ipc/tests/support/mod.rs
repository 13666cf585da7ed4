//! Messages and waits that tests share.

#![allow(dead_code, reason = "no test uses all of it")]

pub mod workers;

use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};
use stream_ipc::frame::encode;
use stream_ipc::message::{RequestEnvelope, ResponseEnvelope};
use stream_ipc::{Peer, php};

/// Nothing that is waited for takes this long, however loaded the machine is.
pub const LIMIT: Duration = Duration::from_secs(20);

/// What a hello says behind the mark of native sides, in its first version.
pub const HELLO: &[u8] = b"H1";

/// How a cancellation begins behind the mark; the id of the request follows.
pub const CANCEL: &[u8] = b"C";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = r"App\Echo")]
pub struct Echo {
    pub text: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = r"App\Echoed")]
pub struct Echoed {
    pub text: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename = r"App\Note")]
pub struct Note {
    pub number: i64,
    pub padding: String,
}

pub fn frame_of(message: &impl Serialize) -> Vec<u8> {
    encode(&php::to_vec(message).unwrap()).unwrap()
}

/// A frame for native sides only.
pub fn native(content: &[u8]) -> Vec<u8> {
    encode(&[b"\0native\0", content].concat()).unwrap()
}

/// A message of a request, as native sides send it.
pub fn message_of(id: &str, message: &impl Serialize) -> Vec<u8> {
    let len = (id.len() as u32).to_be_bytes();
    let message = php::to_vec(message).unwrap();
    native(&[b"M", &len[..], id.as_bytes(), &message].concat())
}

pub fn request_of(id: &str, text: &str) -> Vec<u8> {
    let (id, text) = (id.to_owned(), text.to_owned());
    frame_of(&RequestEnvelope {
        id,
        request: Echo { text },
    })
}

pub fn reply_to(id: &str, text: &str) -> Vec<u8> {
    let (id, text) = (id.to_owned(), text.to_owned());
    frame_of(&ResponseEnvelope {
        id,
        response: Echoed { text },
    })
}

pub fn tick_until(peer: &Peer, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < LIMIT, "it did not happen");
        peer.tick(Some(Duration::from_millis(100))).unwrap();
    }
}
