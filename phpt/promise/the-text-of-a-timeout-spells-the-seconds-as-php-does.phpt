--TEST--
The text of a timeout spells the seconds as PHP spells a float
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
foreach ([0, 0.0, 0.1 + 0.2, 1 / 3000, 1e-7, -1.0, -1.5e20, -INF] as $timeout) {
    try {
        $session->request(new LogMessage('question'), $timeout)->await();
    } catch (TimeoutException $e) {
        var_dump($e->getMessage() === 'IPC request timed out after ' . (float) $timeout . 's' ?: $e->getMessage());
    }
}
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
bool(true)
