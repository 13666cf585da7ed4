--TEST--
A signal whose handler sets a flag ends a tick without a timeout, though it comes while the peer looks for news
--SKIPIF--
<?php if (!extension_loaded('pcntl')) die('skip pcntl is needed'); ?>
--INI--
stream_ipc.busy_poll=400000
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (Message $request) => $request);
    $peer->run();
    PHP);
pcntl_async_signals(true);
$stop = false;
pcntl_signal(SIGALRM, function () use (&$stop) { $stop = true; });
// Teaches the peer that replies are quick.
for ($i = 0; $i < 100; $i++) {
    $session->request(new LogMessage('?'))->await();
}
// So the first tick looks for 0.4 s, and finds nothing.
$start = hrtime(true);
$killer = proc_open(['sh', '-c', 'sleep 0.1; kill -ALRM ' . getmypid()], [], $pipes);
while (!$stop) {
    $peer->tick();
}
$seconds = (hrtime(true) - $start) / 1e9;
echo $seconds < 5 ? 'ended' : "ended after $seconds s", "\n";
--EXPECT--
ended
