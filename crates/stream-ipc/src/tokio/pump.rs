//! The two tasks of a session: one reads, one writes.

use super::Shared;
use super::incoming::{Arrival, Received};
use crate::error::{End, Error};
use crate::format::Reply;
use crate::frame::{Decoded, Decoder};
use crate::message::Label;
use crate::options::Options;
use ::tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use ::tokio::sync::{mpsc, oneshot};
use bytes::{BufMut as _, BytesMut};
use std::io;
use std::sync::Arc;

/// A frame on its way, and whom to tell when it has left.
#[derive(Debug)]
pub(super) struct Outgoing {
    pub(super) frame: Vec<u8>,
    pub(super) told: oneshot::Sender<io::Result<()>>,
}

/// Writes frames, each of them whole, until the session has ended or the stream breaks.
pub(super) async fn write_on(
    mut stream: impl AsyncWrite + Unpin,
    mut frames: mpsc::Receiver<Outgoing>,
) {
    while let Some(Outgoing { frame, told }) = frames.recv().await {
        let mut written = stream.write_all(&frame).await;
        if written.is_ok() {
            written = stream.flush().await;
        }
        let broken = written.is_err();
        // Who sent it may not wait any more.
        let _ = told.send(written);
        if broken {
            return;
        }
    }
    // The other side sees the end of the stream, or is gone already.
    let _ = stream.shutdown().await;
}

/// Bytes of a read through the shared block, and the least that a payload must miss to be read in
/// place.
const BLOCK: usize = 64 * 1024;

/// Reads frames until the stream ends, and then ends the session.
pub(super) async fn read_on(
    mut stream: impl AsyncRead + Unpin,
    options: Options,
    shared: Arc<Shared>,
    arrivals: mpsc::UnboundedSender<Arrival>,
) {
    let mut decoder = Decoder::new(options.max_frame);
    let mut block = BytesMut::new();
    let end = loop {
        shared.wait_for_room().await;
        let mut found = Vec::new();
        let read = match decoder.payload_room(BLOCK) {
            Some((payload, room)) => {
                let read = stream.read_buf(&mut payload.limit(room)).await;
                decoder.payload_read(|decoded| found.push(decoded));
                read
            }
            None => {
                block.reserve(BLOCK);
                let read = stream.read_buf(&mut block).await;
                decoder.feed(block.split(), |decoded| found.push(decoded));
                read
            }
        };
        let ended = match read {
            Ok(0) => {
                let lost = decoder.finish(|junk| found.push(junk));
                Some(End::ByPeer { lost })
            }
            Ok(_) => None,
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => {
                let lost = decoder.finish(|junk| found.push(junk));
                Some(End::ByPeer { lost })
            }
            Err(error) => Some(End::Failed(Arc::new(Error::Read(error)))),
        };
        let delivered = found
            .into_iter()
            .try_for_each(|decoded| deliver(decoded, &shared, &arrivals));
        if let Err(end) = delivered {
            break end;
        }
        if let Some(end) = ended {
            break end;
        }
    };
    shared.finish(end);
}

fn deliver(
    decoded: Decoded,
    shared: &Arc<Shared>,
    arrivals: &mpsc::UnboundedSender<Arrival>,
) -> Result<(), End> {
    let arrival = match decoded {
        Decoded::Frame(payload) => {
            if let Some((Label::Response { id, class }, opened)) = shared.format.open(&payload) {
                shared.keep_reply(&id, Reply::new(&payload, opened, &class));
                return Ok(());
            }
            Arrival::Frame(payload)
        }
        Decoded::Junk(bytes) => Arrival::Junk(bytes),
        Decoded::TooLong(error) => return Err(End::Failed(Arc::new(error.into()))),
        Decoded::NoRoom(error) => return Err(End::Failed(Arc::new(error.into()))),
    };
    shared.note_queued(arrival.size());
    if let Err(refused) = arrivals.send(arrival) {
        // Nobody takes it any more. A request is answered for where it is dropped.
        shared.note_taken(refused.0.size());
        drop(Received::of(refused.0, shared));
    }
    Ok(())
}
