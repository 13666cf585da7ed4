--TEST--
tick() waits as long as its timeout if no message comes
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$seconds = wall_seconds(fn () => $peer->tick(0.2));
var_dump($seconds >= 0.19, $seconds < 2.0);
$seconds = wall_seconds(fn () => $peer->tick(timeout: 1));
var_dump($seconds >= 0.99, $seconds < 3.0);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
