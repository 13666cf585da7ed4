--TEST--
The callback of listen() may end listening, close the socket, or listen with another callback; clients that wait are not accepted then
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$dial = fn ($server) => stream_socket_client('tcp://' . stream_socket_get_name($server, false));

$server = stream_socket_server('tcp://127.0.0.1:0');
$clients = [$dial($server), $dial($server)];
$peer->listen($server, function () use ($peer, $server) {
    echo "the last one\n";
    $peer->unwatch($server);
});
$peer->tick(10);
$peer->tick(0.05);

$peer->listen($server, function () use ($server) {
    echo "and closes\n";
    fclose($server);
});
$peer->tick(10);

$server = stream_socket_server('tcp://127.0.0.1:0');
$clients = [...$clients, $dial($server), $dial($server)];
$peer->listen($server, function () use ($peer, $server) {
    echo "first\n";
    $peer->listen($server, function () use ($peer, $server) {
        echo "another\n";
        $peer->unwatch($server);
    });
});
$peer->tick(10);
unset($clients);
$peer->tick(0.05);
$peer->run();
echo "the end\n";
--EXPECT--
the last one
and closes
first
another
the end
