--TEST--
Whatever has a descriptor can be watched: standard input, pipes, sockets of every kind, files; others are refused with advice
--STDIN--
from standard input
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/wrapper.php';

with_each_of_our_peers(function (IpcPeer $peer) {
    $udp = stream_socket_server('udp://127.0.0.1:0', flags: STREAM_SERVER_BIND);
    $tcp = stream_socket_server('tcp://127.0.0.1:0');
    $streams = [
        'STDIN' => STDIN,
        'a pipe' => popen('echo from a pipe', 'r'),
        'a UDP socket' => $udp,
        'a listening socket' => $tcp,
        'a file' => fopen(__FILE__, 'r'),
        '/dev/null' => fopen('/dev/null', 'r'),
    ];
    fwrite($from = stream_socket_client('udp://' . stream_socket_get_name($udp, false)), 'x');
    $client = stream_socket_client('tcp://' . stream_socket_get_name($tcp, false));
    foreach ($streams as $name => $stream) {
        $called = false;
        $peer->watch($stream, function () use (&$called) {
            $called = true;
        });
        $peer->tick(5);
        echo $called ? '' : "not readable: $name\n";
        $peer->unwatch($stream);
    }
    $refused = [fopen('php://memory', 'r'), fopen('php://output', 'w'), PassThrough::open($client), opendir(__DIR__), 'no stream'];
    foreach ($refused as $stream) {
        try {
            $peer->watch($stream, 'strlen');
        } catch (TypeError | ValueError $e) {
            echo preg_replace('/^\S+: /', '', $e->getMessage()), "\n";
        }
    }
    try {
        $peer->unwatch('no stream');
    } catch (TypeError $e) {
        echo preg_replace('/^\S+: /', '', $e->getMessage()), "\n";
    }
});
--EXPECT--
Argument #1 ($stream) cannot be watched: it has no descriptor that the kernel polls, as streams in memory and of user code. Watch the socket or pipe behind it
Argument #1 ($stream) cannot be watched: it has no descriptor that the kernel polls, as streams in memory and of user code. Watch the socket or pipe behind it
Argument #1 ($stream) cannot be watched: it has no descriptor that the kernel polls, as streams in memory and of user code. Watch the socket or pipe behind it
Argument #1 ($stream) cannot be watched: it has no descriptor that the kernel polls, as streams in memory and of user code. Watch the socket or pipe behind it
Argument #1 ($stream) must be of type resource, string given
Argument #1 ($stream) must be a stream
-- the same with each peer
