--TEST--
A frame within memory_limit, but over the memory left, is an exception, too, and the process goes on
--INI--
memory_limit=32M
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$ballast = str_repeat('b', 20 << 20);
$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$worker = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(fn () => new LogMessage(str_repeat('x', 8 << 20)));
    $peer->run();
    PHP);
$worker->onException(function (Throwable $e) use (&$told) {
    $told = $e;
    return false;
});
$promise = $worker->request(new LogMessage('your megabytes'), 20);
tick_until($peer, function () use (&$told) { return $told !== null; });
echo get_class($told), ': ', $told->getMessage(), "\n";

unset($ballast);
echo strlen($worker->request(new LogMessage('once more'), 20)->await()->message), "\n";
--EXPECTF--
RuntimeException: A frame of 8388%d bytes needs about %d bytes of memory, but memory_limit leaves %d: raise it, or send less at once
8388608
