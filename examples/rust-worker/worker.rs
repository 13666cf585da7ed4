//! Does the same work as worker.php, in Rust.

use serde::{Deserialize, Serialize};
use stream_ipc::{Error, Peer, Session};

/// The messages are the classes of messages.php.
#[derive(Deserialize)]
#[serde(rename = r"Examples\RustWorker\FindLowestHash")]
struct FindLowestHash {
    text: String,
    numbers: i64,
}

#[derive(Serialize)]
#[serde(rename = r"Examples\RustWorker\LowestHash")]
struct LowestHash {
    number: i64,
    hash: u32,
}

fn main() -> Result<(), Error> {
    let peer = Peer::new()?;
    // What the handler returns is the reply; an error becomes an exception in the parent.
    peer.stdio()?
        .on_request(|job: FindLowestHash, _: &Session| {
            find_lowest_hash(&job).ok_or("There is no lowest hash among no numbers")
        });
    // Answers until the parent is gone.
    peer.run()
}

fn find_lowest_hash(job: &FindLowestHash) -> Option<LowestHash> {
    (0..job.numbers)
        .map(|number| LowestHash {
            number,
            hash: hash(hash(0, &job.text), &number.to_string()),
        })
        .min_by_key(|lowest| lowest.hash)
}

fn hash(start: u32, text: &str) -> u32 {
    text.bytes().fold(start, |hash, byte| {
        hash.wrapping_mul(65_599).wrapping_add(u32::from(byte))
    })
}
