--TEST--
A signal handler may close the session whose reply is awaited: await() fails at once
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('introduce(); sleep_until_woken();');
    $other = $start(ANSWERING);
    pid_of($peer, $session);
    pcntl_async_signals(true);
    // Only a signal that comes while it waits shall close it here.
    pcntl_signal(SIGTERM, function () use ($session, &$signals) { ++$signals > 5 && $session->close(); });
    $sender = start_signals(SIGTERM);
    $seconds = wall_seconds(function () use ($session) {
        try {
            $session->request(new LogMessage('no answer'), 30.0)->await();
        } catch (PeerClosedException) {
            echo "closed\n";
        }
    });
    stop_signals($sender);
    var_dump($seconds < 10.0);
    pcntl_signal(SIGTERM, SIG_IGN);
    echo $other->request(new LogMessage('no seog rehto eht'), 20.0)->await()->message, "\n";
});
--EXPECT--
closed
bool(true)
the other goes on
-- the same with each peer
