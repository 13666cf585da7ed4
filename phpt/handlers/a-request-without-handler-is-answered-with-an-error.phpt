--TEST--
A request without a handler is answered with an error
--FILE--
<?php

use StreamIpc\Message\ErrorMessageException;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession();
    $peer->run();
    PHP);
try {
    $session->request(new LogMessage('question'))->await();
} catch (ErrorMessageException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
--EXPECT--
Unhandled request: StreamIpc\Message\LogMessage
bool(true)
