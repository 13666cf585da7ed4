--TEST--
Text that a worker prints among its messages arrives in its place, as LogMessage of level "junk"
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        echo "a banner\n";
        $session->notify(new LogMessage('message'));
        echo 'last words';
        PHP);
    $session->onMessage(function (LogMessage $message) { echo "$message->level: ", trim($message->message), "\n"; });
    $peer->run();
});
--EXPECT--
junk: a banner
info: message
junk: last words
-- the same with each peer
