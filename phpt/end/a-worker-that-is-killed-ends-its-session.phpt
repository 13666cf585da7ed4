--TEST--
A worker that is killed ends its session and fails its pending requests
--SKIPIF--
<?php
if (!extension_loaded('posix')) {
    die('skip posix is needed');
}
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => posix_kill(getmypid(), 9));
    $peer->run();
    PHP);
$session->onClose(function () { echo "ended\n"; });
try {
    $session->request(new LogMessage('die'))->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
ended
StreamIpc\Transport\PeerClosedException
