--TEST--
A signal handler may send while a write waits for room: both frames arrive whole, in order
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';

// Reads when it has sent its signal; at its first byte, the write certainly waits.
$worker = sprintf(<<<'PHP'
    [$read, $none] = [[STDIN], []];
    stream_select($read, $none, $none, 20);
    posix_kill(%d, SIGTERM);
    usleep(20_000);
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage(strlen($message->message) . ' bytes')));
    $peer->run();
    PHP, getmypid());
pcntl_async_signals(true);
$peer = new NativeIpcPeer();
foreach (['pipes', 'a socket'] as $over) {
    if ($over === 'pipes') {
        $session = start_worker($peer, $worker);
    } else {
        [$socket, $process] = start_on_socket($worker);
        $session = $peer->createStreamSession($socket, $socket);
    }
    pcntl_signal(SIGTERM, function () use ($session) {
        echo is_running('notify') ? "handled in notify()\n" : "handled elsewhere\n";
        $session->notify(new LogMessage(str_repeat('i', 5_000_000)));
    });
    $received = [];
    $session->onMessage(function (LogMessage $message) use (&$received) { $received[] = $message->message; });
    $session->notify(new LogMessage(str_repeat('o', 9_000_000)));
    tick_until($peer, function () use (&$received) { return count($received) === 2; });
    echo implode(', ', $received), "\n";
}
--EXPECT--
handled in notify()
9000000 bytes, 5000000 bytes
handled in notify()
9000000 bytes, 5000000 bytes
