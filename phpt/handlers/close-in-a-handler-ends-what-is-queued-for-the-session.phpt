--TEST--
close() in a handler drops what is queued for that session; the others go on
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$closing, $socket] = session_and_socket($peer);
[$other, $otherSocket] = session_and_socket($peer);
$closing->onMessage(function (LogMessage $message, IpcSession $session) {
    echo "closing after $message->message\n";
    $session->close();
});
$closing->onMessage(function () { echo "later handlers still get it\n"; });
$seen = 0;
$other->onMessage(function () use (&$seen) { $seen++; });
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
fwrite($otherSocket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
tick_until($peer, function () use ($closing, &$seen) { return $seen === 2 && !$closing->isOpen(); });
$peer->tick(0.05);
echo "the other saw $seen\n";
--EXPECT--
closing after one
later handlers still get it
the other saw 2
