--TEST--
Both sides may ask each other at once and await
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn (LogMessage $question) => new LogMessage("worker's answer to $question->message"));
    $reply = $session->request(new LogMessage("worker's question"))->await();
    $session->notify(new LogMessage($reply->message));
    $peer->run();
    PHP);
$told = null;
$session->onMessage(function (LogMessage $message) use (&$told) { $told = $message->message; });
$session->onRequest(fn (LogMessage $question) => new LogMessage("parent's answer to $question->message"));
$reply = $session->request(new LogMessage("parent's question"))->await();
echo $reply->message, "\n";
tick_until($peer, function () use (&$told) { return $told !== null; });
echo $told, "\n";
--EXPECT--
worker's answer to parent's question
parent's answer to worker's question
