--TEST--
If a handler throws, await() throws the exception, and may be called again
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(fn (LogMessage $message) => throw new DomainException($message->message));
$promise = $session->request(new LogMessage('question'), 5.0);
[$request] = received($socket);
fwrite($socket, frame(new LogMessage('thrown')) . frame(new ResponseEnvelope($request->id, new LogMessage('reply'))));
try {
    $promise->await();
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
echo $promise->await()->message, "\n";
--EXPECT--
thrown
reply
