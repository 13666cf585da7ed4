--TEST--
A fiber may be suspended in a handler while the main code ticks on
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (LogMessage $message) {
    echo "$message->message begins\n";
    if (Fiber::getCurrent()) {
        echo Fiber::suspend('suspended'), "\n";
    }
    echo "$message->message ends\n";
});
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two')));
$fiber = new Fiber(function () use ($peer) {
    $peer->tick(5.0);
    echo "the fiber's tick ends\n";
});
echo $fiber->start(), "\n";
$peer->tick(5.0);
fwrite($socket, frame(new LogMessage('three')));
$peer->tick(5.0);
$fiber->resume('resumed');
--EXPECT--
one begins
suspended
two begins
two ends
three begins
three ends
resumed
one ends
the fiber's tick ends
