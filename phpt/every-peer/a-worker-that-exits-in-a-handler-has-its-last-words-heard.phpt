--TEST--
If a worker calls exit() in a handler, its last messages arrive, and pending requests fail
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
        register_shutdown_function(function () use ($session) { $session->notify(new LogMessage('shutting down')); });
        $session->onRequest(function () { exit; });
        $peer->run();
        PHP);
    $session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
    try {
        $session->request(new LogMessage('exit'), 600.0)->await();
    } catch (PeerClosedException $e) {
        echo $e::class, "\n";
    }
});
--EXPECT--
shutting down
StreamIpc\Transport\PeerClosedException
-- the same with each peer
