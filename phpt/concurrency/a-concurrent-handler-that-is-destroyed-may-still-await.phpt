--TEST--
A concurrent handler whose fiber is destroyed may still await in a finally block, which then ticks
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
$client->onRequest(fn (LogMessage $question) => $question);
$server->onRequest(function (LogMessage $question) use ($server, &$fiber) {
    $fiber = Fiber::getCurrent();
    try {
        Fiber::suspend();
    } finally {
        echo $server->request(new LogMessage('finally'), 5.0)->await()->message, "\n";
    }
}, true);
$promise = $client->request(new LogMessage('?'), 5.0);
tick_until($peer, function () use (&$fiber) { return $fiber; });
$fiber = null;
try {
    $promise->await();
} catch (Exception $e) {
    echo preg_replace('/ [\d.]+ /', ' N ', $e->getMessage()), "\n";
}
--EXPECT--
finally
Request N (StreamIpc\Message\LogMessage) was let go of without a reply
