--TEST--
A request whose time is up in the middle of its own write times out then, and closes its session; what waits, and what is sent later, fails at once
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;
use StreamIpc\Transport\StreamClosedException;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

// A user's transport sends as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start('introduce(); sleep_until_woken();');
    pid_of($peer, $session);
    $session->onClose(function () { echo "closed\n"; });
    $pending = $session->request(new LogMessage('pending'), 60.0);
    $cpu = cpu_seconds();
    $seconds = wall_seconds(function () use ($session) {
        try {
            $session->request(new LogMessage(str_repeat('x', 8 << 20)), 0.5);
        } catch (TimeoutException $e) {
            echo $e->getMessage(), "\n";
        }
    });
    var_dump($seconds >= 0.49, $seconds < 5.0, cpu_seconds() - $cpu < 0.4, $session->isOpen());
    foreach (['notify', 'request'] as $send) {
        try {
            $session->$send(new LogMessage('next'));
        } catch (StreamClosedException $e) {
            echo preg_replace('/\d+ bytes/', 'N bytes', $e->getMessage()), "\n";
        }
    }
    try {
        $pending->await();
    } catch (PeerClosedException $e) {
        echo strstr($e->getMessage(), 'another'), "\n";
    }
    // Nothing is left to wait for.
    $peer->run();
});
--EXPECT--
closed
IPC request timed out after 0.5s
bool(true)
bool(true)
bool(true)
bool(false)
Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
Cannot send a frame of N bytes: an earlier frame was cut short by its timeout
another message was given up when half of it had left
-- the same with each peer
