--TEST--
A message handler may await a reply, and a request handler meanwhile another one
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => new LogMessage("$question->message!"));
        $session->notify(new LogMessage('ask me'));
        $session->notify($session->request(new LogMessage('what?'), 20.0)->await());
        $peer->run();
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use ($session, &$seen) {
        $seen[] = $message->message === 'ask me'
            ? $session->request(new LogMessage('hello'), 20.0)->await()->message
            : $message->message;
        // Both are on their way at once.
        count($seen) === 2 && $session->close();
    });
    $session->onRequest(fn (LogMessage $question) => $session->request(new LogMessage($question->message), 20.0)->await());
    $peer->run();
    sort($seen);
    echo implode("\n", $seen), "\n";
});
--EXPECT--
hello!
what?!
-- the same with each peer
