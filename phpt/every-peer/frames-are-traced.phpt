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
    // Lines are written together, a tenth of a second after the first of them.
    $session->notify(new LogMessage('more'));
    usleep(100_000);
    $session->notify(new LogMessage('and more'));
    $lines = [];
    foreach (file(getenv('STREAM_IPC_TRACE')) as $line) {
        [, $pid, $of, $event, $kind] = explode("\t", $line) + array_fill(0, 5, null);
        if ((int) $pid === getmypid() && $event !== 'started') {
            $lines[] = "$event $kind of " . ((int) $of === spl_object_id($session) ? 'the session' : $of);
        }
    }
    echo implode("\n", array_slice($lines, 0, 3)), "\n";
});
--CLEAN--
<?php
@unlink('/tmp/stream-ipc-every-peer-frames-are-traced.trace');
--EXPECT--
sent request of the session
received response of the session
sent message of the session
-- the same with each peer
