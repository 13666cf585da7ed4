--TEST--
run() ends when a handler awaits a reply and then closes the last session
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => new LogMessage(strrev($question->message)));
        $session->notify(new LogMessage('hello'));
        $peer->run();
        PHP);
    $session->onMessage(function (LogMessage $message, IpcSession $session) {
        echo $session->request($message, 20.0)->await()->message, "\n";
        $session->close();
    });
    $peer->run();
    var_dump($session->isOpen());
});
--EXPECT--
olleh
bool(false)
-- the same with each peer
