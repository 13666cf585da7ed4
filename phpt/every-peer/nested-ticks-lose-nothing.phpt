--TEST--
Handlers that tick in handlers too deep lose no message, though some meet an Error
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 0; $i < 20_000; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use ($peer, &$seen) {
        $seen[] = (int) $message->message;
        $peer->tick(20.0);
    });
    while ($session->isOpen()) {
        try {
            $peer->run();
        } catch (Error) {
        }
    }
    var_dump($seen === range(0, 19_999));
});
--EXPECT--
bool(true)
-- the same with each peer
