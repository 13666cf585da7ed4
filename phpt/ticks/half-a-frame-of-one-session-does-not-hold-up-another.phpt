--TEST--
Half a frame of one session does not hold up another
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$slow, $slowSocket] = session_and_socket($peer);
[$quick, $quickSocket] = session_and_socket($peer);
$log = function (LogMessage $message) { echo $message->message, "\n"; };
$slow->onMessage($log);
$quick->onMessage($log);

$frame = frame(new LogMessage('from the slow one'));
fwrite($slowSocket, substr($frame, 0, 20));
fwrite($quickSocket, frame(new LogMessage('from the quick one')));
var_dump(wall_seconds(fn () => $peer->tick(20.0)) < 10.0);
fwrite($slowSocket, substr($frame, 20));
$peer->tick(20.0);
--EXPECT--
from the quick one
bool(true)
from the slow one
