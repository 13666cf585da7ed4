--TEST--
A reply may be any message, even an envelope
--FILE--
<?php

use StreamIpc\Envelope\RequestEnvelope;
use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn () => new RequestEnvelope('inner', new LogMessage('text')));
$reply = $here->request(new ResponseEnvelope('x', new LogMessage('y')))->await();
echo get_class($reply), ' ', $reply->id, ' ', $reply->request->message, "\n";
--EXPECT--
StreamIpc\Envelope\RequestEnvelope inner text
