--TEST--
What a request handler throws, and that none answers, is the asker's affair: the tick goes on
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        foreach (['throw', 'nothing'] as $question) {
            try {
                $session->request(new LogMessage($question), 20.0)->await();
            } catch (StreamIpc\Message\ErrorMessageException $e) {
                $session->notify(new LogMessage(implode(' / ', array_slice(explode("\n", $e->getMessage()), 0, 2))));
            }
        }
        PHP);
    $session->onRequest(fn (LogMessage $question) => $question->message === 'throw' ? throw new DomainException('no paper') : null);
    $session->onMessage(function (LogMessage $message) { echo $message->message, "\n"; });
    $peer->run();
});
--EXPECT--
Error in dispatch / DomainException: no paper
Unhandled request: StreamIpc\Message\LogMessage
-- the same with each peer
