--TEST--
A stream closed among five hundred sessions is noticed within 50 milliseconds, whichever side closed it
--FILE--
<?php

use StreamIpc\InvalidStreamException;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
for ($i = 0; $i < 500; $i++) {
    [$ours[$i], $theirs[$i]] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
    $sessions[$i] = $peer->createStreamSession($ours[$i], $ours[$i]);
    $sessions[$i]->onException(fn (InvalidStreamException $e) => null);
}
$peer->tick(0);
foreach (['on the other side' => 'theirs', 'by user code' => 'ours'] as $who => $side) {
    $milliseconds = [];
    foreach (range(0, 20) as $n) {
        $i = $n * 20 + ($side === 'ours' ? 7 : 0);
        fclose(${$side}[$i]);
        $milliseconds[] = 1000 * wall_seconds(fn () => tick_until($peer, fn () => !$sessions[$i]->isOpen()));
    }
    // The machine may be busy now and then.
    sort($milliseconds);
    echo "closed $who: ", $milliseconds[10] < 50 ? 'within 50 ms' : "after $milliseconds[10] ms", "\n";
}
--EXPECT--
closed on the other side: within 50 ms
closed by user code: within 50 ms
