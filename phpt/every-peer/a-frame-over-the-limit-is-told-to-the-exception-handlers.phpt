--TEST--
The exception handlers of a session get a frame over the limit; if one returns false, the session goes on behind it
--INI--
stream_ipc.max_frame_size=1000
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_every_peer(function (IpcPeer $peer, callable $start) {
    $session = $start(<<<'PHP'
        $session = (new NativeIpcPeer())->createStdioSession();
        $session->notify(new LogMessage('before'));
        $session->notify(new LogMessage(str_repeat('x', 2000)));
        $session->notify(new LogMessage('behind'));
        PHP);
    $session->onException(function (RuntimeException $e) {
        echo preg_replace('/length \d+/', 'length #', $e->getMessage()), "\n";
        return false;
    });
    $session->onMessage(function (LogMessage $message) { echo "$message->message\n"; });
    $peer->run();
});
--EXPECT--
before
Frame length # exceeds max 1000
behind
-- the same with each peer
