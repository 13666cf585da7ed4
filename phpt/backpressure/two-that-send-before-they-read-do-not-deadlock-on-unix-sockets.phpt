--TEST--
Two peers that send 64 messages of 64 KiB before they read do not deadlock on a Unix socket
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
[$socket, $process] = start_on_socket(flood_worker_code());
$peer = new NativeIpcPeer();
flood_both_ways($peer, $peer->createStreamSession($socket, $socket));
--EXPECT--
here: 64 messages in order
the worker: 64 messages in order
