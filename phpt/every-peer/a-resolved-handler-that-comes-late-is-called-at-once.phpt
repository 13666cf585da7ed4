--TEST--
An onResolved() handler that is added when the outcome is known is called at once, also in another one
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $promise = $start(ANSWERING)->request(new LogMessage('olleh'), 20.0);
    $promise->onResolved(function (ResponsePromise $promise) {
        $promise->onResolved(function () { echo "inner\n"; });
        echo "outer\n";
    });
    $promise->await();
    $promise->onResolved(fn (ResponsePromise $promise) => print($promise->await()->message . "\n"));
    try {
        $promise->onResolved(fn () => throw new RuntimeException('thrown at once'));
    } catch (RuntimeException $e) {
        echo $e->getMessage(), "\n";
    }
});
--EXPECT--
inner
outer
hello
thrown at once
-- the same with each peer
