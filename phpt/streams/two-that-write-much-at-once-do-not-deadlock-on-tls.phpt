--TEST--
Two peers that write megabytes at once do not deadlock over TLS, blocking or not
--SKIPIF--
<?php if (!extension_loaded('openssl')) die('skip openssl is needed'); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';
require __DIR__ . '/../support/tls.php';

foreach ([true, false] as $blocking) {
    [$socket, $process] = start_on_tls(sprintf(<<<'PHP'
        stream_set_blocking($socket, %b);
        $peer = new NativeIpcPeer();
        $session = $peer->createStreamSession($socket, $socket);
        $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage('the worker got ' . strlen($message->message))));
        $session->notify(new LogMessage(str_repeat('w', 8 << 20)));
        $peer->run();
        PHP, $blocking));
    stream_set_blocking($socket, $blocking);
    $peer = new NativeIpcPeer();
    $session = $peer->createStreamSession($socket, $socket);
    $texts = [];
    $session->onMessage(function (LogMessage $message) use (&$texts) {
        $texts[] = strlen($message->message) > 100 ? 'the parent got ' . strlen($message->message) : $message->message;
    });
    $session->notify(new LogMessage(str_repeat('p', 8 << 20)));
    tick_until($peer, function () use (&$texts) { return count($texts) === 2; });
    echo implode("\n", $texts), "\n";
    $session->close();
}
--EXPECT--
the parent got 8388608
the worker got 8388608
the parent got 8388608
the worker got 8388608
