--TEST--
await() times out when the time of its request is up
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 0.2);
$cpu = cpu_seconds();
$seconds = wall_seconds(function () use ($promise) {
    try {
        $promise->await();
    } catch (TimeoutException $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
});
var_dump($seconds >= 0.15, $seconds < 2.0, cpu_seconds() - $cpu < 0.1);
var_dump($session->isOpen());
--EXPECT--
StreamIpc\Transport\TimeoutException: IPC request timed out after 0.2s
bool(true)
bool(true)
bool(true)
bool(true)
