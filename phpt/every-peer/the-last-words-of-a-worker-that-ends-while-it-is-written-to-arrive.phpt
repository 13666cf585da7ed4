--TEST--
If a worker ends while its parent writes to it, the send throws, and the worker's last messages arrive
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        fread(STDIN, 1000);
        echo 'enough';
        PHP);
    $session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = "$message->level: $message->message"; });
    $session->onClose(function () use (&$seen) { $seen[] = 'closed'; });
    for ($i = 0; $i < 2; $i++) {
        try {
            $session->notify(new LogMessage(str_repeat('x', 8 << 20)));
            echo "sent\n";
        } catch (StreamClosedException $e) {
            echo $e::class, "\n";
        }
    }
    $peer->run();
    // Some deliver while they write, others when they are ticked.
    echo implode("\n", $seen), "\n";
});
--EXPECT--
StreamIpc\Transport\StreamClosedException
StreamIpc\Transport\StreamClosedException
junk: enough
closed
-- the same with each peer
