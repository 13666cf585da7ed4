--TEST--
Awaiting on a session that was removed from its peer waits for the timeout at rest
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 0.4);
$peer->removeSession($session);
$cpu = cpu_seconds();
try {
    $promise->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
var_dump(cpu_seconds() - $cpu < 0.2);
--EXPECT--
IPC request timed out after 0.4s
bool(true)
