--TEST--
A reply that waits for room leaves, every byte, before the script ends
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(60);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn () => new LogMessage(str_repeat('goodbye ', 500_000)));
    $peer->tick();
    PHP);
echo strlen($session->request(new LogMessage('the last one'))->await()->message), "\n";
--EXPECT--
4000000
