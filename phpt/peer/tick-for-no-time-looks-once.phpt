--TEST--
tickFor() of zero or negative time looks once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
foreach ([0.0, -1.0] as $seconds) {
    fwrite($socket, frame(new LogMessage("seen with $seconds")));
    var_dump(wall_seconds(fn () => $peer->tickFor($seconds)) < 0.5);
}
--EXPECT--
seen with 0
bool(true)
seen with -1
bool(true)
