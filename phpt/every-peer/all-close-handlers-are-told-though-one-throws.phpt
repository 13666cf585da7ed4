--TEST--
All close handlers run at the end of a worker though one throws; run() throws that exception
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('exit;');
    $session->onClose(function () { throw new DomainException('thrown by the first'); });
    $session->onClose(function () { echo "the second is told\n"; });
    try {
        $peer->run();
    } catch (DomainException $e) {
        echo $e->getMessage(), "\n";
    }
    var_dump($session->isOpen());
});
--EXPECT--
the second is told
thrown by the first
bool(false)
-- the same with each peer
