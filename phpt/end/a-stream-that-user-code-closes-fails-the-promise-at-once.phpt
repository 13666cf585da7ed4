--TEST--
A stream that user code closes while a reply is awaited fails the promise at once
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$session = $peer->createStreamSession($ours, $ours);
$session->onMessage(function () use (&$ours) { fclose($ours); });
$promise = $session->request(new LogMessage('question'), 60.0);
fwrite($theirs, frame(new LogMessage('close')));
try {
    $promise->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
StreamIpc\Transport\PeerClosedException
