--TEST--
A reply of gigabytes that was announced but breaks off fails its promise with the bytes that are lost
--INI--
memory_limit=-1
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
fwrite($socket, "\xF3\x4A\x9D\xE2\x10\x00\x00\x00" . str_repeat('x', 1000));
$promise = $session->request(new LogMessage('question'), 20);
fclose($socket);
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo preg_match('/\b(\d+) bytes/', $e->getMessage(), $match) ? "$match[1] bytes\n" : $e->getMessage();
}
--EXPECT--
1008 bytes
