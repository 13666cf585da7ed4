--TEST--
A request without a reply times out; its late reply disturbs none of the next
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\TimeoutException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($peer, &$released) {
            while ($question->message === 'slow' && !$released) {
                $peer->tick();
            }
            return $question;
        });
        $session->onMessage(function () use (&$released) { $released = true; });
        $peer->run();
        PHP);
    try {
        $session->request(new LogMessage('slow'), 0.2)->await();
    } catch (TimeoutException $e) {
        echo $e->getMessage(), "\n";
    }
    $session->notify(new LogMessage('go on'));
    echo $session->request(new LogMessage('quick'), 20.0)->await()->message, "\n";
});
--EXPECT--
IPC request timed out after 0.2s
quick
-- the same with each peer
