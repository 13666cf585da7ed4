--TEST--
A watched stream calls back while it is readable: as often as there is something to read, then at its end
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $peer->watch($ours, function ($stream) use ($peer, $ours) {
        // The first fgets() takes all lines into PHP's buffer.
        echo $stream === $ours ? '' : 'another stream: ', json_encode(fgets($stream)), "\n";
        feof($stream) && $peer->unwatch($stream);
    });
    echo "nothing to read\n";
    $peer->tick(0);
    $peer->tick(0.05);
    fwrite($theirs, "one\ntwo\nthree\n");
    tick_until_quiet($peer);
    echo "more\n";
    fwrite($theirs, "four\n");
    tick_until_quiet($peer);
    echo "the end\n";
    fclose($theirs);
    $peer->run();
});

function tick_until_quiet(IpcPeer $peer): void
{
    while (wall_seconds(fn () => $peer->tick(0.3)) < 0.2) {
    }
}
--EXPECT--
nothing to read
"one\n"
"two\n"
"three\n"
more
"four\n"
the end
false
-- the same with each peer
