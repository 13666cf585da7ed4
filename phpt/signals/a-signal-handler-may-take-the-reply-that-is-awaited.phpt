--TEST--
A signal handler may tick and so take in the reply that is awaited: await() returns it at once
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

$peer = new NativeIpcPeer();
// Answers when it is told to.
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(function () use (&$told) { $told = true; });
    $session->onRequest(function () use ($peer, &$told) {
        while (!$told) {
            $peer->tick(1);
        }
        return new LogMessage('the reply');
    });
    $peer->run();
    PHP);
$promise = $session->request(new LogMessage('question'), 20);
pcntl_async_signals(true);
pcntl_signal(SIGTERM, function () use ($peer, $session, $promise) {
    if (is_running('await') && !$promise->isResolved()) {
        pcntl_signal(SIGTERM, SIG_IGN);
        $session->notify(new LogMessage('now'));
        tick_until($peer, fn () => $promise->isResolved());
        echo "it has come\n";
    }
});
$signals = start_signals(SIGTERM);
$seconds = wall_seconds(function () use ($promise) { echo $promise->await()->message, "\n"; });
stop_signals($signals);
var_dump($seconds < 10.0);
--EXPECT--
it has come
the reply
bool(true)
