--TEST--
run() and tick() end at once when a signal handler closes the last session
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';
require __DIR__ . '/../support/signals.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    pcntl_async_signals(true);
    foreach (['tick' => [20.0], 'run' => []] as $method => $arguments) {
        $session = $start('introduce(); sleep_until_woken();');
        pid_of($peer, $session);
        $signals = 0;
        // Only a signal that comes while it waits shall close it.
        pcntl_signal(SIGTERM, function () use ($session, &$signals) { ++$signals > 5 && $session->close(); });
        $sender = start_signals(SIGTERM);
        var_dump(wall_seconds(function () use ($peer, $session, $method, $arguments) {
            do {
                $peer->$method(...$arguments);
            } while ($session->isOpen());
        }) < 10.0);
        stop_signals($sender);
    }
});
--EXPECT--
bool(true)
bool(true)
-- the same with each peer
