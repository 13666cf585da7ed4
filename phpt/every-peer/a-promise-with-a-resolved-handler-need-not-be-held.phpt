--TEST--
A promise with an onResolved() handler lives until the handler was called, though nobody holds it
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ANSWERING);
    $session->request(new LogMessage('olleh'), 20.0)->onResolved(function (ResponsePromise $promise) use (&$gone) {
        echo $promise->await()->message, "\n";
        $gone = WeakReference::create($promise);
    });
    gc_collect_cycles();
    tick_until($peer, function () use (&$gone) { return $gone; });
    var_dump($gone->get(), $session->getStats()['pending_requests']);
});
--EXPECT--
hello
NULL
int(0)
-- the same with each peer
