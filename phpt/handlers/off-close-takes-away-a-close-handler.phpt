--TEST--
offClose() removes a close handler
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session] = session_and_socket($peer);
$handler = function () { echo "never\n"; };
$session->onClose($handler);
$session->onClose(function () { echo "closed\n"; });
$session->offClose($handler);
$session->close();
--EXPECT--
closed
