--TEST--
All close handlers run though one throws, as they run only once
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onClose(fn () => throw new DomainException('thrown'));
$session->onClose(function () { echo "second handler\n"; });
fclose($socket);
try {
    $peer->tick(5.0);
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
--EXPECT--
second handler
thrown
