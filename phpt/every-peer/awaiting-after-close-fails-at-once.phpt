--TEST--
Awaiting after close() fails at once, unless the reply had come
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => $question->message === 'silence' ? $peer->run() : $question);
        $peer->run();
        PHP);
    $answered = $session->request(new LogMessage('answered'), 600.0);
    $silence = $session->request(new LogMessage('silence'), 600.0);
    tick_until($peer, fn () => $answered->isResolved());
    $session->close();
    echo $answered->await()->message, "\n";
    try {
        $silence->await();
    } catch (PeerClosedException $e) {
        echo strstr($e->getMessage(), 'the session'), "\n";
    }
});
--EXPECT--
answered
the session was closed on this side
-- the same with each peer
