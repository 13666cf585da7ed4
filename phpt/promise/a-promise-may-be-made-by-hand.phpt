--TEST--
A ResponsePromise may be made by hand: it registers its id, awaits and forgets it
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$promise = new ResponsePromise($peer, $session, 'my id', 5.0);
fwrite($socket, frame(new ResponseEnvelope('my id', new LogMessage('reply'))));
echo $promise->await()->message, "\n";

$promise = new ResponsePromise(timeout: 0.1, id: 'another', session: $session, peer: $peer);
try {
    $promise->await();
} catch (TimeoutException $e) {
    echo $e->getMessage(), "\n";
}
unset($promise);
$session->dispatch(new ResponseEnvelope('another', new LogMessage('late')));
var_dump($session->popResponse('another'));
var_dump(ResponsePromise::DEFAULT_TIMEOUT);
--EXPECT--
reply
IPC request timed out after 0.1s
NULL
float(30)
