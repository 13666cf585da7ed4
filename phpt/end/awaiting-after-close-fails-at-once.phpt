--TEST--
Awaiting after close() fails at once, unless the reply had come
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$here, $there] = session_pair($peer);
$there->onRequest(fn (LogMessage $question) => $question);
$answered = $here->request(new LogMessage('answered'));
tick_until($peer, fn () => $answered->isResolved());
$pending = $here->request(new LogMessage('pending'), 60.0);
$here->close();
echo $answered->await()->message, "\n";
var_dump(wall_seconds(function () use ($pending) {
    try {
        $pending->await();
    } catch (PeerClosedException $e) {
        echo get_class($e), "\n";
    }
}) < 20.0);
--EXPECT--
answered
StreamIpc\Transport\PeerClosedException
bool(true)
