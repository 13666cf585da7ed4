--TEST--
A concurrent handler that returns null, after an await() too, leaves the request to the next handler
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ASKING);
    $answers = [];
    $session->onMessage(function (LogMessage $message) use (&$answers) { $answers[] = $message->message; });
    $session->onRequest(fn (LogMessage $question) => $question->message === 'two' ? 'wrong' : null);
    $session->onRequest(function (LogMessage $question) use ($session) {
        $session->request($question, 20.0)->await();
    }, true);
    $session->onRequest(fn (LogMessage $question) => $question->message === 'one' ? new LogMessage('by the third') : null);
    foreach (['one', 'two'] as $number => $question) {
        $session->notify(new LogMessage($question));
        tick_until($peer, function () use (&$answers, $number) { return count($answers) > $number; });
        echo $answers[$number], "\n";
    }
});
--EXPECTF--
by the third
StreamIpc\Message\ErrorMessageException: Unhandled request: StreamIpc\Message\LogMessage (handler #1, %s:12, returned string, which is no StreamIpc\Message\Message; return a message, or null if the request is another handler's)
-- the same with each peer
