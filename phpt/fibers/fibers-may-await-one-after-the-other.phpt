--TEST--
Several fibers may await replies; a handler that suspends its fiber holds up nobody else
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(function (LogMessage $question) {
    if ($question->message === 'slow' && Fiber::getCurrent()) {
        Fiber::suspend();
    }
    return new LogMessage("answer to $question->message");
});
$ask = fn (string $question) => new Fiber(function () use ($here, $question) {
    echo $here->request(new LogMessage($question))->await()->message, "\n";
});
[$slow, $quick] = [$ask('slow'), $ask('quick')];
$slow->start();
$quick->start();
$slow->resume();
var_dump($slow->isTerminated(), $quick->isTerminated());
--EXPECT--
answer to quick
answer to slow
bool(true)
bool(true)
