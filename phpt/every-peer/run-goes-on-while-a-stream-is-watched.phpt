--TEST--
run() goes on while a stream is watched, also without any session, and waits without spinning
--FILE--
<?php

use StreamIpc\IpcPeer;

require __DIR__ . '/../support/every-peer.php';

with_each_of_our_peers(function (IpcPeer $peer) {
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $client = fork(function () use ($server) {
        usleep(300_000);
        fwrite(stream_socket_client('tcp://' . stream_socket_get_name($server, false)), 'hello');
        usleep(300_000);
    });
    $peer->watch($server, function ($server) use ($peer) {
        $peer->watch(stream_socket_accept($server), function ($client) use ($peer) {
            $words = fread($client, 100);
            echo $words === '' ? "gone\n" : "$words\n";
            $words === '' && $peer->unwatch($client);
        });
        $peer->unwatch($server);
    });
    $cpu = cpu_seconds();
    $peer->run();
    echo cpu_seconds() - $cpu < 0.15 ? '' : "it spins\n", exit_status($client), "\n";
});
--EXPECT--
hello
gone
0
-- the same with each peer
