--TEST--
A write that a throwing signal handler interrupts is finished later: the frame arrives whole, before the next
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/thrown.php';

// Sends a signal when the first byte has come, and reads when it is told on another way.
$worker = sprintf(<<<'PHP'
    [$read, $none] = [[STDIN], []];
    stream_select($read, $none, $none, 20);
    posix_kill(%d, SIGTERM);
    while (!file_exists('%s')) {
        usleep(1000);
    }
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage(md5($message->message))));
    $peer->run();
    PHP, getmypid(), $go = __DIR__ . '/a-write-interrupted.go');
pcntl_async_signals(true);
pcntl_signal(SIGTERM, fn () => throw new DomainException('from the signal handler'));
$text = random_bytes(8 << 20);
foreach (['pipes', 'a socket'] as $over) {
    @unlink($go);
    $peer = new NativeIpcPeer();
    if ($over === 'pipes') {
        $session = start_worker($peer, $worker);
    } else {
        [$socket, $process] = start_on_socket($worker);
        $session = $peer->createStreamSession($socket, $socket);
    }
    $received = [];
    $session->onMessage(function (LogMessage $message) use (&$received) { $received[] = $message->message; });
    thrown(fn () => $session->notify(new LogMessage($text)));
    touch($go);
    tick_until($peer, function () use (&$received) { return count($received) > 0; });
    $session->notify(new LogMessage('next'));
    tick_until($peer, function () use (&$received) { return count($received) > 1; });
    var_dump($received === [md5($text), md5('next')]);
}
--CLEAN--
<?php
@unlink(__DIR__ . '/a-write-interrupted.go');
--EXPECT--
DomainException: from the signal handler
bool(true)
DomainException: from the signal handler
bool(true)
