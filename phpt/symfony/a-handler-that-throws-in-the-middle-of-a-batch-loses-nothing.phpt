--TEST--
A handler that throws ends the tick; what came with its message is delivered by the next ones, in order
--SKIPIF--
<?php require __DIR__ . '/../support/symfony.php'; skip_without_symfony(); ?>
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\SymfonyIpcPeer;

require __DIR__ . '/../support/symfony.php';

pcntl_alarm(30);
$peer = new SymfonyIpcPeer();
$session = start_symfony_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function () use ($session) {
        for ($i = 0; $i < 30; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        return new LogMessage('reply');
    });
    $peer->run();
    PHP);
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) {
    $seen[] = (int) $message->message;
    count($seen) % 3 === 0 && throw new DomainException();
});
$promise = $session->request(new LogMessage('begin'), 20.0);
$thrown = 0;
do {
    try {
        $reply = $promise->await();
    } catch (DomainException) {
        $thrown++;
    }
} while (!isset($reply));
var_dump($seen === range(0, 29), $thrown, $reply->message);
--EXPECT--
bool(true)
int(10)
string(5) "reply"
