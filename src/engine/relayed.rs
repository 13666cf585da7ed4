//! Streams that only PHP can read and write: streams of user code, with filters, with TLS.

use super::{find_stream, with};
use crate::limits;
use crate::zend::{Progress, Result, Stream, Written, check_exception, set_aside, throw_object};
use std::io;
use stream_ipc::reactor::{ChannelId, GroupId, Io, Source, StreamId};

/// Moves the bytes of the group's streams that only PHP can read or write.
///
/// # Errors
/// The first exception that a stream of user code throws. The other streams have had their turn, or get
/// it next time.
pub fn relay(group: GroupId) -> Result {
    let read = set_aside(read_relayed(group))?;
    for channel in with(|reactor| reactor.unsent(group))? {
        write_relayed(channel)?;
    }
    read.map_err(throw_object)
}

/// Reads the streams of the group that only PHP can read.
fn read_relayed(group: GroupId) -> Result {
    let mut again = Vec::new();
    let mut outcome = Ok(());
    while outcome.is_ok()
        && let Some((id, stream)) = with(|reactor| {
            let next = reactor.next_relay(group);
            next.map(|(id, stream)| (id, stream.clone()))
        })?
    {
        // Ask a stream that threw once more: it may have ended.
        outcome = relay_stream(id, &stream).map(|progress| {
            if progress == Progress::Some {
                again.push(id);
            }
        });
        if outcome.is_err() {
            again.push(id);
        }
    }
    with(|reactor| again.into_iter().for_each(|id| reactor.relay_again(id)))?;
    outcome
}

/// Reads a stream for the reactor, up to a budget so that the others get their turn.
fn relay_stream(id: StreamId, stream: &Stream) -> Result<Progress> {
    const CHUNK: usize = 8192;
    const CHUNKS: usize = 32;
    for _ in 0..CHUNKS {
        let mut buffer = [0; CHUNK];
        let (read, progress) = stream.read(&mut buffer)?;
        with(|reactor| {
            reactor.supply(id, &buffer[..read]);
            match &progress {
                Progress::End => reactor.end(id),
                Progress::Failed(reason) => reactor.fail(id, io::Error::other(reason.clone())),
                Progress::Some | Progress::Nothing => {}
            }
        })?;
        if progress != Progress::Some {
            return Ok(progress);
        }
    }
    Ok(Progress::Some)
}

/// Reads the bytes that a stream has now, without waiting.
pub fn read_now(id: StreamId, stream: &Stream) -> Result {
    if let Io::Relayed(_) = stream.io() {
        return relay_stream(id, stream).map(drop);
    }
    with(|reactor| {
        limits::follow_memory_limit(reactor.budget());
        reactor.read_now(id);
    })
}

/// Reads a TLS connection before we write to it: the other side may have ended it, and then takes nothing
/// more, though the socket still does.
pub(super) fn hear_of_end(channel: ChannelId) -> Result {
    match find_stream(channel, Stream::has_encrypted_news)? {
        Some((id, stream)) if with(|reactor| reactor.is_read(id))? => {
            relay_stream(id, &stream).map(drop)
        }
        _ => Ok(()),
    }
}

/// Writes to a stream that only PHP can write, as far as it has room.
pub(super) fn write_relayed(channel: ChannelId) -> Result {
    while let Some((stream, frame, written)) = with(|reactor| {
        let lent = reactor.lend(channel);
        lent.map(|(stream, frame, written)| (stream.clone(), frame.clone(), written))
    })? {
        let outcome = stream.write(&frame.as_bytes()[written..]);
        with(|reactor| match &outcome {
            Written::Some(bytes) => reactor.wrote(channel, *bytes),
            Written::NoRoom => reactor.wrote(channel, 0),
            Written::Closed(reason) => {
                reactor.wrote(channel, 0);
                reactor.break_off(channel, &io::Error::other(reason.clone()));
            }
        })?;
        check_exception()?;
        if outcome == Written::NoRoom {
            break;
        }
    }
    Ok(())
}
