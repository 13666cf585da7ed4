--TEST--
A reply that came before the end of the other side counts, though awaited after it
--FILE--
<?php

use StreamIpc\Envelope\ResponseEnvelope;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
[$first, $second] = [$session->request(new LogMessage('one')), $session->request(new LogMessage('two'))];
[$request] = received($socket);
fwrite($socket, frame(new ResponseEnvelope($request->id, new LogMessage('reply'))));
fclose($socket);
tick_until($peer, fn () => !$session->isOpen());
echo $first->await()->message, "\n";
try {
    $second->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
reply
StreamIpc\Transport\PeerClosedException
