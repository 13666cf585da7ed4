--TEST--
Two workers answer in their own order, not in that of the questions
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
$patient = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $go = false;
    $session->onMessage(function () use (&$go) { $go = true; });
    $session->onRequest(function (LogMessage $question) use ($peer, $session, &$go) {
        while (!$go && $session->isOpen()) {
            $peer->tick();
        }
        return new LogMessage("patient: $question->message");
    });
    $peer->run();
    PHP);
$quick = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $peer->createStdioSession()->onRequest(fn (LogMessage $question) => new LogMessage("quick: $question->message"));
    $peer->run();
    PHP);

$first = $patient->request(new LogMessage('one'));
$second = $quick->request(new LogMessage('two'));

echo $second->await()->message, "\n";
var_dump($first->isResolved());
$patient->notify(new LogMessage('go'));
echo $first->await()->message, "\n";
--EXPECT--
quick: two
bool(false)
patient: one
