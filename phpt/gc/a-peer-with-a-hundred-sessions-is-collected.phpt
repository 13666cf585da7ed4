--TEST--
A peer with a hundred sessions is collected, and their streams are closed
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$sockets = (function () {
    $peer = new NativeIpcPeer();
    for ($i = 0; $i < 100; $i++) {
        [$session, $sockets[]] = session_and_socket($peer);
        $session->onMessage(function () use ($session) {});
    }
    fwrite($sockets[7], 'junk');
    $peer->tick(0);
    return $sockets;
})();
$closed = fn () => count(array_filter($sockets, function ($socket) {
    stream_set_blocking($socket, false);
    return fread($socket, 1) === '' && feof($socket);
}));
var_dump($closed());
var_dump(gc_collect_cycles() >= 100);
var_dump($closed());
--EXPECT--
int(0)
bool(true)
int(100)
