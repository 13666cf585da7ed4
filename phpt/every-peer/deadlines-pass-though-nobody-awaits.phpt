--TEST--
A request whose time is up is resolved though nobody awaits it, and its session goes on
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($peer) {
            $question->message === 'first' && $peer->run();
            return $question;
        });
        $peer->run();
        PHP);
    $first = $session->request(new LogMessage('first'), 0.2);
    var_dump($first->isResolved());
    $peer->tickFor(0.3);
    var_dump($first->isResolved());
    $seconds = wall_seconds(function () use ($first) {
        try {
            $first->await();
        } catch (TimeoutException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    var_dump($seconds < 0.1);
    echo $session->request(new LogMessage('second'), 20.0)->await()->message, "\n";
});
--EXPECT--
bool(false)
bool(true)
IPC request timed out after 0.2s
bool(true)
second
-- the same with each peer
