--TEST--
tick() dispatches all that has arrived, of every session
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$one, $socketOne] = session_and_socket($peer);
[$two, $socketTwo] = session_and_socket($peer);
$seen = [];
$one->onMessage(function (LogMessage $message) use (&$seen) { $seen['one'][] = $message->message; });
$two->onMessage(function (LogMessage $message) use (&$seen) { $seen['two'][] = $message->message; });
foreach (range(1, 5) as $number) {
    fwrite($socketOne, frame(new LogMessage("a$number")));
    fwrite($socketTwo, frame(new LogMessage("b$number")));
}
$peer->tick(5.0);
echo implode(' ', $seen['one']), "\n", implode(' ', $seen['two']), "\n";
--EXPECT--
a1 a2 a3 a4 a5
b1 b2 b3 b4 b5
