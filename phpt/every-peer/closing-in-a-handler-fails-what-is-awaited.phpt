--TEST--
close() in a handler fails the awaited request at once
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function () use ($session, $peer) {
            $session->notify(new LogMessage('close, please'));
            $peer->run();
        });
        $peer->run();
        PHP);
    $session->onMessage(fn (LogMessage $message, IpcSession $session) => $session->close());
    try {
        $session->request(new LogMessage('question'), 600.0)->await();
    } catch (PeerClosedException $e) {
        echo strstr($e->getMessage(), 'the session'), "\n";
    }
    var_dump($session->isOpen());
});
--EXPECT--
the session was closed on this side
bool(false)
-- the same with each peer
