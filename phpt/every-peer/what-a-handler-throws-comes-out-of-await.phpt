--TEST--
If a handler throws, await() throws the exception, and may be called again
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($session) {
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
        count($seen) % 3 === 0 && throw new DomainException('three');
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
});
--EXPECT--
bool(true)
int(10)
string(5) "reply"
-- the same with each peer
