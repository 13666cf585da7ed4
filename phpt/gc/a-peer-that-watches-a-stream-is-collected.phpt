--TEST--
A peer that watches streams is collected with their callbacks, which refer to it; the streams are closed with them
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

for ($i = 0; $i < 3; $i++) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $peer = new NativeIpcPeer();
    $peer->watch($ours, fn () => $peer);
    $peer->listen($server, fn () => $peer);
    $peer->tick(0);
    $weak = WeakReference::create($peer);
    unset($peer, $ours, $server);
    echo $weak->get() === null ? 'collected too soon' : 'lives', ', ';
    gc_collect_cycles();
    echo $weak->get() === null ? 'collected' : 'lives', ', ', fgets($theirs) === false && feof($theirs) ? 'closed' : 'open', "\n";
}
--EXPECT--
lives, collected, closed
lives, collected, closed
lives, collected, closed
