--TEST--
A timeout of zero does not wait, but takes a reply that has arrived
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 0);
try {
    $promise->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
$promise = $session->request(new LogMessage('another question'), 0);
[, $request] = received($socket);
fwrite($socket, frame(new ResponseEnvelope($request->id, new LogMessage('reply'))));
echo $promise->await()->message, "\n";
--EXPECT--
IPC request timed out after 0s
reply
