--TEST--
Several processes may listen on one socket: each client is served by one of them, and none waits for a client that another took
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/forks.php';
require __DIR__ . '/../support/peers.php';

$server = stream_socket_server('tcp://127.0.0.1:0');
$children = [];
for ($i = 0; $i < 4; $i++) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $children[] = [$ours, fork(function () use ($server, $ours, $theirs, $children) {
        // Only the parent's end keeps us alive.
        array_map(fclose(...), [$ours, ...array_column($children, 0)]);
        $peer = new NativeIpcPeer();
        $peer->listen($server, function (IpcSession $session) {
            $session->onRequest(fn (LogMessage $message) => new LogMessage((string) getmypid()));
        });
        $parent = $peer->createStreamSession($theirs, $theirs);
        $parent->onRequest(fn (LogMessage $message) => $message);
        $parent->onClose(fn () => $peer->unwatch($server));
        while ($parent->isOpen()) {
            $peer->tick();
        }
    })];
    fclose($theirs);
}
$peer = new NativeIpcPeer();
$parents = array_map(fn (array $child) => $peer->createStreamSession($child[0], $child[0]), $children);
$by = [];
for ($i = 0; $i < 100; $i++) {
    $socket = stream_socket_client('tcp://' . stream_socket_get_name($server, false));
    $client = $peer->createStreamSession($socket, $socket);
    $by[] = $client->request(new LogMessage('who?'), 20)->await()->message;
    $client->close();
    // Nobody hangs in accept().
    foreach ($parents as $session) {
        $session->request(new LogMessage('well?'), 10)->await();
    }
}
echo count($by), ' clients, ', array_diff($by, array_column($children, 1)) === [] ? 'by the children' : 'by others', "\n";
foreach ($parents as $session) {
    $session->close();
}
unset($parents, $session);
foreach ($children as $i => [, $pid]) {
    fclose($children[$i][0]);
    echo exit_status($pid), "\n";
}
--EXPECT--
100 clients, by the children
0
0
0
0
