--TEST--
A worker that reads slowly loses no frame and cuts none
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onMessage(function (LogMessage $message) use (&$count, $session) {
            usleep(2000);
            $right = $message->message === str_repeat(chr(65 + $count % 26), 30_000);
            $right || $session->notify(new LogMessage("wrong: $count"));
            ++$count === 200 && $session->notify(new LogMessage('all'));
        });
        $peer->run();
        PHP);
    $session->onMessage(function (LogMessage $message) use (&$said) {
        $said = $message->message;
        echo "$said\n";
    });
    for ($i = 0; $i < 200; $i++) {
        $session->notify(new LogMessage(str_repeat(chr(65 + $i % 26), 30_000)));
    }
    tick_until($peer, function () use (&$said) { return $said !== null; });
});
--EXPECT--
all
-- the same with each peer
