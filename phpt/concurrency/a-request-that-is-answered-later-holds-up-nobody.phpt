--TEST--
While a request is left open, other clients are answered
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    serve_two_clients($peer, $start, function (IpcSession $client, array $backEnds) {
        $client->onRequest(function (LogMessage $job, IpcSession $client, IncomingRequest $request) use ($backEnds) {
            $done = $backEnds[$job->message]->request($job, 20.0);
            $done->onResolved(fn (ResponsePromise $done) => $request->reply($done->await()));
            return $request;
        });
    });
});
--EXPECT--
2000 ms: in time
200 ms: in time
-- the same with each peer
