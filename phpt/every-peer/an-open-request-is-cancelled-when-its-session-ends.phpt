--TEST--
An open request is cancelled when its session ends; its handlers are called once, and an answer does no harm
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    foreach (['it dies', 'we close'] as $end) {
        $session = $start(<<<'PHP'
            $peer = new NativeIpcPeer();
            $session = $peer->createStdioSession();
            $session->onMessage(fn () => exit);
            $open = $session->request(new LogMessage('open'), 20.0);
            $answered = $session->request(new LogMessage('answered'), 20.0);
            $peer->run();
            PHP);
        $requests = [];
        $session->onException(function (Throwable $e) { echo $e->getMessage(), "\n"; });
        $session->onRequest(function (LogMessage $message, IpcSession $session, IncomingRequest $request) use (&$requests) {
            $request->onCancel(function () use ($message) { echo "cancelled: $message->message\n"; });
            $requests[] = $request;
            return $request;
        });
        tick_until($peer, function () use (&$requests) { return count($requests) === 2; });
        [$open, $answered] = $requests;
        $answered->reply(new LogMessage('answer'));
        var_dump($open->isCancelled(), $answered->isCancelled());
        $end === 'we close' ? $session->close() : $session->notify(new LogMessage('exit'));
        tick_until($peer, fn () => !$session->isOpen());
        var_dump($open->isCancelled(), $answered->isCancelled());
        $open->onCancel(function () { echo "at once\n"; });
        $answered->onCancel(function () { echo "never\n"; });
        $open->reply(new LogMessage('too late'));
        $session->close();
    }
});
--EXPECT--
bool(false)
bool(false)
cancelled: open
bool(true)
bool(false)
at once
bool(false)
bool(false)
cancelled: open
bool(true)
bool(false)
at once
-- the same with each peer
