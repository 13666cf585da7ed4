--TEST--
A promise can be cancelled twice, in a callback, and after its reply: only the first outcome counts
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/native.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ANSWERING);
    $twice = $session->request(new LogMessage('twice'), 20.0);
    $twice->onResolved(function (ResponsePromise $promise) {
        echo 'told once: ', thrown_by($promise->await(...)), "\n";
        $promise->cancel();
    });
    $twice->cancel();
    $twice->cancel();
    var_dump($twice->isResolved());
    echo thrown_by($twice->await(...)), "\n";

    $late = $session->request(new LogMessage('late'), 20.0);
    $other = $session->request(new LogMessage('other'), 20.0);
    $late->onResolved(function (ResponsePromise $promise) use ($other) {
        $promise->cancel();
        $other->cancel();
        echo $promise->await()->message, "\n";
    });
    echo $late->await()->message, "\n";
    $late->cancel();
    echo $late->await()->message, "\n";
    // Its reply may have come with the other one.
    echo preg_match('/^(nothing|.*CancelledException.*)$/', thrown_by($other->await(...))), "\n";
    echo $session->request(new LogMessage('afterwards'), 20.0)->await()->message, "\n";
});
--EXPECT--
told once: StreamIpc\Transport\CancelledException: Request N was cancelled on this side
bool(true)
StreamIpc\Transport\CancelledException: Request N was cancelled on this side
etal
etal
etal
1
sdrawretfa
-- the same with each peer
