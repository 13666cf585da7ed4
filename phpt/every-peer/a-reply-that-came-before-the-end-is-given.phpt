--TEST--
Of many requests those answered before the worker ended have their reply, the others fail at once
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $peer->createStdioSession()->onRequest(fn (LogMessage $question) => (int) $question->message < 30 ? $question : exit);
        $peer->run();
        PHP);
    for ($n = 0; $n < 50; $n++) {
        $promises[] = $session->request(new LogMessage("$n"), 600.0);
    }
    $peer->run();
    $resolved = array_filter($promises, fn ($promise) => $promise->isResolved());
    $answered = $failed = [];
    foreach ($promises as $n => $promise) {
        try {
            $answered[] = $promise->await()->message === "$n";
        } catch (PeerClosedException) {
            $failed[] = $n;
        }
    }
    var_dump(count($resolved), $answered === array_fill(0, 30, true), $failed === range(30, 49));
});
--EXPECT--
int(50)
bool(true)
bool(true)
-- the same with each peer
