--TEST--
Waiting costs less than five percent of a processor, also when all sessions have ended
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    for ($i = 0; $i < 5; $i++) {
        $sessions[] = $start(ANSWERING);
        $sessions[$i]->request(new LogMessage('ready?'), 20.0)->await();
    }
    $before = cpu_seconds();
    $waited = wall_seconds(fn () => $peer->tickFor(1.0));
    var_dump($waited >= 0.99, cpu_seconds() - $before < 0.05);
    foreach ($sessions as $session) {
        $session->close();
    }
    $before = cpu_seconds();
    $peer->tickFor(1.0);
    var_dump(cpu_seconds() - $before < 0.05);
});
--EXPECT--
bool(true)
bool(true)
bool(true)
-- the same with each peer
