--TEST--
What an onResolved() handler throws comes out of the tick; the other handlers are called, and the reply is kept
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ANSWERING);
    $promise = $session->request(new LogMessage('olleh'), 20.0);
    $promise->onResolved(fn () => throw new RuntimeException('thrown in a tick'));
    $promise->onResolved(function () { echo "the second handler\n"; });
    try {
        tick_until($peer, fn () => false);
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
    echo $promise->await()->message, "\n";

    $promise = $session->request(new LogMessage('niaga'), 20.0);
    $promise->onResolved(fn () => throw new RuntimeException('thrown in await()'));
    try {
        $promise->await();
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
    echo $promise->await()->message, "\n";
});
--EXPECT--
the second handler
thrown in a tick
hello
thrown in await()
again
-- the same with each peer
