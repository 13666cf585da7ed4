--TEST--
The callback of a watched stream may run in a fiber that is suspended, and may exit
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_every_peer_of_ours_without_a_loop(function (IpcPeer $peer) {
    [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $peer->watch($ours, function ($stream) {
        echo "suspends\n";
        Fiber::suspend();
        echo 'goes on: ', fgets($stream);
    });
    fwrite($theirs, "hello\n");
    $fiber = new Fiber(fn () => $peer->tick(5));
    $fiber->start();
    // It runs already.
    $peer->tick(0.05);
    $fiber->resume();
    echo $fiber->isTerminated() ? "and ends its tick\n" : '';
    fwrite($theirs, "again\n");
    $fiber = new Fiber(fn () => $peer->tick(5));
    $fiber->start();
    // A fiber that is destroyed leaves the stream watched.
    unset($fiber);
    gc_collect_cycles();
    $peer->watch($ours, function ($stream) use ($theirs) {
        echo 'read by another: ', fgets($stream);
        register_shutdown_function(function () {
            echo "shutdown\n";
        });
        exit(0);
    });
    $peer->tick(5);
    echo "not reached\n";
});

function with_every_peer_of_ours_without_a_loop(callable $scenario): void
{
    same_with(array_diff_key(our_peers(), ['Amp' => true]), $scenario);
}
--EXPECT--
suspends
goes on: hello
and ends its tick
suspends
read by another: again
shutdown
-- the same with each peer
