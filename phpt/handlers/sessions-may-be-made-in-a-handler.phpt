--TEST--
Sessions may be made in a handler, and are ticked from then on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) use ($peer, &$other, &$otherSocket) {
    echo $message->message, "\n";
    [$other, $otherSocket] = session_and_socket($peer);
    $other->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    fwrite($otherSocket, frame(new LogMessage('to the new one')));
});
fwrite($socket, frame(new LogMessage('to the old one')));
$peer->tick(5.0);
$peer->tick(5.0);
--EXPECT--
to the old one
to the new one
