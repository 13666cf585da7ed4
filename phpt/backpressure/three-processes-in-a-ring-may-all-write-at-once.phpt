--TEST--
Three processes in a ring, each writing large messages to the next before it reads any, do not deadlock
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/flood.php';

pcntl_alarm(20);
foreach (range(0, 2) as $link) {
    [$write[$link], $read[$link]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
}
// Each writes to one and reads from another.
$node = 'require ' . var_export(__DIR__ . '/../support/flood.php', true) . ';' . <<<'PHP'
    $peer = new NativeIpcPeer();
    fwrite(STDERR, flood($peer, $peer->createStdioSession(), 8, 1 << 20));
    PHP;
$second = proc_open(worker_command($node), [$read[0], $write[1], ['pipe', 'w']], $ofSecond);
$third = proc_open(worker_command($node), [$read[1], $write[2], ['pipe', 'w']], $ofThird);
$peer = new NativeIpcPeer();
echo 'first: ', flood($peer, $peer->createStreamSession($write[0], $read[2]), 8, 1 << 20), "\n";
echo 'second: ', stream_get_contents($ofSecond[2]), "\n";
echo 'third: ', stream_get_contents($ofThird[2]), "\n";
--EXPECT--
first: 8 messages in order
second: 8 messages in order
third: 8 messages in order
