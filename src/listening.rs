//! `NativeIpcPeer::listen()`: a session for each client of a listening socket.

use crate::native_ipc_peer::{NativeIpcPeer, session_over};
use crate::serialization::MessageSerializer;
use crate::watching;
use crate::zend::{
    Array, Callable, FromArgument, Instance, Object, Position, Result, Slot, Stream, ToValue, Zval,
    call, call_function, catch, check_exception, message_of, throw_runtime, warnings_as_exceptions,
};
use rustix::io::{FdFlags, fcntl_setfd};
use std::io;
use std::time::Duration;

/// Arrays of a callback and the serializer, or null, by the numbers of the sockets.
pub const LISTENING: Slot<NativeIpcPeer> = Slot::new(4);

/// The private method that a listening socket's watch calls.
pub const ACCEPT: &str = "accept";

/// The most clients to accept from one socket before others get their turn.
const MOST_CLIENTS: usize = 256;

/// How long a socket is left alone that has a client but cannot accept it.
const REST: Duration = Duration::from_secs(1);

/// `$peer->listen($server, $onSession, $serializer)`
pub fn listen(
    peer: &Object,
    server: ListeningSocket,
    on_session: &Callable,
    serializer: Option<&Instance<MessageSerializer>>,
) -> Result {
    let server = &server.0;
    // Several processes may share the socket, and a client may be gone before we accept it.
    call_function("stream_set_blocking", [server.to_value(), false.to_value()])?;
    let entry = vec![on_session.shallow_clone(), serializer.to_value()].to_value();
    let number = server.number();
    let replaced = peer.update(LISTENING, |all| all.insert(number, entry))?;
    watching::begin(peer, server, peer.closure(ACCEPT)?)?;
    drop(replaced);
    Ok(())
}

/// Accepts all clients that wait, and hands their sessions over.
pub fn accept(peer: &Object, server: Stream) -> Result {
    for _ in 0..MOST_CLIENTS {
        // The callback may stop listening, or listen with another one.
        let Some((on_session, serializer)) = entry(peer, server.number())? else {
            break;
        };
        if !server.is_readable()? {
            break;
        }
        let Some(client) = next_client(peer, &server)? else {
            continue;
        };
        let reads = vec![(&client).to_value()];
        let session = session_over(peer, client.to_value(), reads, serializer)?;
        // The session is the server's only while the client is there.
        let remove = vec![peer.to_value(), "removeSession".to_value()];
        session.call("onclose", [remove.to_value()])?;
        drop(call(&on_session, [session.to_value()])?);
        check_exception()?;
    }
    Ok(())
}

/// The callback and the serializer for the clients of a socket.
fn entry(peer: &Object, server: i64) -> Result<Option<(Zval, Option<Object>)>> {
    let listening = Array::of(peer.peek(LISTENING)?);
    let entry = listening.and_then(|listening| Array::of(listening.get(server)?));
    Ok(entry.and_then(|entry| {
        let serializer = entry.get(1).and_then(Object::of).cloned();
        Some((entry.get(0)?.shallow_clone(), serializer))
    }))
}

/// Accepts a client; `None` if it is gone by now.
///
/// # Errors
/// A RuntimeException if the client waits but cannot be accepted. The socket rests then.
fn next_client(peer: &Object, server: &Stream) -> Result<Option<Stream>> {
    let args = [server.to_value(), 0.0.to_value()];
    let accepted = warnings_as_exceptions(|| call_function("stream_socket_accept", args))
        .map_or_else(
            |thrown| message_of(&catch(thrown)?).map(Err),
            |client| Ok(Ok(Stream::of(&client))),
        )?;
    match accepted {
        Ok(client) => {
            if let Some(fd) = client.as_ref().and_then(Stream::fd) {
                // No child of ours shall hold the client's connection open.
                let _ = fcntl_setfd(fd, FdFlags::CLOEXEC);
            }
            Ok(client)
        }
        Err(reason) => match lasting_error(&reason) {
            Some(error) => {
                NativeIpcPeer::rest_socket(peer, REST);
                Err(throw_runtime(&format!(
                    "Cannot accept a connection: {error}; it waits, and the next try is in {} s",
                    REST.as_secs()
                )))
            }
            None => Ok(None),
        },
    }
}

/// The error that keeps the socket from accepting anybody; `None` if only one client is lost: it has gone,
/// another process has accepted it, or its TLS handshake has failed.
fn lasting_error(reason: &str) -> Option<&str> {
    let (_, error) = reason.split_once("Accept failed: ")?;
    let passing = [
        libc::EAGAIN,
        libc::ETIMEDOUT,
        libc::ECONNABORTED,
        libc::EPROTO,
        libc::EINTR,
    ];
    let is_passing = passing
        .into_iter()
        .map(io::Error::from_raw_os_error)
        .any(|passing| passing.to_string().starts_with(error));
    (!is_passing).then_some(error)
}

/// `$server`: a listening socket.
pub struct ListeningSocket(Stream);

impl FromArgument for ListeningSocket {
    type Given = Stream;

    fn from_argument(server: Stream, position: Position) -> Result<Self> {
        match is_listening(&server) {
            Some(false) => Err(position.value_error(
                "must be a listening socket, as stream_socket_server() makes it; over a connection, \
                 createStreamSession() makes a session",
            )),
            _ => Ok(Self(server)),
        }
    }
}

/// `$stream`: a stream that may carry a session.
pub struct Connection(pub Stream);

impl FromArgument for Connection {
    type Given = Stream;

    fn from_argument(stream: Stream, position: Position) -> Result<Self> {
        match is_listening(&stream) {
            Some(true) => Err(position.value_error(
                "is a listening socket, which carries no messages: give it to listen(), which makes a \
                 session for each client",
            )),
            _ => Ok(Self(stream)),
        }
    }
}

/// Whether a stream is a listening socket; `None` where the system does not tell.
#[cfg(not(target_vendor = "apple"))]
fn is_listening(stream: &Stream) -> Option<bool> {
    let stream = stream.clone().with_selected();
    let fd = stream.as_ref().and_then(Stream::fd);
    Some(fd.is_some_and(|fd| rustix::net::sockopt::socket_acceptconn(fd).unwrap_or(false)))
}

#[cfg(target_vendor = "apple")]
fn is_listening(_: &Stream) -> Option<bool> {
    None
}
