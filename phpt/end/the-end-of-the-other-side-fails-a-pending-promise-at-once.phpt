--TEST--
The end of the other side fails a pending promise at once, not with its timeout
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function () { exit; });
    $peer->run();
    PHP);
$promise = $session->request(new LogMessage('question'), 60.0);
$second = $session->request(new LogMessage('another'), 60.0);
$seconds = wall_seconds(function () use ($promise, $second) {
    foreach ([$promise, $second, $promise] as $pending) {
        try {
            $pending->await();
        } catch (TimeoutException $e) {
            echo get_class($e), "\n";
        }
    }
});
var_dump($seconds < 20.0, $promise->isResolved(), is_subclass_of(PeerClosedException::class, TimeoutException::class));
--EXPECT--
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
bool(true)
bool(true)
bool(true)
