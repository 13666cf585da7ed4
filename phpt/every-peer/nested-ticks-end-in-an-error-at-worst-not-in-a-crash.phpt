--TEST--
Handlers that tick in handlers as deep as they come meet an Error at worst, and the process goes on
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 0; $i < 20_000; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        PHP);
    $session->onMessage(fn () => $peer->tick(20.0));
    while ($session->isOpen()) {
        try {
            $peer->run();
        } catch (Error $e) {
            str_starts_with($e->getMessage(), 'Maximum call stack size reached') || throw $e;
        }
    }
    echo "all messages are through\n";
});
--EXPECT--
all messages are through
-- the same with each peer
