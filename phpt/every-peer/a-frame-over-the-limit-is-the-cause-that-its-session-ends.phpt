--TEST--
Without an exception handler, a frame over the limit closes its session; await() throws with the cause
--INI--
stream_ipc.max_frame_size=1000
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;
use StreamIpc\Transport\PeerClosedException;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        (new NativeIpcPeer())->createStdioSession()->notify(new LogMessage(str_repeat('x', 2000)));
        fgets(STDIN);
        PHP);
    try {
        $session->request(new LogMessage('question'), 600.0)->await();
    } catch (PeerClosedException $e) {
        echo preg_replace('/length \d+/', 'length #', $e->getPrevious()->getMessage()), "\n";
    }
    var_dump($session->isOpen());
});
--EXPECT--
Frame length # exceeds max 1000
bool(false)
-- the same with each peer
