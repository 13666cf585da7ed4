--TEST--
Request handlers may await replies on both sides, in the middle of an await()
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
            return strlen($question->message) > 5
                ? new LogMessage("$question->message.")
                : $session->request(new LogMessage("$question->message?"), 20.0)->await();
        });
        $peer->run();
        PHP);
    $session->onRequest(fn (LogMessage $question) => $session->request(new LogMessage("$question->message!"), 20.0)->await());
    echo $session->request(new LogMessage('truly'), 20.0)->await()->message, "\n";
});
--EXPECT--
truly?!.
-- the same with each peer
