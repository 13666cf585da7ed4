--TEST--
Watching a stream again replaces its callback; a callback may unwatch, and watch anew
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $say = fn (string $words) => function ($stream) use ($words) {
        echo "$words: ", fgets($stream);
    };
    $peer->watch($ours, $say('first'));
    $peer->watch($ours, $say('second'));
    fwrite($theirs, "1\n");
    $peer->tick(5);
    $peer->watch($ours, function ($stream) use ($peer, $say) {
        echo 'third: ', fgets($stream);
        $peer->unwatch($stream);
        $peer->watch($stream, $say('fourth'));
    });
    fwrite($theirs, "2\n");
    $peer->tick(5);
    fwrite($theirs, "3\n");
    $peer->tick(5);
    $peer->unwatch($ours);
    fwrite($theirs, "4\n");
    $peer->tick(0.05);
    $peer->run();
    echo 'nobody: ', fgets($ours);
});
--EXPECT--
second: 1
third: 2
fourth: 3
nobody: 4
-- the same with each peer
