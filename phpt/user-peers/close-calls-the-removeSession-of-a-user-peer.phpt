--TEST--
close() calls the removeSession() of a user's peer, once
--FILE--
<?php

use StreamIpc\IpcSession;

require __DIR__ . '/../support/queue-peer.php';

final class WatchingPeer extends QueuePeer
{
    public function removeSession(IpcSession $session): void
    {
        echo "removed\n";
        parent::removeSession($session);
    }
}

$peer = new WatchingPeer();
[$session, $other] = $peer->connect();
$session->close();
$session->close();
var_dump(array_values($peer->sessions()) === [$other]);
--EXPECT--
removed
bool(true)
