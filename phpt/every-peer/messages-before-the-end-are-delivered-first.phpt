--TEST--
Messages that a worker sends before it ends are delivered first; then come the close handlers
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 0; $i < 1000; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
    $session->onClose(function () use (&$seen) { $seen[] = 'closed'; });
    $peer->run();
    var_dump($seen === [...array_map(strval(...), range(0, 999)), 'closed']);
});
--EXPECT--
bool(true)
-- the same with each peer
