--TEST--
Close handlers run once when a worker has ended, whatever happens to the session after that
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('exit;');
    $session->onClose(function (IpcSession $session) use ($peer) {
        echo "first handler\n";
        $peer->tick(0);
        $session->close();
    });
    $session->onClose(function () { echo "second handler\n"; });
    $peer->run();
    $session->close();
    $session->triggerException(new Exception());
    $peer->removeSession($session);
    $peer->run();
    var_dump($session->isOpen());
});
--EXPECT--
first handler
second handler
bool(false)
-- the same with each peer
