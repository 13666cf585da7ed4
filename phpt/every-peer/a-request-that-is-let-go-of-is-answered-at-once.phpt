--TEST--
When nobody holds an open request any more, the asker is told at once
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(ASKING);
    $told = null;
    $session->onMessage(function (LogMessage $message) use (&$told) { $told = $message; });
    $kept = [];
    $session->onRequest(function (LogMessage $message, IpcSession $session, IncomingRequest $request) use (&$kept) {
        if ($message->message !== 'forget') {
            $kept[] = $request;
            // A cycle, which the garbage collector finds.
            $message->message === 'cycle' && $request->onCancel(function () use ($request) {});
        }
        return $request;
    });
    foreach (['forget', 'keep for a while', 'cycle'] as $question) {
        $session->notify(new LogMessage($question));
        tick_until($peer, function () use (&$kept, &$told) { return $kept || $told; });
        $kept = [];
        gc_collect_cycles();
        tick_until($peer, function () use (&$told) { return $told; });
        echo preg_replace('/ [\d.]+ /', ' N ', $told->message), (float) $told->level < 5 ? '' : ', but late', "\n";
        $told = null;
    }
});
--EXPECT--
StreamIpc\Message\ErrorMessageException: Request N (StreamIpc\Message\LogMessage) was let go of without a reply
StreamIpc\Message\ErrorMessageException: Request N (StreamIpc\Message\LogMessage) was let go of without a reply
StreamIpc\Message\ErrorMessageException: Request N (StreamIpc\Message\LogMessage) was let go of without a reply
-- the same with each peer
