--TEST--
getStats() tells that nothing waits any more once a write was cut short by its timeout, and how much of it had left
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
try {
    $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.2);
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
['queued_bytes' => $queued, 'bytes_sent' => $sent] = $session->getStats();
stream_set_blocking($socket, false);
var_dump($queued, $sent === strlen(stream_get_contents($socket)));
--EXPECT--
IPC request timed out after 0.2s
int(0)
bool(true)
