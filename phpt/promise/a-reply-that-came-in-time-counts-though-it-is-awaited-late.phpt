--TEST--
A reply that has come counts, though it is awaited after the timeout and behind other messages
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function () { usleep(20_000); });
$promise = $session->request(new LogMessage('question'), 0.1);
[$request] = received($socket);
fwrite($socket, str_repeat(frame(new LogMessage('other')), 20) . frame(new ResponseEnvelope($request->id, new LogMessage('reply'))));
echo $promise->await()->message, "\n";
--EXPECT--
reply
