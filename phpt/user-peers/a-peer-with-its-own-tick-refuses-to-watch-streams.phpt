--TEST--
A peer of the user's own refuses to watch streams, with advice, unless it overrides watch()
--FILE--
<?php

require __DIR__ . '/../support/pipe-peer.php';

$peer = new PipePeer();
try {
    $peer->watch(STDIN, 'strlen');
} catch (LogicException $e) {
    echo $e->getMessage(), "\n";
}
$peer->unwatch(STDIN);
$peer->run();
--EXPECT--
PipePeer waits in a tick() of its own, which watches no streams: poll the stream there, for example with stream_select(), or override watch() and unwatch()
