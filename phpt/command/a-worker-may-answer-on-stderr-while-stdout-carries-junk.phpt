--TEST--
A worker may answer on stderr while its stdout carries junk
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession(STDERR, STDIN);
    $session->onRequest(function (LogMessage $question) {
        echo "working on $question->message";
        return new LogMessage("done: $question->message");
    });
    $peer->run();
    PHP);
$junk = '';
$session->onMessage(function (LogMessage $message) use (&$junk) {
    $junk .= "$message->level: $message->message\n";
});

echo $session->request(new LogMessage('the task'))->await()->message, "\n";
tick_until($peer, fn () => $junk !== '');
echo $junk;
--EXPECT--
done: the task
junk: working on the task
