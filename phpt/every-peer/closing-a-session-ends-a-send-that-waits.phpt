--TEST--
Closing a session in a signal handler ends at once a request and a notification that wait for room
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\StreamClosedException;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';

// A user's transport sends as long as it likes.
with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    pcntl_async_signals(true);
    foreach (['notify', 'request'] as $send) {
        $session = $start('introduce(); sleep_until_woken();');
        pid_of($peer, $session);
        $signals = 0;
        // Only a signal that comes while it waits shall close it.
        pcntl_signal(SIGTERM, function () use ($session, &$signals) { ++$signals > 5 && $session->close(); });
        $sender = start_signals(SIGTERM);
        $seconds = wall_seconds(function () use ($session, $send) {
            try {
                $session->$send(new LogMessage(str_repeat('x', 8 << 20)));
            } catch (StreamClosedException $e) {
                echo preg_replace('/\d+ bytes/', 'N bytes', $e->getMessage()), "\n";
            }
        });
        stop_signals($sender);
        var_dump($seconds < 10.0, $session->isOpen());
    }
});
--EXPECT--
Cannot send a frame of N bytes: the session was closed before all of it had left
bool(true)
bool(false)
Cannot send a frame of N bytes: the session was closed before all of it had left
bool(true)
bool(false)
-- the same with each peer
