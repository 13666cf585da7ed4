--TEST--
await() ticks, as it always has, in a user's own fiber, also in one inside a concurrent handler, and for another peer
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$client, $server] = session_pair($peer);
$client->onRequest(fn (LogMessage $question) => $question);
$other = new NativeIpcPeer();
[$asking, $answering] = session_pair($other);
$answering->onRequest(fn (LogMessage $question) => $question);
$server->onRequest(function (LogMessage $question) use ($server, $asking) {
    $fiber = new Fiber(fn () => $server->request($question, 5.0)->await());
    $fiber->start();
    var_dump($fiber->isTerminated());
    var_dump($asking->request($question, 5.0)->await() == $question);
    return $fiber->getReturn();
}, true);
echo $client->request(new LogMessage('hello'), 5.0)->await()->message, "\n";

$fiber = new Fiber(fn () => print($server->request(new LogMessage('from a fiber'), 5.0)->await()->message . "\n"));
$fiber->start();
var_dump($fiber->isTerminated());
--EXPECT--
bool(true)
bool(true)
hello
from a fiber
bool(true)
