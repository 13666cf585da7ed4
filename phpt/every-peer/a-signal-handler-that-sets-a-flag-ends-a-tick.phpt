--TEST--
With asynchronous signals, a handler that sets a flag ends a tick long before its timeout
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';

// Amp's event loop goes on behind a signal.
with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start('introduce(); sleep_until_woken();');
    pid_of($peer, $session);
    pcntl_async_signals(true);
    $stop = false;
    // Only a signal that comes while it waits shall end it here.
    pcntl_signal(SIGTERM, function () use (&$stop, &$signals) { $stop = ++$signals > 5; });
    $sender = start_signals(SIGTERM);
    $seconds = wall_seconds(function () use ($peer, &$stop) {
        while (!$stop) {
            $peer->tick(20.0);
        }
    });
    stop_signals($sender);
    var_dump($seconds < 10.0);
});
--EXPECT--
bool(true)
-- the same with each peer
