--TEST--
A request handler may ask the asker back and await, many levels deep
--FILE--
<?php

use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(function (LogMessage $question, IpcSession $session) {
        $number = (int) $question->message;
        return $number === 0 ? $question : new LogMessage("$number " . $session->request(new LogMessage((string) ($number - 1)))->await()->message);
    });
    $peer->run();
    PHP);
$session->onRequest(function (LogMessage $question, IpcSession $session) {
    $number = (int) $question->message;
    return $number === 0 ? $question : new LogMessage("$number " . $session->request(new LogMessage((string) ($number - 1)))->await()->message);
});
echo $session->request(new LogMessage('9'))->await()->message, "\n";
--EXPECT--
9 8 7 6 5 4 3 2 1 0
