--TEST--
Two peers that send each other megabytes before either reads do not deadlock
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $peer = new NativeIpcPeer();
        $session = $peer->createStdioSession();
        $session->onRequest(fn (LogMessage $question) => new LogMessage(md5($question->message)));
        for ($i = 0; $i < 8; $i++) {
            $session->notify(new LogMessage(str_repeat("$i", 2 << 20)));
        }
        $peer->run();
        PHP);
    $seen = [];
    $session->onMessage(function (LogMessage $message) use (&$seen) {
        $seen[] = strlen($message->message) . ' times ' . $message->message[0];
    });
    for ($i = 0; $i < 8; $i++) {
        $text = str_repeat("$i", 2 << 20);
        $promises[md5($text)] = $session->request(new LogMessage($text), 50.0);
    }
    foreach ($promises as $md5 => $promise) {
        $right[] = $promise->await()->message === $md5;
    }
    var_dump($right === array_fill(0, 8, true), $seen === array_map(fn ($i) => "2097152 times $i", range(0, 7)));
});
--EXPECT--
bool(true)
bool(true)
-- the same with each peer
