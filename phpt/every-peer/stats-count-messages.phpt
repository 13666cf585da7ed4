--TEST--
getStats() counts the messages of both directions, and the requests without a reply
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($session, $peer) {
            $session->notify(new LogMessage('one moment'));
            return $question->message === 'never' ? $peer->run() : $question;
        });
        $peer->run();
        PHP);
    $session->notify(new LogMessage('hello'));
    $session->request(new LogMessage('question'), 20.0)->await();
    $pending = $session->request(new LogMessage('never'), 20.0);
    tick_until($peer, fn () => $session->getStats()['messages_received'] === 3);
    foreach (['messages_sent', 'messages_received', 'pending_requests'] as $key) {
        echo "$key: ", $session->getStats()[$key], "\n";
    }
});
--EXPECT--
messages_sent: 3
messages_received: 3
pending_requests: 1
-- the same with each peer
