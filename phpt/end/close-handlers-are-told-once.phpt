--TEST--
Close handlers run once: close() may be called again
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$session->onClose(function (mixed ...$arguments) use ($session) {
    echo "closed\n";
    var_dump($arguments === [$session], $session->isOpen());
    $session->close();
});
$session->onClose(function () { echo "second handler\n"; });
var_dump($session->isOpen());
$session->close();
$session->close();
$session->triggerException(new Exception());
var_dump($session->isOpen());
--EXPECT--
bool(true)
closed
bool(true)
bool(false)
second handler
bool(false)
