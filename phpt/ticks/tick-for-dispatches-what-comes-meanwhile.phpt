--TEST--
tickFor() dispatches all that comes in its time, not the first only
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$count = 0;
$bounce = function (LogMessage $message, IpcSession $session) use (&$count) {
    if (++$count < 100) {
        $session->notify($message);
    }
};
$here->onMessage($bounce);
$there->onMessage($bounce);
$here->notify(new LogMessage('ball'));
$seconds = wall_seconds(fn () => $peer->tickFor(1.0));
var_dump($count, $seconds >= 0.99);
--EXPECT--
int(100)
bool(true)
