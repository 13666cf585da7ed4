--TEST--
A handler may await a reply that is already queued behind its own message
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = $session->request(new LogMessage('question'), 5.0);
$session->onMessage(function (LogMessage $message) use ($promise) {
    echo $message->message, "\n";
    if ($message->message === 'one') {
        echo $promise->await()->message, "\n";
    }
});
[$request] = received($socket);
fwrite($socket, frame(new LogMessage('one')) . frame(new LogMessage('two'))
    . frame(new ResponseEnvelope($request->id, new LogMessage('reply'))) . frame(new LogMessage('three')));
$peer->tick(5.0);
--EXPECT--
one
two
three
reply
