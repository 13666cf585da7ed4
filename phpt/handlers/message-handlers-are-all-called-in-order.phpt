--TEST--
Message handlers are all called, in the order they were added
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach (['first', 'second', 'third'] as $name) {
    $session->onMessage(function () use ($name) {
        echo "$name\n";
        return false;
    });
}
fwrite($socket, frame(new LogMessage('message')));
$peer->tick(5.0);
--EXPECT--
first
second
third
