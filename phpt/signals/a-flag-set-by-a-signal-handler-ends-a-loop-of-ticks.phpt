--TEST--
With asynchronous signals, a handler that sets a flag ends a loop of ticks without a timeout
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, sprintf(<<<'PHP'
    require '%s';
    pcntl_async_signals(true);
    $stop = false;
    // Only a signal that comes while it waits shall end it here.
    pcntl_signal(SIGTERM, function () use (&$stop) { $stop = $stop || is_running('tick'); });
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->notify(new LogMessage((string) getmypid()));
    while (!$stop) {
        $peer->tick();
    }
    $session->notify(new LogMessage('ended in its own way'));
    $peer->run();
    PHP, __DIR__ . '/../support/signals.php'));
$pid = $end = null;
$session->onMessage(function (LogMessage $message) use (&$pid, &$end) {
    if ($pid === null) {
        $pid = (int) $message->message;
    } else {
        $end = $message->message;
    }
});
$limit = hrtime(true) + 20e9;
while ($end === null && hrtime(true) < $limit) {
    $peer->tick(0.05);
    $pid === null || $end !== null || posix_kill($pid, SIGTERM);
}
echo $end ?? 'no end', "\n";
$end === null && posix_kill($pid, SIGKILL);
--EXPECT--
ended in its own way
