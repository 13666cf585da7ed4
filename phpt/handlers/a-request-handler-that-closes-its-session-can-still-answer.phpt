--TEST--
A request handler that closes its session still replies; requests behind it get no reply
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question, IpcSession $session) {
        $session->close();
        // More than the pipe holds.
        return new LogMessage(str_repeat('goodbye ', 500_000));
    });
    $peer->run();
    PHP);
$last = $session->request(new LogMessage('close'));
$late = $session->request(new LogMessage('anybody there?'));
echo strlen($last->await()->message), "\n";
try {
    $late->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
4000000
StreamIpc\Transport\PeerClosedException
