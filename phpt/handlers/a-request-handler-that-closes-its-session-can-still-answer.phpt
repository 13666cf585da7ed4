--TEST--
A request handler that closes its session still gives its answer; what is asked behind it gets none
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
        return new LogMessage('goodbye');
    });
    $peer->run();
    PHP);
$last = $session->request(new LogMessage('close'));
$late = $session->request(new LogMessage('anybody there?'));
echo $last->await()->message, "\n";
try {
    $late->await();
} catch (PeerClosedException $e) {
    echo get_class($e), "\n";
}
--EXPECT--
goodbye
StreamIpc\Transport\PeerClosedException
