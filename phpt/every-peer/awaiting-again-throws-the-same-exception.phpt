--TEST--
Awaiting again throws the same exception: of a timeout, of the end, of the other side's error
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(function (LogMessage $question) use ($peer) {
            $question->message === 'silence' && $peer->run();
            $question->message === 'end' && exit;
        });
        $peer->run();
        PHP);
    foreach (['silence' => 0.2, 'error' => 20.0, 'end' => 20.0] as $question => $timeout) {
        $promise = $session->request(new LogMessage($question), $timeout);
        $thrown = [];
        for ($i = 0; $i < 3; $i++) {
            try {
                $promise->await();
            } catch (Exception $e) {
                $thrown[] = $e;
            }
        }
        echo get_class($thrown[0]), ' ', count(array_unique(array_map('spl_object_id', $thrown))), "\n";
        var_dump($promise->isResolved());
    }
});
--EXPECT--
StreamIpc\Transport\TimeoutException 1
bool(true)
StreamIpc\Message\ErrorMessageException 1
bool(true)
StreamIpc\Transport\PeerClosedException 1
bool(true)
-- the same with each peer
