--TEST--
exit() in a handler ends the script; a shutdown function may still ask and await
--FILE--
<?php

use StreamIpc\IpcPeer;
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
    register_shutdown_function(function () use ($session) {
        echo $session->request(new LogMessage('end'), 20.0)->await()->message, "\n";
    });
    $session->onMessage(function () { exit; });
    $peer->run();
    echo "not reached\n";
});
--EXPECT--
dne
-- the same with each peer
