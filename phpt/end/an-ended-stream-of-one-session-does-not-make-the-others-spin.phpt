--TEST--
The ended stream of one session does not keep ticks from waiting for another
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ended, $gone] = session_and_socket($peer);
[$quiet, $socket] = session_and_socket($peer);
fclose($gone);
tick_until($peer, fn () => !$ended->isOpen());
$cpu = cpu_seconds();
$seconds = wall_seconds(fn () => $peer->tick(0.5));
var_dump($seconds >= 0.49, cpu_seconds() - $cpu < 0.2);
--EXPECT--
bool(true)
bool(true)
