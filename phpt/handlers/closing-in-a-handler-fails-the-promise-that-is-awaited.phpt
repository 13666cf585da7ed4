--TEST--
close() in a handler fails the promise that is being awaited
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onMessage(fn (LogMessage $message, IpcSession $session) => $session->close());
$promise = $session->request(new LogMessage('question'), 60.0);
fwrite($socket, frame(new LogMessage('close')));
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
StreamIpc\Transport\PeerClosedException
