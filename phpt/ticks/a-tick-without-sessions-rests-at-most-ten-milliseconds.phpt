--TEST--
tick() without sessions waits for nothing: it rests its timeout, at most ten milliseconds, so that a loop of ticks does not spin
--FILE--
<?php

use StreamIpc\AmphpIpcPeer;
use StreamIpc\IpcPeer;
use StreamIpc\NativeIpcPeer;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/peers.php';

function without_sessions(IpcPeer $peer): void
{
    echo get_class($peer), "\n";
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
            $peer->tick(-1.0);
        }
    }) < 5.0);
}

$peer = new NativeIpcPeer();
without_sessions($peer);
[$session] = session_and_socket($peer);
$session->close();
without_sessions($peer);
without_sessions(new SymfonyIpcPeer());
without_sessions(new AmphpIpcPeer());
--EXPECT--
StreamIpc\NativeIpcPeer
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
StreamIpc\NativeIpcPeer
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
StreamIpc\SymfonyIpcPeer
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
StreamIpc\AmphpIpcPeer
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
