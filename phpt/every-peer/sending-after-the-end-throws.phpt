--TEST--
Sending and asking throw once a worker has ended
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/every-peer.php';

// A process that ends closes its outputs a moment before its input.
function refusal(callable $send): string
{
    for ($deadline = hrtime(true) + 10e9; hrtime(true) < $deadline; usleep(100)) {
        try {
            $send();
        } catch (StreamClosedException $e) {
            return $e::class;
        }
    }

    return 'it is sent, and sent, and sent';
}

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('posix_kill(getmypid(), SIGKILL);');
    $peer->run();
    foreach ([fn () => $session->notify(new LogMessage('hello?')), fn () => $session->request(new LogMessage('hello?'))] as $send) {
        echo refusal($send), "\n";
    }
});
--EXPECT--
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
-- the same with each peer
