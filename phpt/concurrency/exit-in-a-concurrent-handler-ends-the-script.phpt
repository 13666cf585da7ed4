--TEST--
exit() in a concurrent handler that was resumed ends the script; shutdown functions run
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/concurrency.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => $question);
        $promise = $session->request(new LogMessage('question'), 20.0);
        $peer->run();
        PHP);
    register_shutdown_function(function () { echo "the shutdown function\n"; });
    $session->onRequest(function (LogMessage $question) use ($session) {
        $session->request($question, 20.0)->await();
        echo "exit\n";
        exit(0);
    }, true);
    tick_until($peer, fn () => false);
    echo "never\n";
});
--EXPECT--
exit
the shutdown function
-- the same with each peer
