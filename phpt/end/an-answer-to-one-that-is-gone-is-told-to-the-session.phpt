--TEST--
If a reply cannot be sent because the other side is gone, the exception handlers run; tick() goes on
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onRequest(function () use (&$socket) {
    fclose($socket);
    return new LogMessage('answer');
});
$session->onException(function (Throwable $e) { echo get_class($e), "\n"; });
$session->onClose(function () { echo "closed\n"; });
fwrite($socket, frame(new RequestEnvelope('1', new LogMessage('question'))));
$peer->tick(5.0);
$peer->tick(0.05);
var_dump($session->isOpen());
--EXPECT--
StreamIpc\Transport\StreamClosedException
closed
bool(false)
