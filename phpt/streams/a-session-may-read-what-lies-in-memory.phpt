--TEST--
A session may read what lies in php://memory or php://temp, to its end
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
foreach (['php://memory', 'php://temp', 'php://temp/maxmemory:1000', 'data:text/plain;base64,'] as $url) {
    $bytes = 'junk' . frame(new LogMessage('one')) . frame(new LogMessage(str_repeat('x', 3 << 20))) . substr(frame(new LogMessage('half')), 0, 20);
    if (str_starts_with($url, 'data:')) {
        $stream = fopen($url . base64_encode($bytes), 'r');
    } else {
        $stream = fopen($url, 'w+');
        fwrite($stream, $bytes);
        rewind($stream);
    }
    $session = $peer->createStreamSession(fopen('php://memory', 'w'), $stream);
    $lengths = [];
    $session->onMessage(function (LogMessage $message) use (&$lengths) { $lengths[] = strlen($message->message); });
    tick_until($peer, fn () => !$session->isOpen());
    echo implode(' ', $lengths), "\n";
    $session->close();
}
--EXPECT--
4 3 3145728
4 3 3145728
4 3 3145728
4 3 3145728
