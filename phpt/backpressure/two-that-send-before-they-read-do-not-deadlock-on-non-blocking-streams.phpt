--TEST--
Two peers that send 64 messages of 64 KiB before they read do not deadlock on non-blocking pipes and sockets
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$worker = 'stream_set_blocking(STDIN, false); stream_set_blocking(STDOUT, false);' . flood_worker_code();

$session = start_worker($peer, $worker);
foreach ([$session->getTransport()->getReadStreams()[0], ...get_resources('stream')] as $stream) {
    stream_set_blocking($stream, false);
}
flood_both_ways($peer, $session);
$session->close();

[$socket, $process] = start_on_socket($worker);
stream_set_blocking($socket, false);
flood_both_ways($peer, $peer->createStreamSession($socket, $socket));
--EXPECT--
here: 64 messages in order
the worker: 64 messages in order
here: 64 messages in order
the worker: 64 messages in order
