--TEST--
If a worker calls exit() in a request handler, its shutdown functions run, it ends, and the request fails
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    ini_set('display_errors', '1');
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    register_shutdown_function(function () use ($session) {
        $session->notify(new LogMessage('shutting down'));
    });
    $session->onRequest(function () { exit(3); });
    $peer->run();
    PHP);
$session->onMessage(function (LogMessage $message) {
    echo "$message->level: $message->message\n";
});
try {
    $session->request(new LogMessage('exit'))->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
info: shutting down
StreamIpc\Transport\PeerClosedException
