--TEST--
listen() refuses anything but a listening socket, and createStreamSession() refuses one, each with advice
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

$server = stream_socket_server('tcp://127.0.0.1:0');
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$peer = new NativeIpcPeer();
$tell = function (callable $call) {
    try {
        $call();
    } catch (ValueError | TypeError $e) {
        echo $e->getMessage(), "\n";
    }
};
$tell(fn () => $peer->listen($here, 'strlen'));
$tell(fn () => $peer->listen(STDERR, 'strlen'));
$tell(fn () => $peer->listen('tcp://127.0.0.1:0', 'strlen'));
$tell(fn () => $peer->createStreamSession($server, $server));
$tell(fn () => $peer->createStreamSession($here, $server));
$tell(fn () => $peer->createStreamSession($here, $here, $server));
// Nothing is watched.
$peer->run();
--EXPECT--
StreamIpc\NativeIpcPeer::listen(): Argument #1 ($server) must be a listening socket, as stream_socket_server() makes it; over a connection, createStreamSession() makes a session
StreamIpc\NativeIpcPeer::listen(): Argument #1 ($server) must be a listening socket, as stream_socket_server() makes it; over a connection, createStreamSession() makes a session
StreamIpc\NativeIpcPeer::listen(): Argument #1 ($server) must be of type resource, string given
StreamIpc\NativeIpcPeer::createStreamSession(): Argument #1 ($write) is a listening socket, which carries no messages: give it to listen(), which makes a session for each client
StreamIpc\NativeIpcPeer::createStreamSession(): Argument #2 ($read) is a listening socket, which carries no messages: give it to listen(), which makes a session for each client
StreamIpc\NativeIpcPeer::createStreamSession(): Argument #3 ($read2) is a listening socket, which carries no messages: give it to listen(), which makes a session for each client
