--TEST--
tick() with a timeout of zero or less does not wait, but dispatches what is there
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
foreach ([0, 0.0, -1.0, -INF] as $timeout) {
    var_dump(wall_seconds(fn () => $peer->tick($timeout)) < 0.5);
    fwrite($socket, frame(new LogMessage("seen with $timeout")));
    $peer->tick($timeout);
}
--EXPECT--
bool(true)
seen with 0
bool(true)
seen with 0
bool(true)
seen with -1
bool(true)
seen with -INF
