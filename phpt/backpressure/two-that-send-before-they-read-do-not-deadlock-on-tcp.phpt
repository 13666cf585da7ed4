--TEST--
Two peers that send 64 messages of 64 KiB before they read do not deadlock on TCP
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
$server = stream_socket_server('tcp://127.0.0.1:0');
$address = var_export('tcp://' . stream_socket_get_name($server, false), true);
$worker = flood_worker_code("\$peer->createStreamSession(\$socket = stream_socket_client($address), \$socket)");
$process = proc_open(worker_command($worker), [], $pipes);
$socket = stream_socket_accept($server, 10);
$peer = new NativeIpcPeer();
flood_both_ways($peer, $peer->createStreamSession($socket, $socket));
--EXPECT--
here: 64 messages in order
the worker: 64 messages in order
