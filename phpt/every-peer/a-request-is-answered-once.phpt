--TEST--
Whoever answers a request twice gets a LogicException that says so, and the asker keeps the first answer
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ASKING);
    $replies = 0;
    $session->onMessage(function (LogMessage $reply) use (&$replies) {
        echo "answer: $reply->message\n";
        $replies++;
    });
    $twice = function (callable $call) {
        try {
            $call();
        } catch (LogicException $e) {
            echo preg_replace('/Request [\d.]+/', 'Request N', $e->getMessage()), "\n";
        }
    };
    $session->onRequest(function (LogMessage $question, IpcSession $session, IncomingRequest $request) use (&$kept) {
        $kept = $request;
        if ($question->message === 'by reply()' || $question->message === 'twice') {
            $request->reply(new LogMessage("$question->message: first"));
        }
        return match ($question->message) {
            'by nobody' => null,
            'by reply()' => null,
            default => new LogMessage("$question->message: returned"),
        };
    });
    foreach (['by reply()', 'by return', 'twice', 'by nobody'] as $number => $question) {
        $session->notify(new LogMessage($question));
        $isAnswered = function () use (&$replies, $number) { return $replies > $number; };
        $twice(fn () => tick_until($peer, $isAnswered));
        tick_until($peer, $isAnswered);
        $twice(fn () => $kept->reply(new LogMessage('second')));
        $twice(fn () => $kept->fail(new Exception('third')));
    }
});
--EXPECT--
answer: by reply(): first
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
answer: by return: returned
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
A request handler has answered with reply() or fail(), and returned StreamIpc\Message\LogMessage, too
answer: twice: first
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
answer: StreamIpc\Message\ErrorMessageException: Unhandled request: StreamIpc\Message\LogMessage
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
Request N is answered already: reply() or fail() was called before, or its handler has returned. A handler that answers later returns the IncomingRequest
-- the same with each peer
