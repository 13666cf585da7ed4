--TEST--
A watched stream that the script closes is forgotten, in its callback or elsewhere, and run() ends
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

/** An object that says when it is freed. */
final class Freed
{
    public function __destruct()
    {
        echo "its callback is freed\n";
    }
}

with_each_of_our_peers(function (IpcPeer $peer) {
    foreach (['in its callback', 'in that of another', 'before'] as $where) {
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        [$other, $end] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $freed = new Freed();
        $peer->watch($ours, function ($stream) use ($where, $freed) {
            echo "readable\n";
            fclose($stream);
        });
        unset($freed);
        $peer->watch($other, function ($stream) use ($where, $ours, $peer) {
            $where === 'in that of another' && fclose($ours);
            $peer->unwatch($stream);
        });
        echo "closed $where:\n";
        match ($where) {
            'in its callback' => fwrite($theirs, 'x'),
            'in that of another' => null,
            'before' => fclose($ours),
        };
        fwrite($end, 'x');
        $peer->run();
        // Unwatching it again is no error.
        $peer->unwatch($ours);
    }
});
--EXPECT--
closed in its callback:
readable
its callback is freed
closed in that of another:
its callback is freed
closed before:
its callback is freed
-- the same with each peer
