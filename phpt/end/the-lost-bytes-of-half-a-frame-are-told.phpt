--TEST--
When the other side is gone, the exception counts the lost bytes of an unfinished frame
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 60.0);
[$request] = received($socket);
fwrite($socket, substr(frame(new ResponseEnvelope($request->id, new LogMessage(str_repeat('x', 200)))), 0, 123));
fclose($socket);
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo preg_match('/\b123 bytes\b/', $e->getMessage()) ? 'told' : $e->getMessage(), "\n";
}
--EXPECT--
told
