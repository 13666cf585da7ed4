--TEST--
A timeout of INF waits as long as it takes
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question) {
        usleep(100_000);
        return $question;
    });
    $peer->run();
    PHP);
echo $session->request(new LogMessage('patience'), INF)->await()->message, "\n";
--EXPECT--
patience
