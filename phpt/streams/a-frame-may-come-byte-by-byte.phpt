--TEST--
A frame may come byte by byte
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
foreach (str_split('ab' . frame(new LogMessage('whole'))) as $byte) {
    fwrite($socket, $byte);
    $peer->tick(0);
}
--EXPECT--
junk: a
junk: b
info: whole
