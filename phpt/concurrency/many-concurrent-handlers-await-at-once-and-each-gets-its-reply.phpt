--TEST--
A thousand concurrent handlers await at once, in whatever order their replies come, and leave nothing behind
--FILE--
<?php

use StreamIpc\Envelope\ResponsePromise;
use StreamIpc\IncomingRequest;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
[$asking, $answering] = session_pair($peer);
$open = [];
$answering->onRequest(function (LogMessage $question, IpcSession $session, IncomingRequest $request) use (&$open) {
    $open[] = fn () => $request->reply(new LogMessage("$question->message, and again"));
    return $request;
});
$server->onRequest(function (LogMessage $question) use ($asking) {
    $first = $asking->request($question, 20.0)->await();
    return $asking->request($first, 20.0)->await();
}, concurrent: true);
$right = 0;
foreach ([1, 2] as $round) {
    for ($i = 0; $i < 1000; $i++) {
        $client->request(new LogMessage("$i"), 20.0)->onResolved(function (ResponsePromise $reply) use ($i, &$right) {
            $right += (int) ($reply->await()->message === "$i, and again, and again");
        });
    }
    foreach ([1, 2] as $half) {
        tick_until($peer, function () use (&$open) { return count($open) === 1000; });
        $now = $open;
        $open = [];
        shuffle($now);
        foreach ($now as $reply) {
            $reply();
        }
    }
    tick_until($peer, fn () => $client->getStats()['pending_requests'] === 0);
    $memory[] = memory_get_usage();
}
var_dump($right, $memory[1] - $memory[0] < 100_000);
--EXPECT--
int(2000)
bool(true)
