--TEST--
A handler that throws again and again in the middle of a batch loses nothing: messages, junk, requests and replies keep their order
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

pcntl_alarm(20);
$peer = new NativeIpcPeer();
$session = start_worker($peer, <<<'PHP'
    $peer = new NativeIpcPeer();
    $session = $peer->createStdioSession();
    $session->onRequest(function (LogMessage $question) use ($session) {
        for ($number = 0; $number < 40; $number++) {
            $session->notify(new LogMessage("$number"));
            $number % 10 === 9 && fwrite(STDOUT, "junk $number");
            $number % 10 === 4 && $session->request(new LogMessage("request $number"));
        }
        return new LogMessage('reply');
    });
    $peer->run();
    PHP);
$seen = [];
$session->onMessage(function (LogMessage $message) use (&$seen) {
    $seen[] = $message->message;
    (int) $message->message % 3 === 0 && throw new DomainException();
});
$session->onRequest(function (LogMessage $message) use (&$seen) {
    $seen[] = $message->message;
    return $message;
});
$promise = $session->request(new LogMessage('begin'));
$thrown = 0;
do {
    try {
        $reply = $promise->await();
    } catch (DomainException) {
        $thrown++;
    }
} while (!isset($reply));
for ($number = 0; $number < 40; $number++) {
    $expected[] = "$number";
    $number % 10 === 9 && $expected[] = "junk $number";
    $number % 10 === 4 && $expected[] = "request $number";
}
var_dump($seen === $expected, $thrown, $reply->message);
--EXPECT--
bool(true)
int(18)
string(5) "reply"
