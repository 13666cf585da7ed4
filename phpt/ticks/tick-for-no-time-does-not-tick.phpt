--TEST--
tickFor() with a zero or negative time does not tick, also on a user's peer
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/queue-peer.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
fwrite($socket, frame(new LogMessage('seen by tick(0)')));
$ofUser = new QueuePeer();
foreach ([0.0, -0.0, -1.0, -INF, NAN] as $seconds) {
    var_dump(wall_seconds(fn () => $peer->tickFor($seconds)) < 0.5);
    $ofUser->tickFor($seconds);
}
var_dump($ofUser->ticks);
$peer->tick(0);
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
int(0)
seen by tick(0)
