--TEST--
Two peers that write megabytes at once through filters do not deadlock, blocking or not
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

foreach ([true, false] as $blocking) {
    [$socket, $process] = start_on_socket(sprintf(<<<'PHP'
        stream_filter_append(STDIN, 'string.rot13', STREAM_FILTER_READ);
        stream_filter_append(STDIN, 'string.rot13', STREAM_FILTER_WRITE);
        stream_set_blocking(STDIN, %b);
        $peer = new NativeIpcPeer();
        $session = $peer->createStreamSession(STDIN, STDIN);
        $session->onMessage(fn (LogMessage $message) => $session->notify(new LogMessage('the worker got ' . strlen($message->message))));
        $session->notify(new LogMessage(str_repeat('w', 8 << 20)));
        $peer->run();
        PHP, $blocking));
    stream_filter_append($socket, 'string.rot13', STREAM_FILTER_READ);
    stream_filter_append($socket, 'string.rot13', STREAM_FILTER_WRITE);
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
