--TEST--
A tick ends when the time of a request is up
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

// A user's tick() waits as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start('introduce(); sleep_until_woken();');
    pid_of($peer, $session);
    foreach ([20.0, null] as $timeout) {
        $promise = $session->request(new LogMessage('?'), 0.2);
        var_dump(wall_seconds(fn () => $peer->tick($timeout)) < 5.0, $promise->isResolved());
    }
});
--EXPECT--
bool(true)
bool(true)
bool(true)
bool(true)
-- the same with each peer
