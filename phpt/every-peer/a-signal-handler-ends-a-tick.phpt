--TEST--
A signal handler that only sets a flag ends the tick that waits, so that a loop sees the flag
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn () => null);
        $session->notify(new LogMessage('I am here'));
        $peer->run();
        PHP);
    $ready = false;
    $session->onMessage(function () use (&$ready) { $ready = true; });
    tick_until($peer, function () use (&$ready) { return $ready; });
    pcntl_async_signals(true);
    pcntl_signal(SIGUSR1, function () use (&$stop) { $stop = true; });
    fork(function () {
        usleep(50_000);
        posix_kill(posix_getppid(), SIGUSR1);
    });
    $began = hrtime(true);
    while (!$stop) {
        $peer->tick(20.0);
    }
    var_dump(hrtime(true) - $began < 10e9);
    $session->close();
});
--EXPECT--
bool(true)
-- the same with each peer
