--TEST--
close() in a handler drops what is queued for its session, and ends run()
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\IpcSession;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        for ($i = 1; $i <= 9; $i++) {
            $session->notify(new LogMessage("$i"));
        }
        PHP);
    $session->onMessage(function (LogMessage $message, IpcSession $session) {
        echo $message->message, "\n";
        $message->message === '3' && $session->close();
    });
    $peer->run();
    var_dump($session->isOpen());
});
--EXPECT--
1
2
3
bool(false)
-- the same with each peer
