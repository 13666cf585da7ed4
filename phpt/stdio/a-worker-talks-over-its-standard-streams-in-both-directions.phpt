--TEST--
A worker talks over its standard streams, in both directions
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question, IpcSession $session) {
        $detail = $session->request(new LogMessage("what of $question->message?"))->await();
        return new LogMessage("$question->message is $detail->message");
    });
    $peer->run();
    PHP);
$session->onRequest(function (LogMessage $question) {
    echo "asked: $question->message\n";
    return new LogMessage('blue');
});
$answer = $session->request(new LogMessage('the sky'))->await();
echo "answered: $answer->message\n";
--EXPECT--
asked: what of the sky?
answered: the sky is blue
