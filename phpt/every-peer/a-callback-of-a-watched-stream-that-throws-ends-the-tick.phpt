--TEST--
What the callback of a watched stream throws comes out of tick(), and nothing is lost
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer) {
    $seen = [];
    foreach (['throws', 'does not'] as $name) {
        [$ours[$name], $theirs[$name]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $peer->watch($ours[$name], function ($stream) use ($name, &$seen, $peer) {
            $seen[] = "$name: " . fgets($stream);
            feof($stream) && $peer->unwatch($stream);
            $name === 'throws' && throw new DomainException($name);
        });
        fwrite($theirs[$name], "1\n2\n3");
        fclose($theirs[$name]);
    }
    $thrown = 0;
    for ($limit = hrtime(true) + 10e9; count($seen) < 6 && hrtime(true) < $limit;) {
        try {
            $peer->tick(1.0);
        } catch (DomainException) {
            $thrown++;
        }
    }
    sort($seen);
    echo json_encode($seen), " $thrown\n";
    // Nothing is watched any more.
    $peer->run();
});
--EXPECT--
["does not: 1\n","does not: 2\n","does not: 3","throws: 1\n","throws: 2\n","throws: 3"] 3
-- the same with each peer
