--TEST--
Messages that arrive because of a handler wait for the next tick, so that tick() ends
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
    $count++;
    $session->notify($message);
};
$here->onMessage($bounce);
$there->onMessage($bounce);
$here->notify(new LogMessage('ball'));
$peer->tick(5.0);
$peer->tick(5.0);
echo "$count\n";
--EXPECT--
2
