--TEST--
Sending and asking throw once a worker has ended
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('posix_kill(getpid(), SIGKILL);');
    $peer->run();
    foreach ([fn () => $session->notify(new LogMessage('hello?')), fn () => $session->request(new LogMessage('hello?'))] as $send) {
        try {
            $send();
            echo "sent\n";
        } catch (StreamClosedException $e) {
            echo $e::class, "\n";
        }
    }
});
--EXPECT--
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
-- the same with each peer
