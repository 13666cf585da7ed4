--TEST--
While the promise that a request handler returned is pending, other clients are answered
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    serve_two_clients($peer, $start, function (IpcSession $client, array $backEnds) {
        $client->onRequest(fn (LogMessage $job) => $backEnds[$job->message]->request($job, 20.0));
    });
});
--EXPECT--
2000 ms: in time
200 ms: in time
-- the same with each peer
