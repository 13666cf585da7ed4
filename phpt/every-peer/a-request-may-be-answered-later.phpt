--TEST--
A request whose handler returns the IncomingRequest is answered later, in any order, with a message or an exception
--FILE--
<?php

use StreamIpc\IncomingRequest;
use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(fn (LogMessage $news) => $session->notify(new LogMessage("heard $news->message")));
        $promises = array_map(fn ($name) => $session->request(new LogMessage($name), 20.0), ['first', 'second', 'third']);
        foreach ($promises as $promise) {
            $promise->onResolved(function ($promise) use ($session) {
                try {
                    $session->notify($promise->await());
                } catch (Exception $e) {
                    $session->notify(new LogMessage(explode("\n#0 ", $e->getMessage())[0]));
                }
            });
        }
        $peer->run();
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use (&$seen) { $seen[] = $message->message; });
    $requests = [];
    $session->onRequest(function (LogMessage $message, IpcSession $session, IncomingRequest $request) use (&$requests) {
        $requests[$message->message] = $request;
        return $request;
    });
    tick_until($peer, function () use (&$requests) { return count($requests) === 3; });
    var_dump((bool) preg_match('/^\d+\.2$/', $requests['second']->getId()));
    $requests['second']->notify(new LogMessage('news'));
    $requests['third']->reply(new LogMessage('reply to the third'));
    $requests['second']->fail(new DomainException('no reply to the second'));
    $requests['first']->reply(new LogMessage('reply to the first'));
    tick_until($peer, function () use (&$seen) { return count($seen) === 4; });
    echo implode("\n", $seen), "\n";
});
--EXPECT--
bool(true)
heard news
reply to the third
Error in dispatch
DomainException: no reply to the second
reply to the first
-- the same with each peer
