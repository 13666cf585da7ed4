--TEST--
A peer that will send nothing more still accepts a request, whose promise fails at once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
stream_socket_shutdown($socket, STREAM_SHUT_WR);
$peer->run();
$promise = $session->request(new LogMessage('question'), 60.0);
echo received($socket)[0]->request->message, "\n";
var_dump(wall_seconds(function () use ($promise) {
    try {
        $promise->await();
    } catch (PeerClosedException $e) {
        echo get_class($e), "\n";
    }
}) < 20.0);
--EXPECT--
question
StreamIpc\Transport\PeerClosedException
bool(true)
