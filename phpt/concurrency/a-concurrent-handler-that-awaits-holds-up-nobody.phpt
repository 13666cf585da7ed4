--TEST--
While a concurrent request handler awaits a reply, other clients are answered
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    serve_two_clients($peer, $start, function (IpcSession $client, array $backEnds) {
        $client->onRequest(function (LogMessage $job) use ($backEnds) {
            return $backEnds[$job->message]->request($job, 20.0)->await();
        }, concurrent: true);
    });
});
--EXPECT--
2000 ms: in time
200 ms: in time
-- the same with each peer
