--TEST--
A SIGTERM handler that throws ends run(), and the worker ends in its own way
--SKIPIF--
<?php if (!extension_loaded('pcntl') || !extension_loaded('posix')) die('skip pcntl and posix are needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    pcntl_async_signals(true);
    pcntl_signal(SIGTERM, fn () => throw new DomainException('asked to end'));
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn () => new LogMessage((string) getmypid()));
    try {
        $peer->run();
    } catch (DomainException $e) {
        $session->notify(new LogMessage($e->getMessage()));
    }
    PHP);
$session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
posix_kill((int) $session->request(new LogMessage('your process id?'), 20)->await()->message, SIGTERM);
tick_until($peer, fn () => !$session->isOpen());
--EXPECT--
asked to end
