--TEST--
Workers answer in their own order, whichever was asked first
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    foreach (['one', 'two', 'three'] as $name) {
        $sessions[$name] = $start(<<<'PHP'
            $peer = new NativeIpcPeer();
            $session = $peer->createStdioSession();
            $session->onRequest(function (LogMessage $question) use ($peer, &$released) {
                while (!$released) {
                    $peer->tick();
                }
                return $question;
            });
            $session->onMessage(function () use (&$released) { $released = true; });
            $peer->run();
            PHP);
        $promises[$name] = $sessions[$name]->request(new LogMessage($name), 20.0);
    }
    foreach (['three', 'one', 'two'] as $name) {
        $sessions[$name]->notify(new LogMessage('go on'));
        echo $promises[$name]->await()->message, ', pending: ';
        echo implode(' ', array_keys(array_filter($promises, fn ($promise) => !$promise->isResolved()))) ?: 'none', "\n";
    }
});
--EXPECT--
three, pending: one two
one, pending: two
two, pending: none
-- the same with each peer
