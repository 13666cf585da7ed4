--TEST--
A handler that throws ends the tick, and what came with its message comes with the next ones, in order
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 0; $i < 30; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use (&$seen) {
        $seen[] = (int) $message->message;
        count($seen) % 3 === 0 && throw new DomainException('three');
    });
    $thrown = 0;
    while ($session->isOpen()) {
        try {
            $peer->tick(20.0);
        } catch (DomainException) {
            $thrown++;
        }
    }
    var_dump($seen === range(0, 29), $thrown);
});
--EXPECT--
bool(true)
int(10)
-- the same with each peer
