--TEST--
If a handler of one session throws, queued messages of other sessions are not lost
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$seen = [];
foreach (['a', 'b', 'c'] as $name) {
    [$session, $sockets[$name]] = session_and_socket($peer);
    $session->onMessage(function (LogMessage $message) use ($name, &$seen) {
        $seen[] = "$name$message->message";
        throw new DomainException();
    });
}
foreach ($sockets as $socket) {
    fwrite($socket, frame(new LogMessage('1')) . frame(new LogMessage('2')));
}
$exceptions = 0;
for ($tick = 0; $tick < 10; $tick++) {
    try {
        $peer->tick(0);
    } catch (DomainException) {
        $exceptions++;
    }
}
sort($seen);
echo $exceptions, ': ', implode(' ', $seen), "\n";
--EXPECT--
6: a1 a2 b1 b2 c1 c2
