--TEST--
A request is answered, and what the other side notifies meanwhile comes before
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
            $session->notify(new LogMessage('first'));
            $session->notify(new LogMessage('second'));
            return new LogMessage("answer to $question->message");
        });
        $peer->run();
        PHP);
    $session->onMessage(function (LogMessage $message) { echo "$message->level: $message->message\n"; });
    echo $session->request(new LogMessage('question'), 20.0)->await()->message, "\n";
    var_dump($session->isOpen());
});
--EXPECT--
info: first
info: second
answer to question
bool(true)
-- the same with each peer
