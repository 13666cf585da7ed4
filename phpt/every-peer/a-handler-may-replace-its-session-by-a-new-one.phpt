--TEST--
A handler may remove its session and make a new one over the same transport, which gets what is queued
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

// A Process of Symfony's belongs to one session; a user's peer has its own ways to make sessions.
same_with(array_intersect_key(our_peers(), ['native' => true, 'Amp' => true]), function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        foreach (['one', 'two', 'three', 'four'] as $text) {
            $session->notify(new LogMessage($text));
        }
        PHP);
    $generation = 0;
    $handler = function (LogMessage $message, IpcSession $session) use ($peer, &$handler, &$generation) {
        echo "session $generation: $message->message\n";
        $peer->removeSession($session);
        $generation++;
        $peer->createSessionFromTransport($session->getTransport())->onMessage($handler);
    };
    $session->onMessage($handler);
    tick_until($peer, function () use (&$generation) { return $generation === 4; });
});
--EXPECT--
session 0: one
session 1: two
session 2: three
session 3: four
-- the same with each peer
