--TEST--
A handler may remove its session and make a new one over the same transport, which gets what is queued
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question, IpcSession $session) {
        foreach (['one', 'two', 'three', 'four'] as $text) {
            $session->notify(new LogMessage($text));
        }
        return new LogMessage('reply');
    });
    $peer->run();
    PHP);
$generation = 0;
$handler = function (LogMessage $message, IpcSession $session) use ($peer, &$handler, &$generation) {
    echo "session $generation: $message->message\n";
    $generation % 2 ? $session->close() : $peer->removeSession($session);
    $generation++;
    $peer->createSessionFromTransport($session->getTransport())->onMessage($handler);
};
$session->onMessage($handler);
$session->request(new LogMessage('begin'));
tick_until($peer, function () use (&$generation) { return $generation === 4; });
--EXPECT--
session 0: one
session 1: two
session 2: three
session 3: four
