--TEST--
Over TLS, too, a frame that waits for room survives signal handlers that return, throw or send: it arrives whole, before the next
--SKIPIF--
<?php if (!extension_loaded('openssl') || !extension_loaded('pcntl') || !extension_loaded('posix')) die('skip openssl, pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/signals.php';
require __DIR__ . '/../support/tls.php';

// Reads nothing until a signal was handled.
$go = __DIR__ . '/signals-during-a-blocked-tls-write.go';
$worker = sprintf(<<<'PHP'
    while (!file_exists('%s')) {
        usleep(1000);
    }
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage(md5($message->message))));
    $peer->run();
    PHP, $go);
// A write that is tried for ever must not outlive the test.
pcntl_alarm(30);
pcntl_async_signals(true);
$text = random_bytes(8 << 20);
$peer = new NativeIpcPeer();
foreach (['returns', 'throws', 'sends'] as $does) {
    @unlink($go);
    [$socket, $process] = start_on_tls($worker);
    $session = $peer->createStreamSession($socket, $socket);
    $received = [];
    $session->onMessage(function (LogMessage $message) use (&$received) { $received[] = $message->message; });
    pcntl_signal(SIGTERM, function () use ($session, $does, $go) {
        if (!is_running('notify')) {
            return;
        }
        pcntl_signal(SIGTERM, SIG_IGN);
        echo 'handled, ';
        touch($go);
        match ($does) {
            'returns' => null,
            'throws' => throw new DomainException('thrown'),
            'sends' => $session->notify(new LogMessage('from the signal handler')),
        };
    });
    $signals = start_signals(SIGTERM);
    try {
        $session->notify(new LogMessage($text));
    } catch (DomainException $e) {
        echo $e->getMessage(), ', ';
    }
    stop_signals($signals);
    $session->notify(new LogMessage('next'));
    $expected = array_map(md5(...), [$text, ...($does === 'sends' ? ['from the signal handler'] : []), 'next']);
    tick_until($peer, function () use (&$received, $expected) { return count($received) >= count($expected); });
    echo "$does: ", $received === $expected ? 'right' : 'wrong', "\n";
    $session->close();
}
--CLEAN--
<?php
@unlink(__DIR__ . '/signals-during-a-blocked-tls-write.go');
--EXPECT--
handled, returns: right
handled, thrown, throws: right
handled, sends: right
