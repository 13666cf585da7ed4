--TEST--
A worker that is killed fails the requests it has at once, long before their timeout
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
        // No request has its reply before the end.
        $session->onRequest(fn () => $peer->run());
        $session->onMessage(fn () => posix_kill(getmypid(), SIGKILL));
        $peer->run();
        PHP);
    $session->onClose(function () { echo "closed\n"; });
    $promises = [$session->request(new LogMessage('one'), 600.0), $session->request(new LogMessage('two'), 600.0)];
    $session->notify(new LogMessage('die'));
    foreach ($promises as $promise) {
        try {
            $promise->await();
        } catch (PeerClosedException $e) {
            echo $e::class, "\n";
        }
    }
    var_dump($session->isOpen());
});
--EXPECT--
closed
StreamIpc\Transport\PeerClosedException
StreamIpc\Transport\PeerClosedException
bool(false)
-- the same with each peer
