--TEST--
A tick loop whose sessions have all ended does not spin: each tick rests at most ten milliseconds
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
fclose($socket);
tick_until($peer, fn () => !$session->isOpen());
foreach ([null, 30.0] as $timeout) {
    $cpu = cpu_seconds();
    $seconds = wall_seconds(function () use ($peer, $timeout) {
        for ($i = 0; $i < 30; $i++) {
            $peer->tick($timeout);
        }
    });
    var_dump($seconds > 0.25, $seconds < 3.0, cpu_seconds() - $cpu < 0.15);
}
// Shorter timeouts are kept.
var_dump(wall_seconds(function () use ($peer) {
    for ($i = 0; $i < 1000; $i++) {
        $peer->tick(0);
    }
}) < 5.0);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
