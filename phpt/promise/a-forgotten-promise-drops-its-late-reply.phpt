--TEST--
Dropping a promise forgets its request: a late reply is dropped
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\Message\Message;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(function (Message $message) { echo get_class($message), ": $message->message\n"; });
$session->request(new LogMessage('question'));
[$request] = received($socket);
fwrite($socket, frame(new ResponseEnvelope($request->id, new LogMessage('late'))) . frame(new LogMessage('behind it')));
$peer->tick(5.0);
var_dump($session->popResponse($request->id));
--EXPECT--
StreamIpc\Message\LogMessage: behind it
NULL
