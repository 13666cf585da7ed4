--TEST--
A worker may answer on its error output, while its output carries junk
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        echo 'a banner';
        $peer = new NativeIpcPeer();
        $session = $peer->createStreamSession(STDERR, STDIN);
        $session->onRequest(fn (LogMessage $question) => $question);
        $peer->run();
        PHP);
    $junk = '';
    $session->onMessage(function (LogMessage $message) use (&$junk) { $junk .= "$message->level: $message->message\n"; });
    echo $session->request(new LogMessage('by error output'), 20.0)->await()->message, "\n";
    tick_until($peer, function () use (&$junk) { return $junk !== ''; });
    echo $junk;
});
--EXPECT--
by error output
junk: a banner
-- the same with each peer
