--TEST--
If a close handler throws, close() throws the exception, and the session is closed all the same
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onClose(fn () => throw new DomainException('thrown'));
try {
    $session->close();
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
$session->close();
$peer->run();
--EXPECT--
thrown
bool(false)
