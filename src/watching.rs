//! `watch()` and `unwatch()` of peers: the peer calls a callback while a stream is readable.
//!
//! How a peer learns that a stream is readable is its own affair, see [`WatchOperations`]. A callback runs
//! once at a time, also if it ticks or suspends its fiber.

use crate::ipc_peer::{IpcPeer, PEERS};
use crate::zend::{
    Array, Callable, FromArgument, Object, Position, Result, Slot, Stream, ToValue, Zval, call,
    check_exception, throw_logic,
};

/// The watched streams by their numbers, each as an array of the stream and its callback.
pub const WATCHED: Slot<IpcPeer> = Slot::new(3);

/// The functions by which a peer of this extension watches streams.
pub struct WatchOperations {
    /// Begins to watch a stream: whenever it may be readable, the peer calls [`serve`].
    pub begin: fn(&Object, &Stream) -> Result,
    /// Ends watching the stream with this number, which PHP code may have closed.
    pub end: fn(&Object, i64) -> Result,
}

/// `$peer->watch($stream, $onReadable)`
pub fn watch(peer: &Object, stream: Watchable, on_readable: &Callable) -> Result {
    begin(peer, &stream.0, on_readable.shallow_clone())
}

/// `$peer->unwatch($stream)`
pub fn unwatch(peer: &Object, stream: StreamNumber) -> Result {
    forget(peer, stream.0)
}

/// Watches a stream, or replaces the callback of one that is watched.
pub fn begin(peer: &Object, stream: &Stream, on_readable: Zval) -> Result {
    let Some(operations) = PEERS.of(peer) else {
        let class = String::from_utf8_lossy(&peer.class_name()).into_owned();
        return Err(throw_logic(&format!(
            "{class} waits in a tick() of its own, which watches no streams: poll the stream there, for \
             example with stream_select(), or override watch() and unwatch()"
        )));
    };
    let number = stream.number();
    let entry = vec![stream.to_value(), on_readable].to_value();
    let replaced = peer.update(WATCHED, |all| all.insert(number, entry))?;
    if replaced.is_none()
        && let Err(thrown) = (operations.watching.begin)(peer, stream)
    {
        drop(peer.update(WATCHED, |all| all.remove(number))?);
        return Err(thrown);
    }
    drop(replaced);
    Ok(())
}

/// Forgets the stream with this number, if it is watched.
fn forget(peer: &Object, number: i64) -> Result {
    let forgotten = peer.update(WATCHED, |all| all.remove(number))?;
    if forgotten.is_some()
        && let Some(operations) = PEERS.of(peer)
    {
        (operations.watching.end)(peer, number)?;
    }
    drop(forgotten);
    Ok(())
}

/// Whether the peer watches any stream.
pub fn is_watching(peer: &Object) -> Result<bool> {
    Ok(Array::of(peer.peek(WATCHED)?).is_some_and(|watched| !watched.is_empty()))
}

/// The watched streams that PHP code has not closed. Forgets the others.
pub fn open_streams(peer: &Object) -> Result<Vec<Stream>> {
    forget_closed(peer)?;
    let watched = peer.get_array(WATCHED)?;
    Ok(watched.values().filter_map(stream_of).collect())
}

/// Forgets the streams that PHP code has closed.
pub fn forget_closed(peer: &Object) -> Result {
    if !is_watching(peer)? {
        return Ok(());
    }
    let watched = peer.get_array(WATCHED)?;
    let closed = watched
        .iter()
        .filter(|(_, entry)| stream_of(entry).is_none());
    for number in closed.filter_map(|(number, _)| number.long()) {
        forget(peer, number)?;
    }
    Ok(())
}

/// Calls the callback of the stream with this number, if the stream is watched and readable, and returns
/// whether it has. Forgets the stream if PHP code has closed it.
pub fn serve(peer: &Object, number: i64) -> Result<bool> {
    let watched = Array::of(peer.peek(WATCHED)?);
    let Some(entry) = watched.and_then(|watched| watched.get(number)) else {
        return Ok(false);
    };
    let callback = Array::of(entry).and_then(|entry| entry.get(1));
    let (Some(stream), Some(callback)) = (stream_of(entry), callback.map(Zval::shallow_clone))
    else {
        forget(peer, number)?;
        return Ok(false);
    };
    if !stream.is_readable()? {
        return Ok(false);
    }
    drop(call(&callback, [stream.to_value()])?);
    // The destructor of the result may have thrown.
    check_exception().map(|()| true)
}

/// The stream of an entry, with the descriptor to poll; `None` if PHP code has closed it.
fn stream_of(entry: &Zval) -> Option<Stream> {
    Stream::of(Array::of(entry)?.get(0)?)?.with_selected()
}

/// `$stream`: an open stream with a descriptor to poll.
pub struct Watchable(Stream);

impl FromArgument for Watchable {
    type Given = Stream;

    fn from_argument(stream: Stream, position: Position) -> Result<Self> {
        stream.with_selected().map(Self).ok_or_else(|| {
            position.value_error(
                "cannot be watched: it has no descriptor that the kernel polls, as streams in memory and \
                 of user code. Watch the socket or pipe behind it",
            )
        })
    }
}

/// `$stream`: a stream, open or closed.
pub struct StreamNumber(i64);

impl FromArgument for StreamNumber {
    type Given = &'static Zval;

    fn from_argument(stream: &Zval, position: Position) -> Result<Self> {
        let number = Stream::number_in(stream).map(Self);
        number.ok_or_else(|| position.type_error("must be a stream"))
    }
}
