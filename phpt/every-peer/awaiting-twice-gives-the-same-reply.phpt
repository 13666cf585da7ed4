--TEST--
Awaiting twice gives the same reply, even after the session was closed
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ANSWERING);
    $promise = $session->request(new LogMessage('question'), 20.0);
    $reply = $promise->await();
    echo $reply->message, "\n";
    var_dump($promise->await() === $reply);
    $session->close();
    var_dump($promise->await() === $reply);
});
--EXPECT--
noitseuq
bool(true)
bool(true)
-- the same with each peer
