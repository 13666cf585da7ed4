--TEST--
What a concurrent handler throws is the answer, before and after it has awaited
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ASKING);
    $answers = [];
    $session->onMessage(function (LogMessage $message) use (&$answers) { $answers[] = $message->message; });
    $session->onRequest(function (LogMessage $question) use ($session) {
        $question->message === 'early' && throw new DomainException('thrown early');
        $session->request($question, 20.0)->await();
        throw new DomainException('thrown late');
    }, true);
    foreach (['early', 'late'] as $question) {
        $answers = [];
        $session->notify(new LogMessage($question));
        tick_until($peer, function () use (&$answers) { return $answers; });
        echo $answers[0], "\n";
    }
});
--EXPECT--
StreamIpc\Message\ErrorMessageException: Error in dispatch
DomainException: thrown early
StreamIpc\Message\ErrorMessageException: Error in dispatch
DomainException: thrown late
-- the same with each peer
