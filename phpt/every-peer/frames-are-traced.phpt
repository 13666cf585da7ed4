--TEST--
STREAM_IPC_TRACE has a line for each frame of a session
--ENV--
STREAM_IPC_TRACE=/tmp/stream-ipc-every-peer-frames-are-traced.trace
--FILE--
<?php

use StreamIpc\IpcPeer;
use StreamIpc\Message\LogMessage;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer, callable $start) {
    $session = $start(ANSWERING);
    $session->request(new LogMessage('question'), 20.0)->await();
    foreach (file(getenv('STREAM_IPC_TRACE')) as $line) {
        [, $pid, $of, $direction, $kind] = explode("\t", $line);
        if ((int) $pid === getmypid()) {
            echo "$direction $kind of ", (int) $of === spl_object_id($session) ? 'the session' : $of, "\n";
        }
    }
});
--CLEAN--
<?php
@unlink('/tmp/stream-ipc-every-peer-frames-are-traced.trace');
--EXPECT--
sent request of the session
received response of the session
-- the same with each peer
