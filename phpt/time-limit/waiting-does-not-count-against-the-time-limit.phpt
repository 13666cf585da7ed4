--TEST--
Waiting does not count against the execution time limit
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

set_time_limit(1);
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$peer->tick(0.8);
$peer->tickFor(0.4);
try {
    $session->request(new LogMessage('no answer'), 0.4)->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
IPC request timed out after 0.4s
