--TEST--
A message handler that throws keeps the later ones from that message, and the session stays open
--FILE--
<?php

use StreamIpc\Message\LogMessage;
use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$session->onMessage(fn () => throw new DomainException('thrown'));
$session->onMessage(function () { echo "never\n"; });
$session->onException(function () { echo "never\n"; });
try {
    $session->dispatch(new LogMessage('message'));
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}
var_dump($session->isOpen());
--EXPECT--
thrown
bool(true)
