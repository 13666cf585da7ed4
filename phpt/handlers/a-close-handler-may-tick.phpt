--TEST--
A close handler may tick: what other sessions have received is dispatched
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ending, $socket] = session_and_socket($peer);
[$other, $otherSocket] = session_and_socket($peer);
$seen = 0;
$other->onMessage(function () use (&$seen) { $seen++; });
$ending->onClose(function () use ($peer, $otherSocket, &$seen) {
    fwrite($otherSocket, frame(new LogMessage('message')));
    tick_until($peer, function () use (&$seen) { return $seen === 1; });
    echo "ticked in the close handler\n";
});
fclose($socket);
tick_until($peer, fn () => !$ending->isOpen());
echo "seen $seen\n";
--EXPECT--
ticked in the close handler
seen 1
