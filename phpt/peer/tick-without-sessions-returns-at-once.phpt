--TEST--
tick() without sessions returns at once, whatever its timeout
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
var_dump(wall_seconds(fn () => $peer->tick()) < 0.5);
var_dump(wall_seconds(fn () => $peer->tick(5.0)) < 0.5);
[$session] = session_and_socket($peer);
$session->close();
var_dump(wall_seconds(fn () => $peer->tick()) < 0.5);
--EXPECT--
bool(true)
bool(true)
bool(true)
