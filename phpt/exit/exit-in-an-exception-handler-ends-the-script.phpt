--TEST--
exit() in an exception handler ends the script
--FILE--
<?php

use StreamIpc\NativeIpcPeer;

require __DIR__ . '/../support/peers.php';

$peer = new NativeIpcPeer();
[$session, $socket] = session_and_socket($peer);
$session->onClose(function () { echo "never\n"; });
$session->onException(function (Exception $e) { exit($e->getMessage() . "\n"); });
$session->triggerException(new Exception('the end'));
echo "never\n";
--EXPECT--
the end
