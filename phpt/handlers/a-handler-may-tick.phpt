--TEST--
A handler may tick, too
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$depth = 0;
$session->onMessage(function (LogMessage $message) use ($peer, &$depth) {
    echo str_repeat('  ', $depth), $message->message, " begins\n";
    $depth++;
    $peer->tick(0);
    $depth--;
    echo str_repeat('  ', $depth), $message->message, " ends\n";
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')) . frame(new LogMessage('three')));
$peer->tick(5.0);
--EXPECT--
one begins
  two begins
    three begins
    three ends
  two ends
one ends
