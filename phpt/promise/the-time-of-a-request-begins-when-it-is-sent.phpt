--TEST--
The time of a request begins when it is sent, not when it is awaited
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 0.3);
$peer->tickFor(0.3);
var_dump(wall_seconds(function () use ($promise) {
    try {
        $promise->await();
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
}) < 0.2);
--EXPECT--
IPC request timed out after 0.3s
bool(true)
